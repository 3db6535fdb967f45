import { describe, expect, it } from '@jest/globals';
import { SharedCount } from './shared-count.js';

/** What the processes share: hits by key and window. */
class Shared {
  readonly hits = new Map<string, number>();
  asked = 0;

  process(): SharedCount {
    return new SharedCount(60, (keys, adds, now) => {
      this.asked += 1;
      return Promise.resolve(
        keys.map((key, at) => {
          const name = `${key.toString()} ${Math.floor(now.getTime() / 60_000)}`;
          const hits = (this.hits.get(name) ?? 0) + adds[at]!;
          this.hits.set(name, hits);
          return hits;
        }),
      );
    });
  }
}

const NOON = new Date('2026-10-05T12:00:00Z');
const limit = (most: number, key = 'somebody') => ({ key: Buffer.from(key), most });

async function passed(count: SharedCount, times: number, most: number, now = NOON): Promise<number> {
  let held = 0;
  for (let n = 0; n < times; n += 1) if (await count.holds([limit(most)], now)) held += 1;
  return held;
}

describe('what processes count together', () => {
  it('holds up to the limit and not beyond, whatever the limit is', async () => {
    for (const most of [1, 19, 20, 39, 40, 600])
      expect([most, await passed(new Shared().process(), most + 50, most)]).toEqual([most, most]);
  });

  it('is passed by at most a twentieth a process, and asks the database each twentieth time', async () => {
    const shared = new Shared();
    const processes = [shared.process(), shared.process(), shared.process()];
    let held = 0;
    for (let n = 0; n < 1_000; n += 1) held += await passed(processes[n % 3]!, 1, 600);
    expect(held).toBeGreaterThanOrEqual(600 - 90);
    expect(held).toBeLessThanOrEqual(600 + 90);
    expect(shared.asked).toBeLessThan(1_000 / 20);
  });

  it('is exact for small limits, in whichever process', async () => {
    const shared = new Shared();
    const [one, other] = [shared.process(), shared.process()];
    expect(await passed(one, 3, 4)).toBe(3);
    expect(await passed(other, 3, 4)).toBe(1);
    expect(await passed(one, 1, 4)).toBe(0);
  });

  it('begins anew with the next window, and keeps keys apart', async () => {
    const count = new Shared().process();
    expect(await passed(count, 5, 4)).toBe(4);
    expect(await count.holds([limit(4, 'somebody else')], NOON)).toBe(true);
    expect(await passed(count, 5, 4, new Date(NOON.getTime() + 60_000))).toBe(4);
  });

  it('does not hold when one of several limits is passed', async () => {
    const count = new Shared().process();
    const both = () => count.holds([limit(9, 'account'), limit(2, 'all')], NOON);
    expect([await both(), await both(), await both()]).toEqual([true, true, false]);
  });
});
