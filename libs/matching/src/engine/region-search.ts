import type { Dive, DiveSettings } from './dive.js';
import type { Instance } from './instance.js';
import type { Plan } from './plan.js';
import { Prng } from './prng.js';

/**
 * Large neighbourhood search: helpers around one request give up their visits and plan anew together, under prices,
 * with everyone else held fast. Worse outcomes are taken back.
 */
export class RegionSearch {
  private readonly prng = new Prng(41);
  /** Region in which a helper was last gathered. */
  private readonly gathered: Int32Array;
  private region = 0;

  constructor(
    private readonly instance: Instance,
    private readonly plan: Plan,
    private readonly dive: Dive,
  ) {
    this.gathered = new Int32Array(instance.helperCount);
  }

  /** @param size helpers of a region */
  run(regions: number, size: number, settings: DiveSettings): void {
    const { instance, plan, dive } = this;
    if (instance.edgeCount === 0) return;
    for (let k = 0; k < regions; k += 1) {
      const helpers = this.gather(this.prng.below(instance.requestCount), size);
      if (helpers.length < 2) continue;
      const before = plan.total;
      const former = this.release(helpers);
      dive.run(plan, helpers, settings);
      if (plan.total >= before) continue;
      for (const helper of helpers) plan.release(helper);
      helpers.forEach((helper, index) => plan.assign(helper, former[index]!, former[index]!.length));
    }
  }

  private release(helpers: Int32Array): Int32Array[] {
    const { plan, instance } = this;
    return Array.from(helpers, (helper) => {
      const first = instance.helperFirst[helper]!;
      const positions = plan.chosen.slice(first, first + plan.count[helper]!);
      plan.release(helper);
      return positions;
    });
  }

  /** Helpers of the request, then of the requests those serve, and so on, until there are enough. */
  private gather(seed: number, size: number): Int32Array {
    const { requestFirst, requestEdges, edgeHelper, edgeRequest, helperFirst } = this.instance;
    this.region += 1;
    const helpers: number[] = [];
    const queue: number[] = [seed];
    for (let at = 0; at < queue.length && helpers.length < size; at += 1) {
      const request = queue[at]!;
      for (let k = requestFirst[request]!; k < requestFirst[request + 1]! && helpers.length < size; k += 1) {
        const helper = edgeHelper[requestEdges[k]!]!;
        if (this.gathered[helper] === this.region) continue;
        this.gathered[helper] = this.region;
        helpers.push(helper);
        const first = helperFirst[helper]!;
        for (let c = first; c < first + this.plan.count[helper]!; c += 1) {
          queue.push(edgeRequest[first + this.plan.chosen[c]!]!);
        }
      }
    }
    return Int32Array.from(helpers);
  }
}
