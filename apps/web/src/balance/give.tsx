import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { sharedAccountsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { Addable } from '../ui/addable.js';
import { Field } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Stepper } from '../ui/stepper.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';

const STEP_MINUTES = 15;
const MOST_MINUTES = 40 * 60;
const MOST_REASON = 300;
/** The pool, as the choice names it. */
const POOL = '';

export const poolQuery = queryOptions({
  queryKey: ['account', 'pool'],
  queryFn: () => answered(api.GET('/v1/pool')),
});

/** Hours for those who have none: to the community's pool, or to a group or an organisation. */
export function Give() {
  const { data: pool } = useQuery(poolQuery);
  return (
    <Addable title={t('give.title')} add={t('give.button')} form={(close) => <GiveForm done={close} />}>
      {pool ? <p className="soft">{t('give.pool', { hours: duration(pool.balanceMinutes) })}</p> : null}
    </Addable>
  );
}

function GiveForm({ done }: { done(): void }) {
  const { data: shared = [] } = useQuery(sharedAccountsQuery);
  const [to, setTo] = useState(POOL);
  const [minutes, setMinutes] = useState(60);
  const [reason, setReason] = useState('');
  const give = useAct(
    (body: Schemas['DonateDto'], key) =>
      answered(api.POST('/v1/donations', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        give.run({ minutes, reason: reason.trim(), ...(to === POOL ? {} : { toAccountId: to }) });
      }}
    >
      <ProblemBox problem={give.problem} />
      <Field id="give-to" label={t('give.to')}>
        {(props) => (
          <select {...props} value={to} onChange={({ target }) => setTo(target.value)}>
            <option value={POOL}>{t('give.thePool')}</option>
            {shared.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Stepper
        label={t('hours.minutes')}
        value={minutes}
        least={STEP_MINUTES}
        most={MOST_MINUTES}
        step={STEP_MINUTES}
        onChange={setMinutes}
      />
      <Field id="give-reason" label={t('give.reason')}>
        {(props) => (
          <input
            {...props}
            required
            dir="auto"
            maxLength={MOST_REASON}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <FormActs act={t('give.give', { hours: duration(minutes) })} pending={give.pending} />
    </form>
  );
}
