import { useId, useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { SidesOf } from '../desk-hours/sides-of.js';
import { Choice } from '../ui/choice.js';
import { ProblemBox } from '../ui/problem-box.js';
import { inOneLine } from '../ui/reasoned.js';
import { visitInWords } from '../ui/when.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';

type Entry = Schemas['ListedTimeEntryDto'];
/** What the desk finds: the visit took place, or who was not there after all. */
const FOUND = ['served', 'helper', 'family'] as const;
type Found = (typeof FOUND)[number];

/**
 * Both words on disputed hours, and the desk's decision with its reason.
 * @param folded one of a list: it says whose hours, and the decision waits for a press
 */
export function SettleForm({
  entry,
  folded = false,
  done,
}: {
  readonly entry: Entry;
  readonly folded?: boolean;
  done(): void;
}) {
  const [open, setOpen] = useState(!folded);
  return (
    <>
      {folded ? (
        <>
          <h3 className="capital">{visitInWords(entry)}</h3>
          <SidesOf entry={entry} />
        </>
      ) : null}
      <Said entry={entry} />
      {open ? (
        <Decision entry={entry} done={done} />
      ) : (
        <div className="acts">
          <button className="button" type="button" onClick={() => setOpen(true)}>
            {t('settle.open')}
          </button>
        </div>
      )}
    </>
  );
}

function Decision({ entry, done }: { readonly entry: Entry; done(): void }) {
  const name = useId();
  const [found, find] = useState<Found>('served');
  const [minutes, setMinutes] = useState(String(entry.declaredMinutes));
  const [reason, setReason] = useState('');
  const decide = useAct(
    (decided: Found, key) => decideOn(entry, decided, Number(minutes), inOneLine(reason), key),
    done,
  );
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        decide.run(entry.noShowBy ? found : 'served');
      }}
    >
      <ProblemBox problem={decide.problem} />
      {entry.noShowBy ? (
        <fieldset className="choices">
          <legend>{t('settle.found')}</legend>
          {FOUND.map((one) => (
            <Choice
              key={one}
              kind="radio"
              name={name}
              value={one}
              label={t(`settle.found.${one}`)}
              chosen={found === one}
              onChoose={() => find(one)}
            />
          ))}
        </fieldset>
      ) : null}
      {found === 'served' ? (
        <label className="field">
          <span className="label">{t('settle.minutes')}</span>
          <input
            type="number"
            inputMode="numeric"
            min={0}
            max={2880}
            required
            value={minutes}
            onChange={({ target }) => setMinutes(target.value)}
          />
        </label>
      ) : null}
      <label className="field">
        <span className="label">{t('settle.reason')}</span>
        <textarea
          required
          dir="auto"
          maxLength={300}
          rows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button className="button main" type="submit" data-pending={decide.pending || undefined}>
        {t('settle.do')}
      </button>
    </form>
  );
}

async function decideOn(
  entry: Entry,
  found: Found,
  minutes: number,
  reason: string,
  key: string,
): Promise<unknown> {
  const header = keyed(key);
  if (found === 'served') {
    return answered(
      api.POST('/v1/time-entries/{id}/settle', {
        params: { path: { id: entry.id }, header },
        body: { minutes, reason, version: entry.version },
      }),
    );
  }
  return answered(
    api.POST('/v1/seats/{id}/uphold-no-show', {
      params: { path: { id: entry.seatId }, header },
      body: { absent: found, reason, version: entry.seatVersion },
    }),
  );
}

function Said({ entry }: { readonly entry: Entry }) {
  return (
    <>
      {entry.noShowBy ? (
        <p>
          <span className="mark warn">{t(`settle.missed.${entry.noShowBy}`)}</span>
        </p>
      ) : null}
      <p>
        {t('settle.declared', {
          side: t(`side.${entry.declaredSide}`),
          time: duration(entry.declaredMinutes),
        })}
      </p>
      {entry.answeredMinutes === null ? null : (
        <p>{t('settle.answered', { time: duration(entry.answeredMinutes) })}</p>
      )}
      {entry.disputeReason ? (
        <p className="hintbox" dir="auto">
          {entry.disputeReason}
        </p>
      ) : null}
    </>
  );
}
