import { approvedLoad } from './extra-points.js';
import type { Instance } from './instance.js';
import type { FairnessStep } from './problem.js';

type Bare = Omit<Instance, 'next' | 'travel' | 'extras'>;

/** Steps of one helper in units of the weights, counted from what approved work has used. */
interface Steps {
  readonly above: Float64Array;
  readonly cost: Float64Array;
}

/**
 * What a helper's set is worth beyond the weights of its visits: points for linked requests, less the cost of giving
 * much; and what must be remembered on the way: a request with several starts is served once.
 */
export class Extras {
  /** By helper: 1 where any of this plays a part. */
  readonly concerns: Uint8Array;
  /** By edge: which of the helper's remembered requests it serves, or -1. */
  readonly memory: Int16Array;
  /** By helper: 32-bit words that hold a set of its remembered requests. */
  readonly words: Uint8Array;
  /** By edge, in units of the weights: most that links to earlier visits can add. */
  readonly potential: Float64Array;
  /** Links of an edge: [linkFirst[edge], linkFirst[edge + 1]), the remembered request and its points. */
  readonly linkFirst: Int32Array;
  readonly linkMemory: Int16Array;
  readonly linkWorth: Float64Array;
  /** By helper; null: no such cost. */
  readonly visitSteps: readonly (Steps | null)[];
  readonly minuteSteps: readonly (Steps | null)[];
  /** By request: 1 where several seats must share one of several starts; null where none does. */
  readonly shared: Uint8Array | null;
  private readonly seen: Int32Array;

  constructor(private readonly instance: Bare) {
    const { helperCount, edgeCount, scale, helperOrder, problem, contraction } = instance;
    this.concerns = new Uint8Array(helperCount);
    this.memory = new Int16Array(edgeCount).fill(-1);
    this.words = new Uint8Array(helperCount);
    this.potential = new Float64Array(edgeCount);
    const links = new LinkTable(instance, this.memory, this.potential);
    for (let helper = 0; helper < helperCount; helper += 1) {
      const remembered = links.add(helper);
      this.words[helper] = Math.ceil(remembered / 32);
      if (remembered > 0) this.concerns[helper] = 1;
    }
    this.linkFirst = links.first;
    this.linkMemory = Int16Array.from(links.memories);
    this.linkWorth = Float64Array.from(links.worths);
    const load = approvedLoad(problem, contraction);
    const steps = (kind: 'visits' | 'minutes') =>
      Array.from(helperOrder, (helper) =>
        stepsAfter(problem.helpers[helper]!.fairness?.[kind] ?? [], load.get(helper)?.[kind] ?? 0, scale),
      );
    this.visitSteps = steps('visits');
    this.minuteSteps = steps('minutes');
    for (let helper = 0; helper < helperCount; helper += 1)
      if (this.visitSteps[helper] || this.minuteSteps[helper]) this.concerns[helper] = 1;
    this.shared = sharedStarts(instance);
    this.seen = new Int32Array(256);
  }

  /** What giving so much costs, in units of the weights. */
  cost(helper: number, visits: number, minutes: number): number {
    const [byVisits, byMinutes] = [this.visitSteps[helper]!, this.minuteSteps[helper]!];
    return (byVisits ? climbed(byVisits, visits) : 0) + (byMinutes ? climbed(byMinutes, minutes) : 0);
  }

  /** Links that a visit completes with the remembered requests of `mask`. */
  linked(edge: number, mask: Int32Array, from: number): number {
    let worth = 0;
    for (let k = this.linkFirst[edge]!; k < this.linkFirst[edge + 1]!; k += 1) {
      const bit = this.linkMemory[k]!;
      if (((mask[from + (bit >>> 5)]! >>> (bit & 31)) & 1) === 1) worth += this.linkWorth[k]!;
    }
    return worth;
  }

  /** Worth of a set beyond its weights; -Infinity where it serves a request twice. */
  of(helper: number, positions: Int32Array, count: number, offset = 0): number {
    const { seen } = this;
    const first = this.instance.helperFirst[helper]!;
    seen.fill(0, 0, this.words[helper]!);
    let worth = 0;
    let minutes = 0;
    for (let k = 0; k < count; k += 1) {
      const edge = first + positions[offset + k]!;
      minutes += this.instance.minutes[edge]!;
      const bit = this.memory[edge]!;
      if (bit < 0) continue;
      if (((seen[bit >>> 5]! >>> (bit & 31)) & 1) === 1) return -Infinity;
      worth += this.linked(edge, seen, 0);
      seen[bit >>> 5]! |= 1 << (bit & 31);
    }
    return worth - this.cost(helper, count, minutes);
  }
}

