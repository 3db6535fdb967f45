import type { Tx } from '#database';
import { createHash } from 'node:crypto';

/** At most `most` in each fixed window of `seconds`, counted for all processes of the installation together. */
export interface Limit {
  readonly key: Buffer;
  readonly most: number;
  readonly seconds: number;
}

export const QUARTER_HOUR_SECONDS = 900;
export const DAY_SECONDS = 86_400;

/** The key of what is counted for the whole installation. */
export const everyone = (what: string): Buffer => createHash('sha256').update(what).digest();

/** Counts one more. @returns the hits of the running window */
export async function countHit(
  sql: Tx['sql'],
  now: Date,
  { key, seconds }: Pick<Limit, 'key' | 'seconds'>,
): Promise<number> {
  const [row] = await sql<{ hits: number }>('SELECT count_hit($1, $2, $3) AS hits', [key, now, seconds]);
  return row!.hits;
}

/** Counts one more for each limit. @returns whether one of them is passed; whoever throws then takes the counts back */
export async function passesLimit(sql: Tx['sql'], now: Date, limits: readonly Limit[]): Promise<boolean> {
  for (const limit of limits) {
    if ((await countHit(sql, now, limit)) > limit.most) return true;
  }
  return false;
}

/** How often it happened in the running window, without counting the question. */
export async function hitsSoFar(
  sql: Tx['sql'],
  now: Date,
  { key, seconds }: Pick<Limit, 'key' | 'seconds'>,
): Promise<number> {
  const [row] = await sql<{ hits: number }>('SELECT hits_so_far($1, $2, $3) AS hits', [key, now, seconds]);
  return row!.hits;
}
