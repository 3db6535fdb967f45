import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** Ten codes for the day when phone and key are lost: shown when they are made, and never again. */
export function RecoveryCodes({ factors }: { readonly factors: Schemas['OwnFactorsDto'] }) {
  const [codes, setCodes] = useState<readonly string[]>();
  const renew = useAct<undefined, Schemas['RecoveryCodesDto']>(
    () => answered(api.PUT('/v1/me/recovery-codes')),
    (made) => setCodes(made.codes),
  );
  const { passkeys, authenticator, recoveryCodesLeft: left, recentlyProved } = factors;
  if (passkeys.length === 0 && !authenticator) return null;
  return (
    <div className="card">
      <h3>{t('factors.recovery')}</h3>
      <p>{t('factors.left', { count: left })}</p>
      <ProblemBox problem={renew.problem} />
      {codes ? (
        <div className="fresh">
          <p>{t('factors.codesHint')}</p>
          <ol className="codes" dir="ltr">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ol>
        </div>
      ) : null}
      {recentlyProved && !codes ? (
        <>
          <button
            className={left === 0 ? 'button main' : 'button'}
            type="button"
            data-pending={renew.pending || undefined}
            onClick={() => renew.run(undefined)}
          >
            {t('factors.renew')}
          </button>
          {left > 0 ? <p className="soft small">{t('factors.renewHint')}</p> : null}
        </>
      ) : null}
    </div>
  );
}
