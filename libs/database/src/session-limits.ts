/** A server that has not answered so long after its own limit does not: its host or the wire is gone. */
const SILENCE_MS = 2_000;

/**
 * What no session of API and worker waits longer for, in milliseconds: a connection (a free one of the pool, too), a
 * statement, a lock, and the next statement of an open transaction. Whoever waited is told to come again.
 * @param statementMs how long the server may work on a statement; 5 s when not given
 * @param waitMs for a connection; 1 s when not given
 */
export const sessionLimits = (statementMs = 5_000, waitMs = 1_000) => ({
  connectionTimeoutMillis: waitMs,
  statement_timeout: statementMs,
  query_timeout: statementMs + SILENCE_MS,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
});

/**
 * Of the planner's thread and the operator's commands: they read and write a whole community at a time, on a pool of
 * their own where no request waits behind them. Locks are given up as soon as everywhere.
 */
export const WHOLE_COMMUNITY_STATEMENT_MS = 15_000;
