import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { localDay } from '../words/time.js';
import { t } from '../words/words.js';
import { freeVisitsQuery, timeOf } from './free-visits.js';
import { WhoseVisit } from './whose-visit.js';

/** The visits at the time of a session that may still join it. */
export function AddVisit({ session, done }: { readonly session: Schemas['ListedSessionDto']; done(): void }) {
  const query = useQuery(freeVisitsQuery(localDay(session.startsAt)));
  const join = useAct(
    (visitId: string) =>
      answered(
        api.PUT('/v1/sessions/{id}/visits/{visitId}', { params: { path: { id: session.id, visitId } } }),
      ),
    done,
  );
  return (
    <div className="inset">
      <ProblemBox problem={join.problem} />
      <Loaded query={query}>
        {(visits) => {
          const here = visits.filter((visit) => timeOf(visit) === timeOf(session));
          if (here.length === 0) return <p className="empty">{t('sessions.noneHere')}</p>;
          return (
            <ul className="lines">
              {here.map((visit) => (
                <li key={visit.id} className="row reading">
                  <WhoseVisit visit={visit} />
                  <button
                    className="button quiet"
                    type="button"
                    data-pending={join.pending || undefined}
                    onClick={() => join.run(visit.id)}
                  >
                    {t('sessions.join')}
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </div>
  );
}
