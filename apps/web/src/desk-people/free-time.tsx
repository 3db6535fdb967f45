import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { Loaded } from '../ui/loaded.js';
import { addDays, dayInWords, localDay, times } from '../words/time.js';
import { t } from '../words/words.js';
import { LimitsOf } from './limits-of.js';

const DAYS = 14;

/** When a helper is free in the coming two weeks, read when somebody wants to know it. */
export function FreeTime({ memberId }: { readonly memberId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="section" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('freeTime.title')}</summary>
      {open ? (
        <>
          <Days memberId={memberId} />
          <LimitsOf memberId={memberId} />
        </>
      ) : null}
    </details>
  );
}

function Days({ memberId }: { readonly memberId: string }) {
  const from = localDay();
  const query = useQuery({
    queryKey: ['free-time', memberId, from],
    queryFn: () =>
      answered(
        api.GET('/v1/helpers/{memberId}/free-time', {
          params: { path: { memberId }, query: { from, to: addDays(from, DAYS - 1) } },
        }),
      ),
  });
  return (
    <div className="card">
      <p className="soft small">{t('freeTime.hint')}</p>
      <Loaded query={query}>
        {({ intervals }) =>
          intervals.length === 0 ? (
            <p className="empty">{t('freeTime.none')}</p>
          ) : (
            <dl className="facts">
              {byDay(intervals).map(([day, times]) => (
                <div key={day}>
                  <dt>{dayInWords(day)}</dt>
                  <dd>
                    <bdi>{times.join(', ')}</bdi>
                  </dd>
                </div>
              ))}
            </dl>
          )
        }
      </Loaded>
    </div>
  );
}

/** Each day once, with its times; what goes on over midnight stands with the day it began on. */
function byDay(intervals: Schemas['FreeTimeDto']['intervals']): [day: string, times: string[]][] {
  const days = new Map<string, string[]>();
  for (const { startsAt, endsAt } of intervals) {
    const day = localDay(startsAt);
    days.set(day, [...(days.get(day) ?? []), times(startsAt, endsAt)]);
  }
  return [...days];
}
