import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { problemOf } from '../api/problem.js';
import { t } from '../words/words.js';
import { ProblemBox } from './problem-box.js';
import { tell } from './told.js';

/** Waits for what is read: a quiet shape first, what failed with another try, else what came. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const fault = query.data === undefined ? query.error : null;
  useEffect(() => {
    if (fault) tell(fault);
  }, [fault]);
  // What was read before is still of use when a later reading fails.
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (!query.isError) return <Waiting />;
  return (
    <>
      <ProblemBox problem={problemOf(query.error)} />
      <div className="acts">
        <button className="button" type="button" onClick={() => void query.refetch()}>
          {t('app.retry')}
        </button>
      </div>
    </>
  );
}

/** Waits for all that a part cannot do without; the part reads it itself. */
export function Needs({
  queries,
  children,
}: {
  readonly queries: readonly UseQueryResult<unknown>[];
  readonly children: ReactNode;
}) {
  const missing = queries.find(({ isSuccess, data }) => !isSuccess && data === undefined);
  return missing ? <Loaded query={missing}>{() => null}</Loaded> : children;
}

/** Parts that are read apart and shown together: nothing moves because another part came later. */
export function Together({
  queries,
  children,
}: {
  readonly queries: readonly UseQueryResult<unknown>[];
  readonly children: ReactNode;
}) {
  const [shown, show] = useState(false);
  // Once shown they stay: what failed is read anew by the part that needs it, and is pending again meanwhile.
  if (!shown && queries.every(({ isPending }) => !isPending)) show(true);
  return shown ? children : <Waiting />;
}

/** Shown after 300 ms: what comes sooner needs no word. */
export function Waiting() {
  return (
    <div className="waiting" role="status">
      <span className="visually-hidden">{t('app.loading')}</span>
      <div className="bone" />
      <div className="bone" />
    </div>
  );
}
