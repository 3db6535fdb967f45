/** At most `most` under this key in each window. */
export interface SharedLimit {
  readonly key: Buffer;
  readonly most: number;
}

/** Adds to the hits that all processes share. @returns the hits of the running window, in the keys' order */
export type AddHits = (keys: readonly Buffer[], adds: readonly number[], now: Date) => Promise<number[]>;

/** A process tells the others each so many-th part of a limit, so it is passed by at most that much a process. */
const PARTS = 20;
/** Keys one process remembers within a window; what comes on top is told at once. */
const MOST_KEYS = 50_000;

interface Tally {
  /** What all processes had counted when this one asked last. */
  shared: number;
  /** Counted here since. */
  own: number;
}

/** Counts of fixed windows that many processes share, without asking the database each time. */
export class SharedCount {
  private readonly tallies = new Map<string, Tally>();
  private window = -1;

  constructor(
    private readonly seconds: number,
    private readonly add: AddHits,
  ) {}

  /** Counts one more under each key. @returns whether all the limits hold */
  async holds(limits: readonly SharedLimit[], now: Date): Promise<boolean> {
    this.turn(now);
    const counted = limits.map(({ key, most }) => ({ key, most, tally: this.tallyOf(key) }));
    for (const { tally } of counted) tally.own += 1;
    const due = counted.filter(
      ({ key, most, tally }) =>
        tally.own >= Math.max(1, Math.floor(most / PARTS)) || !this.tallies.has(key.toString('base64')),
    );
    if (due.length > 0) await this.tell(due, now);
    return counted.every(({ most, tally }) => tally.shared + tally.own <= most);
  }

  private async tell(due: readonly { key: Buffer; tally: Tally }[], now: Date): Promise<void> {
    const adds = due.map(({ tally }) => tally.own);
    // Taken out before it is told: whoever counts meanwhile begins anew.
    for (const { tally } of due) tally.own = 0;
    const hits = await this.add(
      due.map(({ key }) => key),
      adds,
      now,
    );
    due.forEach(({ tally }, at) => (tally.shared = Math.max(tally.shared, hits[at]!)));
  }

  private tallyOf(key: Buffer): Tally {
    const name = key.toString('base64');
    const known = this.tallies.get(name);
    if (known) return known;
    const tally = { shared: 0, own: 0 };
    if (this.tallies.size < MOST_KEYS) this.tallies.set(name, tally);
    return tally;
  }

  /** A new window forgets the one before it. */
  private turn(now: Date): void {
    const window = Math.floor(now.getTime() / 1_000 / this.seconds);
    if (window === this.window) return;
    this.window = window;
    this.tallies.clear();
  }
}
