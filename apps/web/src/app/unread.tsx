import { useQueryClient, type Query, type QueryKey } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { problemOf } from '../api/problem.js';
import { hearTold, isTold } from '../ui/told.js';
import { t } from '../words/words.js';

const SERVER_FAULT = 500;

/** Shown without what it asked for, and nothing on the screen says so. A refusal is an answer: it is no fault. */
function isUnread(query: Query<unknown, Error, unknown, QueryKey>): boolean {
  const { error, data } = query.state;
  if (error === null || data !== undefined || !query.isActive() || query.meta?.['aside']) return false;
  const { status } = problemOf(error);
  return (status === 0 || status >= SERVER_FAULT) && !isTold(error);
}

/** Says that a part of the screen could not be read, where the part itself is only missing. */
export function Unread() {
  const queries = useQueryClient();
  const cache = queries.getQueryCache();
  const listen = useCallback(
    (changed: () => void) => {
      const stops = [cache.subscribe(changed), hearTold(changed)];
      return () => stops.forEach((stop) => stop());
    },
    [cache],
  );
  const some = useSyncExternalStore(listen, () => cache.getAll().some((query) => isUnread(query)));
  return (
    <div role="status" className="offline">
      {some ? (
        <>
          <p>{t('app.unread')}</p>
          <button
            className="button"
            type="button"
            onClick={() => void queries.refetchQueries({ predicate: isUnread })}
          >
            {t('app.retry')}
          </button>
        </>
      ) : null}
    </div>
  );
}
