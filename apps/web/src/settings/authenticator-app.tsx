import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import type { QrPicture } from '../passkey/qr.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';
import { CodeForm } from './prove.js';
import { RemoveFactor } from './remove-factor.js';

interface Setup {
  readonly secret: string;
  readonly picture: QrPicture;
}

/** The secret with its picture; what draws it comes only now, for few ever need it. */
async function beginSetup(): Promise<Setup> {
  const [{ secret, address }, { qrOf }] = await Promise.all([
    answered(api.PUT('/v1/me/authenticator')),
    import('../passkey/qr.js'),
  ]);
  return { secret, picture: qrOf(address) };
}

/** An app that shows six digits: set up from a picture, moved to another phone, removed. */
export function AuthenticatorApp({ factors }: { readonly factors: Schemas['OwnFactorsDto'] }) {
  const { authenticator, recentlyProved } = factors;
  const [setup, setSetup] = useState<Setup>();
  const begin = useAct<undefined, Setup>(beginSetup, setSetup);
  return (
    <div className="card">
      <h3>{t('factors.app')}</h3>
      <p className="soft small">{t('factors.enrolAppHint')}</p>
      <p>
        {authenticator
          ? t('factors.usedOn', {
              made: dateOf(authenticator.createdAt),
              used: dateOf(authenticator.lastUsedAt),
            })
          : t('factors.noApp')}
      </p>
      <ProblemBox problem={begin.problem} />
      {setup ? <SetUp setup={setup} done={() => setSetup(undefined)} /> : null}
      {recentlyProved && !setup ? (
        <div className="acts">
          <button
            className="button"
            type="button"
            data-pending={begin.pending || undefined}
            onClick={() => begin.run(undefined)}
          >
            {authenticator ? t('factors.moveApp') : t('factors.addApp')}
          </button>
          {authenticator ? <RemoveFactor send={() => answered(api.DELETE('/v1/me/authenticator'))} /> : null}
        </div>
      ) : null}
    </div>
  );
}

function SetUp({ setup, done }: { readonly setup: Setup; done(): void }) {
  const { size, path } = setup.picture;
  const confirm = useAct(
    (code: string, key) =>
      answered(api.POST('/v1/me/authenticator/confirm', { params: { header: keyed(key) }, body: { code } })),
    done,
  );
  return (
    <>
      <p>{t('factors.scan')}</p>
      <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('factors.qr')}>
        <path d={path} />
      </svg>
      <p>
        <code className="secret" dir="ltr">
          {setup.secret.replaceAll(/.{4}(?=.)/g, '$& ')}
        </code>
      </p>
      <CodeForm id="app-code" onCode={(code) => confirm.run(code)} pending={confirm.pending}>
        <ProblemBox problem={confirm.problem} />
      </CodeForm>
    </>
  );
}
