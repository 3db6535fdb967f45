import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { PersonName } from '../desk-people/person-name.js';
import { Addable } from '../ui/addable.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Opener } from '../ui/opener.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { visitPeriod } from '../words/time.js';
import { t } from '../words/words.js';
import { AddVisit } from './add-visit.js';
import { NewSession } from './new-session.js';

const PAGE = 20;

type Session = Schemas['ListedSessionDto'];

/** Visits of several households that take place together, and occupy a helper once. */
export function Sessions() {
  const query = useInfiniteQuery({
    queryKey: ['visits', 'sessions'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/sessions', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')}>
      <Addable
        title={t('sessions.coming')}
        add={t('sessions.new')}
        form={(close) => <NewSession done={close} />}
      >
        <Loaded query={query}>
          {({ pages }) => {
            const all = pages.flatMap(({ items }) => items);
            if (all.length === 0) return <p className="empty">{t('sessions.none')}</p>;
            return (
              <ul className="plain">
                {all.map((session) => (
                  <li key={session.id}>
                    <Together session={session} />
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
        <More query={query} />
      </Addable>
    </Page>
  );
}

function Together({ session }: { readonly session: Session }) {
  const { zone } = useNames();
  const [adding, setAdding] = useState(false);
  const { title, capacity, placesTaken } = session;
  return (
    <article className="card" aria-label={title}>
      <div className="row">
        <h3 dir="auto">{title}</h3>
        <span className={placesTaken < capacity ? 'mark good' : 'mark soft'}>
          {t('sessions.places', { taken: placesTaken, capacity })}
        </span>
      </div>
      <p>
        <bdi>{visitPeriod(session.startsAt, session.endsAt)}</bdi>
      </p>
      <p className="soft small" dir="auto">
        {zone(session.zoneId)}
      </p>
      <ul className="lines">
        {session.visits.map((visit) => (
          <Joined key={visit.id} session={session} visit={visit} />
        ))}
      </ul>
      {placesTaken < capacity ? <Opener open={adding} toggle={setAdding} word={t('sessions.add')} /> : null}
      {adding ? <AddVisit session={session} done={() => setAdding(false)} /> : null}
    </article>
  );
}

function Joined({
  session,
  visit,
}: {
  readonly session: Session;
  readonly visit: Session['visits'][number];
}) {
  const leave = useAct((visitId: string) =>
    answered(
      api.DELETE('/v1/sessions/{id}/visits/{visitId}', { params: { path: { id: session.id, visitId } } }),
    ),
  );
  return (
    <li className="row reading">
      <span>
        <PersonName id={visit.askedBy} />
        <br />
        <span className="soft small">{t('sessions.ofVisit', { places: visit.places })}</span>
      </span>
      <ProblemBox problem={leave.problem} />
      {visit.covered ? (
        <span className="mark good">{t('calendar.covered')}</span>
      ) : (
        <button
          className="button quiet bad"
          type="button"
          data-pending={leave.pending || undefined}
          onClick={() => leave.run(visit.id)}
        >
          {t('sessions.leave')}
        </button>
      )}
    </li>
  );
}