export function buildExtras(instance: Bare): Extras | null {
  const { problem, visits } = instance;
  const plain =
    visits.all.length === problem.requests.length &&
    (problem.together ?? []).length === 0 &&
    !problem.helpers.some(({ fairness }) => fairness);
  return plain ? null : new Extras(instance);
}

/** Numbers the requests that each helper must remember, and notes their links edge by edge. */
class LinkTable {
  readonly first: Int32Array;
  readonly memories: number[] = [];
  readonly worths: number[] = [];
  private readonly partners: ReadonlyMap<number, readonly (readonly [number, number])[]>;
  /** By request: edges of the helper in hand, its first one, its number. */
  private readonly edges: Int32Array;
  private readonly firstEdge: Int32Array;
  private readonly number: Int32Array;

  constructor(
    private readonly instance: Bare,
    private readonly memory: Int16Array,
    private readonly potential: Float64Array,
  ) {
    this.first = new Int32Array(instance.edgeCount + 1);
    this.partners = partnersOf(instance);
    this.edges = new Int32Array(instance.requestCount);
    this.firstEdge = new Int32Array(instance.requestCount);
    this.number = new Int32Array(instance.requestCount);
  }

  /** @returns how many requests the helper must remember */
  add(helper: number): number {
    const { edgeRequest, helperFirst } = this.instance;
    const [from, to] = [helperFirst[helper]!, helperFirst[helper + 1]!];
    for (let edge = to - 1; edge >= from; edge -= 1) {
      this.edges[edgeRequest[edge]!]! += 1;
      this.firstEdge[edgeRequest[edge]!] = edge;
    }
    let remembered = 0;
    for (let edge = from; edge < to; edge += 1) {
      const request = edgeRequest[edge]!;
      if (this.firstEdge[request] !== edge) continue;
      const linked = this.partners.get(request)?.some(([other]) => this.edges[other]! > 0) ?? false;
      this.number[request] = linked || this.edges[request]! > 1 ? remembered++ : -1;
    }
    for (let edge = from; edge < to; edge += 1) {
      const request = edgeRequest[edge]!;
      this.memory[edge] = this.number[request]!;
      for (const [other, worth] of this.partners.get(request) ?? []) {
        if (this.edges[other] === 0) continue;
        this.memories.push(this.number[other]!);
        this.worths.push(worth);
        if (this.firstEdge[other]! < edge) this.potential[edge]! += worth;
      }
      this.first[edge + 1] = this.memories.length;
    }
    for (let edge = from; edge < to; edge += 1) this.edges[edgeRequest[edge]!] = 0;
    return remembered;
  }
}

/** Linked requests by renumbered request, in units of the weights. */
function partnersOf({ problem, requestOrder, scale }: Bare): Map<number, [number, number][]> {
  const rank = new Int32Array(requestOrder.length);
  requestOrder.forEach((index, request) => (rank[index] = request));
  const partners = new Map<number, [number, number][]>();
  for (const [a, b, points] of problem.together ?? []) {
    const [x, y] = [rank[a]!, rank[b]!];
    partners.set(x, [...(partners.get(x) ?? []), [y, points * scale]]);
    partners.set(y, [...(partners.get(y) ?? []), [x, points * scale]]);
  }
  return partners;
}

/** Steps still ahead of what is used; null: none. */
function stepsAfter(steps: readonly FairnessStep[], used: number, scale: number): Steps | null {
  const ahead = steps.filter(([above, points]) => above >= used && points > 0);
  if (ahead.length === 0) return null;
  return {
    above: Float64Array.from(ahead, ([above]) => above - used),
    cost: Float64Array.from(ahead, ([, points]) => points * scale),
  };
}

function climbed({ above, cost }: Steps, amount: number): number {
  let sum = 0;
  for (let k = 0; k < above.length && amount > above[k]!; k += 1) sum += cost[k]!;
  return sum;
}

function sharedStarts({ demand, requestOrder, visits }: Bare): Uint8Array | null {
  const { otherFirst } = visits;
  const shared = Uint8Array.from(requestOrder, (index, request) =>
    demand[request]! > 1 && otherFirst[index + 1]! > otherFirst[index]! ? 1 : 0,
  );
  return shared.includes(1) ? shared : null;
}
