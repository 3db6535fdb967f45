import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Confirm } from '../ui/confirm.js';
import { Field } from '../ui/field.js';
import { t } from '../words/words.js';

const MOST_REASON = 500;

/** For whoever lost phone and key: an administrator's to do, and never for oneself. */
export function FactorReset({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { me, roles } = useSession();
  const [reason, setReason] = useState('');
  const reset = useAct((said: string, key) =>
    answered(
      api.POST('/v1/members/{id}/second-factor-reset', {
        params: { path: { id: person.id }, header: keyed(key) },
        body: { reason: said },
      }),
    ),
  );
  if (!roles.includes('administrator') || person.id === me.memberId || !person.reachable) return null;
  return (
    <section className="section" aria-labelledby="factor-reset">
      <h2 id="factor-reset">{t('people.factorReset')}</h2>
      <p className="soft">{t('people.factorResetHint')}</p>
      {reset.done ? (
        <p className="notice" role="status">
          {t('people.factorResetDone')}
        </p>
      ) : (
        <Confirm
          button={t('people.factorResetAct')}
          title={t('people.factorReset')}
          act={t('people.factorResetAct')}
          pending={reset.pending}
          problem={reset.problem}
          onConfirm={() => reset.run(reason.trim())}
        >
          <Field id="factor-reset-reason" label={t('people.factorResetReason')}>
            {(props) => (
              <textarea
                {...props}
                maxLength={MOST_REASON}
                required
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
        </Confirm>
      )}
    </section>
  );
}
