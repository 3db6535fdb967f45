import { InvalidInput } from './errors.js';
import { isId } from './ids.js';

export const MAX_PAGE_SIZE = 100;
export const DEFAULT_PAGE_SIZE = 25;

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  /** The id after which the page begins, or undefined for the first page. */
  readonly after: string | undefined;
}

/** @throws InvalidInput when the cursor was not made by this service or the limit is out of bounds. */
export function readPage(input: { limit?: number; cursor?: string }): PageRequest {
  const limit = input.limit ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw new InvalidInput([
      { field: 'limit', message: `limit must be a whole number from 1 to ${MAX_PAGE_SIZE}` },
    ]);
  }
  if (input.cursor === undefined) return { limit, after: undefined };
  const id = Buffer.from(input.cursor, 'base64url').toString('utf8');
  if (!isId(id) || encodeCursor(id) !== input.cursor) {
    throw new InvalidInput([
      { field: 'cursor', message: 'cursor must be the nextCursor of an earlier page, unchanged' },
    ]);
  }
  return { limit, after: id };
}

export function encodeCursor(id: string): string {
  return Buffer.from(id, 'utf8').toString('base64url');
}

/** A place in a list that is ordered by an instant: the instant of the last item shown, and its id among equals. */
export interface TimedPlace {
  readonly at: Date;
  readonly id: string;
}

/** As `readPage`, for a list ordered by an instant. @throws InvalidInput */
export function readTimedPage(input: { limit?: number; cursor?: string }): {
  readonly limit: number;
  readonly after: TimedPlace | undefined;
} {
  const { limit } = readPage({ limit: input.limit });
  if (input.cursor === undefined) return { limit, after: undefined };
  const text = Buffer.from(input.cursor, 'base64url').toString('utf8');
  const match = /^(\d{1,14})\|([a-z0-9.-]{1,60})$/.exec(text);
  if (!match || encodeCursor(text) !== input.cursor) {
    throw new InvalidInput([
      { field: 'cursor', message: 'cursor must be the nextCursor of an earlier page, unchanged' },
    ]);
  }
  return { limit, after: { at: new Date(Number(match[1])), id: match[2]! } };
}

/** As `toPage`, for a list ordered by the instant that `placeOf` names. */
export function toTimedPage<T>(rows: T[], limit: number, placeOf: (row: T) => TimedPlace): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items, nextCursor: null };
  const { at, id } = placeOf(last);
  return { items, nextCursor: encodeCursor(`${at.getTime()}|${id}`) };
}

/** Cuts a list fetched with limit + 1 rows to a page. */
export function toPage<T extends { id: string }>(rows: T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}
