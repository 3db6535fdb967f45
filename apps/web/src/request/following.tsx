import { useNavigate } from '@tanstack/react-router';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { span, weekdayName } from '../words/time.js';
import { t } from '../words/words.js';

/** A request as its family sees it, or as the desk does. */
export type RequestPlace = '/requests/$id' | '/co/cases/$id';
export type FollowingChange = Schemas['MoveFollowingDto'];

/** What it means to move a visit and all that follow, and the word that does it. */
export function Following({
  visit,
  following,
  change,
  to,
  close,
  back,
}: {
  readonly visit: Schemas['VisitDto'];
  readonly following: readonly Schemas['VisitDto'][];
  readonly change: FollowingChange & { readonly weekday: number };
  /** Where what takes the series up is looked at. */
  readonly to: RequestPlace;
  readonly close: () => void;
  readonly back: () => void;
}) {
  const navigate = useNavigate();
  const move = useAct(
    (body: FollowingChange, key) =>
      answered(
        api.POST('/v1/visits/{id}/move-following', {
          params: { path: { id: visit.id }, header: keyed(key) },
          body,
        }),
      ),
    ({ requestId }) => {
      close();
      void navigate({ to, params: { id: requestId } });
    },
  );
  const covered = following.filter(({ seatsTaken }) => seatsTaken > 0).length;
  return (
    <>
      <ProblemBox problem={move.problem} />
      <p>
        {t('visit.followingWhat', {
          visits: following.length,
          day: weekdayName(change.weekday),
          hours: span(change.startTime, change.endTime),
        })}
      </p>
      <p className="hintbox">
        {covered > 0 ? t('visit.followingCovered', { visits: covered }) : t('visit.followingOpen')}
      </p>
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={move.pending || undefined}
          onClick={() => move.run(change)}
        >
          {t('visit.followingYes')}
        </button>
        <button className="button quiet" type="button" onClick={back}>
          {t('app.back')}
        </button>
      </div>
    </>
  );
}
