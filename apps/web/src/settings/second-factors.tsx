import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';
import { AuthenticatorApp } from './authenticator-app.js';
import { deviceWords } from './device-words.js';
import { factorsQuery } from './factors-query.js';
import { addPasskey } from './passkey-acts.js';
import { Prove } from './prove.js';
import { RecoveryCodes } from './recovery-codes.js';
import { RemoveFactor } from './remove-factor.js';

type Factors = Schemas['OwnFactorsDto'];

/** What one shows beside the code of a mail: passkeys, an authenticator, codes for the day when both are lost. */
export function SecondFactors() {
  const query = useQuery(factorsQuery);
  return (
    <section className="section" aria-labelledby="factors">
      <h2 id="factors">{t('factors.title')}</h2>
      <p className="soft">
        {t('factors.hint')} {query.data?.demanded ? t('factors.demanded') : null}
      </p>
      <Loaded query={query}>
        {(factors) => (
          <div className="plain">
            {factors.recentlyProved ? null : <Prove factors={factors} />}
            <Passkeys factors={factors} />
            <AuthenticatorApp factors={factors} />
            <RecoveryCodes factors={factors} />
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Passkeys({ factors }: { readonly factors: Factors }) {
  const add = useAct(addPasskey);
  return (
    <div className="card">
      <h3>{t('factors.passkeys')}</h3>
      <p className="soft small">{t('factors.enrolPasskeyHint')}</p>
      {factors.passkeys.length === 0 ? <p>{t('factors.noPasskeys')}</p> : null}
      <ul className="plain">
        {factors.passkeys.map((passkey) => (
          <li key={passkey.id} className="row">
            <span>
              {deviceWords(passkey) ?? t('settings.otherDevice')}
              <br />
              <span className="soft small">
                {t('factors.usedOn', { made: dateOf(passkey.createdAt), used: dateOf(passkey.lastUsedAt) })}
              </span>
            </span>
            {factors.recentlyProved ? (
              <RemoveFactor
                send={() =>
                  answered(api.DELETE('/v1/me/passkeys/{id}', { params: { path: { id: passkey.id } } }))
                }
              />
            ) : null}
          </li>
        ))}
      </ul>
      <ProblemBox problem={add.problem} />
      {factors.recentlyProved && 'PublicKeyCredential' in window ? (
        <button
          className="button"
          type="button"
          data-pending={add.pending || undefined}
          onClick={() => add.run(undefined)}
        >
          {t('factors.addPasskey')}
        </button>
      ) : null}
    </div>
  );
}
