import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Opener } from '../ui/opener.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { inOneLine } from '../ui/reasoned.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';

const MOST_MINUTES = 6_000;
const MOST_REASON = 300;

/** Hours of a group or an organisation to a member, when whoever leads it says so. */
export function Pay({ account }: { readonly account: Schemas['SharedAccountDto'] }) {
  const [open, setOpen] = useState(false);
  const [paid, setPaid] = useState<number>();
  const done = (minutes: number) => {
    setOpen(false);
    setPaid(minutes);
  };
  return (
    <>
      <Opener open={open} toggle={setOpen} word={t('pay.button')} />
      {paid && !open ? (
        <p className="notice" role="status">
          {t('pay.paid', { hours: duration(paid) })}
        </p>
      ) : null}
      {open ? <PayForm account={account} done={done} /> : null}
    </>
  );
}

function PayForm({
  account,
  done,
}: {
  readonly account: Schemas['SharedAccountDto'];
  done(minutes: number): void;
}) {
  const [toMemberId, choose] = useState('');
  const [minutes, setMinutes] = useState('60');
  const [reason, setReason] = useState('');
  const pay = useAct(
    (body: Schemas['DonateDto'], key) =>
      answered(
        api.POST('/v1/shared-accounts/{id}/payments', {
          params: { path: { id: account.id }, header: keyed(key) },
          body,
        }),
      ),
    (_, body) => done(body.minutes),
  );
  return (
    <form
      className="inset"
      aria-label={t('pay.from', { name: account.name })}
      onSubmit={(event) => {
        event.preventDefault();
        pay.run({ toMemberId, minutes: Number(minutes), reason: inOneLine(reason) });
      }}
    >
      <ProblemBox problem={pay.problem} />
      <PersonPick id={`pay-${account.id}`} label={t('pay.to')} chosen={toMemberId} onChoose={choose} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('hours.minutes')}</span>
          <input
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={MOST_MINUTES}
            value={minutes}
            onChange={({ target }) => setMinutes(target.value)}
          />
        </label>
        <label className="field">
          <span className="label">{t('people.reason')}</span>
          <input
            required
            dir="auto"
            maxLength={MOST_REASON}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      </div>
      <button
        className="button main"
        type="submit"
        disabled={!toMemberId}
        data-pending={pay.pending || undefined}
      >
        {t('pay.do', { hours: duration(Number(minutes) || 0) })}
      </button>
    </form>
  );
}
