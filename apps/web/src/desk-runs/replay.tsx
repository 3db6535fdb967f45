import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** Asks the engine once more what a run asked it: the same questions must give the same plan. */
export function Replay({ run: { id, replayable } }: { readonly run: Schemas['MatchingRunDto'] }) {
  const [outcome, setOutcome] = useState<Schemas['ReplayDto']>();
  const replay = useAct(
    (_: undefined, key) =>
      answered(
        api.POST('/v1/matching-runs/{id}/replay', {
          params: { path: { id }, header: keyed(key) },
        }),
      ),
    setOutcome,
  );
  return (
    <>
      <ProblemBox problem={replay.problem} />
      <div role="status">
        {outcome && !replay.pending ? (
          <p className={outcome.equal ? 'notice' : 'hintbox'}>
            {outcome.equal
              ? t('runs.same', { steps: outcome.steps })
              : t('runs.another', { pairs: outcome.differentPairs })}
          </p>
        ) : null}
      </div>
      {replayable ? (
        <div className="acts">
          <button
            className="button quiet"
            type="button"
            data-pending={replay.pending || undefined}
            onClick={() => replay.run(undefined)}
          >
            {t('runs.replay')}
          </button>
        </div>
      ) : null}
    </>
  );
}
