import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useNames } from '../app/session.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { visitInWords } from '../ui/when.js';
import { duration, localDay } from '../words/time.js';
import { language, said, t } from '../words/words.js';
import { daysOf, PERIODS, type Days, type Period } from './period.rules.js';

const PAGE = 10;

/** What a helper gave in a period: the sums, each visit, and a certificate to show. */
export function Given({ memberId }: { readonly memberId: string }) {
  const [period, choose] = useState<Period>('month');
  const days = daysOf(period, localDay());
  const query = useInfiniteQuery({
    queryKey: ['time-entries', 'given', memberId, days],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/helpers/{memberId}/given-hours', {
          params: { path: { memberId }, query: { ...days, limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <>
      <Field id="period" label={t('hours.period')}>
        {(props) => (
          <select {...props} value={period} onChange={({ target }) => choose(target.value as Period)}>
            {PERIODS.map((one) => (
              <option key={one} value={one}>
                {t(`hours.period.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Loaded query={query}>
        {({ pages }) => {
          const visits = pages.flatMap(({ items }) => items);
          // Each page tells the sums of the whole period; the last one asked for knows them best.
          const totals = pages.at(-1)!;
          return (
            <>
              <Totals totals={totals} />
              {totals.confirmedMinutes + totals.swappedMinutes > 0 ? (
                <Certificate memberId={memberId} days={days} />
              ) : null}
              {visits.length === 0 ? (
                <p className="empty">{t('hours.givenNone')}</p>
              ) : (
                <Visits visits={visits} />
              )}
            </>
          );
        }}
      </Loaded>
      <More query={query} />
    </>
  );
}

function Totals({ totals }: { readonly totals: Schemas['GivenHoursDto'] }) {
  return (
    <div className="card lift" role="status">
      <p className="soft">{t('hours.confirmedTotal')}</p>
      <p className="number">{duration(totals.confirmedMinutes)}</p>
      {totals.awaitedMinutes > 0 ? (
        <p>
          {t('hours.awaitedTotal')}: <b>{duration(totals.awaitedMinutes)}</b>
        </p>
      ) : null}
      {totals.swappedMinutes > 0 ? (
        <p>
          {t('hours.swappedTotal')}: <b>{duration(totals.swappedMinutes)}</b>
        </p>
      ) : null}
    </div>
  );
}

function Certificate({ memberId, days }: { readonly memberId: string; readonly days: Days }) {
  const query = new URLSearchParams({ ...days, language });
  return (
    <>
      <div className="acts">
        <a
          className="button"
          href={`/v1/helpers/${memberId}/hours-certificate.pdf?${query}`}
          download="intreccio.pdf"
        >
          {t('hours.certificate')}
        </a>
      </div>
      <p className="soft small">{t('hours.certificateHint')}</p>
    </>
  );
}

function Visits({ visits }: { readonly visits: readonly Schemas['GivenVisitDto'][] }) {
  const names = useNames();
  return (
    <ul className="plain">
      {visits.map((visit) => (
        <li className="card row" key={visit.id}>
          <span>
            <span className="capital">{visitInWords(visit)}</span>
            <br />
            <span className="soft small">{names.category(visit.categoryId)}</span>
            {visit.minutes === null ? null : <b className="small"> · {duration(visit.minutes)}</b>}
          </span>
          <span className={`mark ${toneOf(visit)}`}>{stateOf(visit)}</span>
        </li>
      ))}
    </ul>
  );
}

const TONES: Readonly<Record<string, string>> = { done: 'warn', disputed: 'warn', reversed: 'soft' };

const toneOf = ({ state }: Schemas['GivenVisitDto']) => TONES[state] ?? 'good';

function stateOf({ state, minutes }: Schemas['GivenVisitDto']): string {
  if (state !== 'done') return said(`seat.${state}`) ?? '';
  return minutes === null ? t('hours.undeclared') : t('hours.awaited');
}
