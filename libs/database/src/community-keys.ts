/** The data keys of a community as its database holds them: wrapped, by version; without bytes: destroyed. */
export interface WrappedKeys {
  readonly newest: number;
  readonly byVersion: ReadonlyMap<number, Buffer>;
}

export interface WrappedKeyRow {
  readonly version: number;
  readonly wrapped: Buffer;
}

/** So many communities' keys are held at once; the one that was not used for the longest time is dropped. */
const MOST_COMMUNITIES = 5_000;

/**
 * The wrapped keys this process has met, most recently used last. Each transaction compares the newest when it begins
 * (`UnitOfWork`), so what stands here is at most as old as the oldest running transaction.
 */
const known = new Map<string, WrappedKeys>();

/** The codec met a version that was made after the transaction began; the transaction is tried again, and knows it. */
export class KeyNotAtHand extends Error {}

export function wrappedKeysOf(communityId: string): WrappedKeys | undefined {
  return known.get(communityId);
}

/** @param rows all versions, in any order; none: the community has no key */
export function noteWrappedKeys(communityId: string, rows: readonly WrappedKeyRow[]): void {
  known.delete(communityId);
  if (rows.length === 0) return;
  known.set(communityId, {
    newest: Math.max(...rows.map(({ version }) => version)),
    byVersion: new Map(rows.map(({ version, wrapped }) => [version, wrapped])),
  });
  if (known.size > MOST_COMMUNITIES) known.delete(known.keys().next().value!);
}

/** Is this the newest key we know? If so it counts as used. @param newest null: the community has none */
export function isNewestKey(communityId: string, newest: Buffer | null): boolean {
  const keys = known.get(communityId);
  if (!keys || !newest) return !keys && !newest;
  if (!keys.byVersion.get(keys.newest)!.equals(newest)) return false;
  known.delete(communityId);
  known.set(communityId, keys);
  return true;
}
