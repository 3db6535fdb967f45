import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime, duration } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 100;

/** Both words on disputed hours, and the desk's decision with its reason. */
export function SettleForm({ timeEntryId, done }: { readonly timeEntryId: string; done(): void }) {
  const { data: disputed = [] } = useQuery({
    queryKey: ['time-entries', 'disputed'],
    queryFn: async () =>
      (await answered(api.GET('/v1/time-entries', { params: { query: { list: 'disputed', limit: PAGE } } })))
        .items,
  });
  const entry = disputed.find(({ id }) => id === timeEntryId);
  const [minutes, setMinutes] = useState<string>();
  const [reason, setReason] = useState('');
  const settle = useAct(
    (body: { minutes: number; reason: string }, key) =>
      answered(
        api.POST('/v1/time-entries/{id}/settle', {
          params: { path: { id: timeEntryId }, header: keyed(key) },
          body: { ...body, version: entry?.version },
        }),
      ),
    done,
  );
  if (!entry) return null;
  const wanted = minutes ?? String(entry.declaredMinutes);
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        settle.run({ minutes: Number(wanted), reason });
      }}
    >
      <h3>{t('settle.title')}</h3>
      <p>{dayAndTime(entry.startsAt)}</p>
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
      <ProblemBox problem={settle.problem} />
      <label className="field">
        <span className="label">{t('settle.minutes')}</span>
        <input
          type="number"
          inputMode="numeric"
          min={0}
          max={1440}
          required
          value={wanted}
          onChange={({ target }) => setMinutes(target.value)}
        />
      </label>
      <label className="field">
        <span className="label">{t('settle.reason')}</span>
        <textarea
          required
          maxLength={500}
          rows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button className="button main" type="submit" data-pending={settle.pending || undefined}>
        {t('settle.do')}
      </button>
    </form>
  );
}
