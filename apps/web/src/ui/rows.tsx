import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from './loaded.js';

/** What is read, a row each; where there is none, the words that say so. */
export function Rows<T>({
  query,
  none,
  children,
}: {
  readonly query: UseQueryResult<readonly T[]>;
  readonly none?: string;
  readonly children: (one: T) => ReactNode;
}) {
  return (
    <Loaded query={query}>
      {(all) =>
        all.length === 0 ? (
          <p className="empty">{none}</p>
        ) : (
          <ul className="rows card">{all.map(children)}</ul>
        )
      }
    </Loaded>
  );
}
