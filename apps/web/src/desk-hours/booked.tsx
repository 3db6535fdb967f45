import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Reasoned } from '../ui/reasoned.js';
import { visitInWords } from '../ui/when.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';
import { deskHoursQuery } from './hours-reads.js';
import { SidesOf } from './sides-of.js';

type Entry = Schemas['ListedTimeEntryDto'];

/** Hours that count, newest first: what was booked by mistake is taken back. */
export function Booked({ person }: { readonly person: string | undefined }) {
  const query = useInfiniteQuery(deskHoursQuery('booked', person));
  return (
    <section className="section" aria-labelledby="booked">
      <h2 id="booked">{t('deskHours.booked')}</h2>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('deskHours.noneBooked')}</p>;
          return (
            <ul className="rows card">
              {all.map((entry) => (
                <BookedRow key={entry.id} entry={entry} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}

function BookedRow({ entry }: { readonly entry: Entry }) {
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong className="capital">{visitInWords(entry)}</strong>
          <span className="marks">
            <span className="mark">{duration(entry.minutesGiven)}</span>
            <span className="mark soft">{t(`regime.${entry.regime}`)}</span>
          </span>
        </span>
        <SidesOf entry={entry} />
        {entry.settledReason ? (
          <p className="soft small" dir="auto">
            {t('deskHours.decided', { reason: entry.settledReason })}
          </p>
        ) : null}
        <TakeBack entry={entry} />
      </div>
    </li>
  );
}

function TakeBack({ entry }: { readonly entry: Entry }) {
  const reverse = useAct((reason: string, key) =>
    answered(
      api.POST('/v1/seats/{id}/reverse', {
        params: { path: { id: entry.seatId }, header: keyed(key) },
        body: { reason, version: entry.seatVersion },
      }),
    ),
  );
  return (
    <Reasoned
      button={t('deskHours.takeBack')}
      className="button quiet bad"
      title={t('deskHours.takeBackSure')}
      act={t('deskHours.takeBack')}
      needed
      pending={reverse.pending}
      problem={reverse.problem}
      onConfirm={reverse.run}
    >
      <p>{t('deskHours.takeBackHint')}</p>
    </Reasoned>
  );
}
