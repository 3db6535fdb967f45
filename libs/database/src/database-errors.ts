import { commonError, defineErrors, DomainError, type Facts } from '#platform';
import { QueryFailedError } from 'typeorm';
import { isNativeError } from 'node:util/types';
import { KeyNotAtHand } from './community-keys.js';

const databaseError = defineErrors({
  'invalid-value': [400, 'A value has characters or a form that cannot be stored'],
  'value-not-allowed': [422, 'A value is out of its bounds, or values do not go together'],
});

/** Constraint names that mean something to people; each room registers its own beside its entities. */
const meanings = new Map<string, () => DomainError>();

export function meaningOfConstraint(constraint: string, error: () => DomainError): void {
  meanings.set(constraint, error);
}

interface PgFields {
  readonly code?: string;
  readonly constraint?: string;
}

function pgFields(error: unknown): PgFields {
  const inner = error instanceof QueryFailedError ? error.driverError : error;
  return (inner ?? {}) as PgFields;
}

/** Serialization failure, deadlock, a key made meanwhile: the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof KeyNotAtHand) return true;
  const { code } = pgFields(error);
  return code === '40001' || code === '40P01';
}

/** Turns what PostgreSQL refused into an error with a stable code; leaves everything else as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const { code, constraint } = pgFields(error);
  // A socket's own code (ECONNRESET) stands where PostgreSQL's would.
  if (!code || LOST.includes(code)) return isConnectionLoss(error) ? unavailable(error) : error;
  const meaning = constraint ? meanings.get(constraint) : undefined;
  if (meaning) return meaning();
  const facts: Facts = constraint ? { constraint } : {};
  // 23503: what it points to has just gone, or something points to it since it was asked.
  if (['23503', '23505', '23P01'].includes(code)) return commonError('conflict', undefined, facts);
  if (['22021', '22P02', '22P05', '22003', '22007', '22008'].includes(code))
    return databaseError('invalid-value');
  // A rule of the database that no room asked about before: whoever sent it can send something else.
  if (code === '23514')
    return Object.assign(databaseError('value-not-allowed', undefined, facts), { cause: error });
  const busy = isRetryable(error) || ['55P03', '57014', '57P01', '57P02', '57P03'].includes(code);
  // 08P01 is a mistake of ours in a statement and no connection that was lost.
  const lost = code.startsWith('08') && code !== '08P01';
  if (busy || lost || code.startsWith('53') || code === '25P03') return unavailable(error);
  return error;
}

/** What it was goes to the log: a lock, a time-out and a full pool want different cures. */
function unavailable(cause: unknown): DomainError {
  return Object.assign(commonError('unavailable'), { cause });
}

const LOST = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

/** TypeORM takes a query runner away as soon as its connection is lost, also between two queries. */
function isConnectionLoss(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return (
    (code !== undefined && LOST.includes(code)) ||
    /Connection terminated|Query read timeout|Query runner already released|timeout exceeded when trying to connect|not queryable/.test(
      error.message,
    )
  );
}
