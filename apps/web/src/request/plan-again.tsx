import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** Its day was closed and is open again: the family says whether it still wants it. */
export function PlanAgain({ visit }: { readonly visit: Schemas['VisitDto'] }) {
  const again = useAct((_: undefined, key) =>
    answered(
      api.POST('/v1/visits/{id}/plan-again', { params: { path: { id: visit.id }, header: keyed(key) } }),
    ),
  );
  return (
    <>
      <ProblemBox problem={again.problem} />
      <div className="acts">
        <button
          className="button"
          type="button"
          data-pending={again.pending || undefined}
          onClick={() => again.run(undefined)}
        >
          {t('visit.planAgain')}
        </button>
      </div>
    </>
  );
}
