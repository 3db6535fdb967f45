import { follows, neighbours } from './contraction.js';
import { backHome, reachedFromHome, windowAround } from './free-time.js';
import type { Instance } from './instance.js';
import { InvalidProblem } from './problem.js';
import type { Visit } from './visits.js';

/**
 * Which visit of a helper can directly follow which, road minutes and break kept, as one row of bits for each edge.
 * Approved visits are arcs of the graph: a way over them exists only if the visit before and the visit after fit them.
 */
export interface TravelGraph {
  /** First word of the edge's row; its bit j is "position j of the same helper can follow". */
  readonly rowFirst: Float64Array;
  readonly rows: Int32Array;
  /** Whether the edge can be the helper's first, last visit (approved ones aside). */
  readonly entry: Uint8Array;
  readonly exit: Uint8Array;
  /**
   * By edge: the position from which on exit and entry alone tell what can follow. Before it lie the few visits that
   * are near in time.
   */
  readonly tail: Int32Array;
  /**
   * By helper: leaving a visit out never breaks a chain. False only where a detour is faster than the direct road;
   * then a visit may earn its place as a stepping stone.
   */
  readonly skippable: Uint8Array;
}

/** 256 MB of bits. */
const MAX_WORDS = 64_000_000;

type Unlinked = Omit<Instance, 'next' | 'travel' | 'extras'>;

export function buildTravelGraph(instance: Unlinked): TravelGraph {
  const { helperFirst, helperCount, edgeCount } = instance;
  const rowFirst = new Float64Array(edgeCount + 1);
  for (let h = 0; h < helperCount; h += 1) {
    const words = wordsFor(helperFirst[h + 1]! - helperFirst[h]!);
    for (let edge = helperFirst[h]!; edge < helperFirst[h + 1]!; edge += 1) {
      rowFirst[edge + 1] = rowFirst[edge]! + words;
    }
  }
  if (rowFirst[edgeCount]! > MAX_WORDS) {
    throw new InvalidProblem('$.edges', 'has too many edges a helper to weigh travel between them');
  }
  const graph: TravelGraph = {
    rowFirst,
    rows: new Int32Array(rowFirst[edgeCount]!),
    entry: new Uint8Array(edgeCount),
    exit: new Uint8Array(edgeCount),
    tail: new Int32Array(edgeCount),
    skippable: new Uint8Array(helperCount),
  };
  for (let h = 0; h < helperCount; h += 1) {
    linkHelper(instance, graph, h);
    findTails(graph, helperFirst[h]!, helperFirst[h + 1]!);
    graph.skippable[h] = isSkippable(instance, graph, h) ? 1 : 0;
  }
  return graph;
}

export function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}

/** Whether position j can directly follow position i of helper `h`. */
export function linked(graph: TravelGraph, edge: number, j: number): boolean {
  return ((graph.rows[graph.rowFirst[edge]! + (j >>> 5)]! >>> (j & 31)) & 1) === 1;
}

/** Where a helper's visits lie: between which approved ones, in which free time, and within reach of home. */
interface Setting {
  readonly visits: readonly Visit[];
  readonly gap: Int32Array;
  readonly window: Int32Array;
  readonly fromHome: Uint8Array;
  readonly toHome: Uint8Array;
}

/** What can follow what for one helper: road, break, approved visits between, the way home between free times. */
function linkHelper(instance: Unlinked, graph: TravelGraph, h: number): void {
  const { problem } = instance;
  const rest = problem.helpers[instance.helperOrder[h]!]!.breakMinutes ?? 0;
  const first = instance.helperFirst[h]!;
  const { visits, gap, window, fromHome, toHome } = settle(instance, graph, h);
  for (let i = 0; i < visits.length; i += 1) {
    const row = graph.rowFirst[first + i]!;
    const untimed = typeof visits[i]!.start !== 'number';
    for (let j = i + 1; j < visits.length; j += 1) {
      const direct = !untimed && gap[i] === gap[j];
      const links = direct
        ? follows(problem, visits[i]!, visits[j]!, rest) &&
          (window[i] === window[j] || (toHome[i] === 1 && fromHome[j] === 1))
        : graph.exit[first + i] === 1 && graph.entry[first + j] === 1;
      if (links) graph.rows[row + (j >>> 5)]! |= 1 << (j & 31);
    }
  }
}

/** Fills the tails of the edges of one helper. */
function findTails({ rowFirst, rows, entry, exit, tail }: TravelGraph, first: number, last: number): void {
  const entries = new Int32Array(wordsFor(last - first));
  for (let edge = first; edge < last; edge += 1)
    if (entry[edge] === 1) entries[(edge - first) >>> 5]! |= 1 << ((edge - first) & 31);
  for (let edge = first; edge < last; edge += 1) {
    const i = edge - first;
    tail[edge] = i + 1;
    for (let word = entries.length - 1; word >= (i + 1) >>> 5; word -= 1) {
      const differing = rows[rowFirst[edge]! + word]! ^ (exit[edge] === 1 ? entries[word]! : 0);
      if (differing === 0) continue;
      tail[edge] = Math.max(i + 1, word * 32 + 32 - Math.clz32(differing));
      break;
    }
  }
}

/** Fills the helper's entries and exits. */
function settle(instance: Unlinked, graph: TravelGraph, h: number): Setting {
  const { problem, contraction } = instance;
  const helper = instance.helperOrder[h]!;
  const rest = problem.helpers[helper]!.breakMinutes ?? 0;
  const chain = contraction.approvedOf.get(helper) ?? [];
  const free = instance.freeTimes?.[helper] ?? null;
  const first = instance.helperFirst[h]!;
  const edgeVisits = instance.edgeVisit.subarray(first, instance.helperFirst[h + 1]);
  const visits = Array.from(edgeVisits, (visit) => instance.visits.all[visit]!);
  const gap = new Int32Array(visits.length);
  const window = new Int32Array(visits.length);
  const fromHome = new Uint8Array(visits.length).fill(1);
  const toHome = new Uint8Array(visits.length).fill(1);
  visits.forEach((visit, i) => {
    if (typeof visit.start !== 'number') {
      graph.entry[first + i] = 1;
      graph.exit[first + i] = 1;
      return;
    }
    const { before, after, position } = neighbours(problem, chain, visit.start);
    gap[i] = position;
    if (free) {
      window[i] = windowAround(free, visit);
      fromHome[i] = reachedFromHome(problem, free, window[i]!, visit) ? 1 : 0;
      toHome[i] = backHome(problem, free, window[i]!, visit) ? 1 : 0;
    }
    // Approved work in another free time, or in none, leaves the way from and to home.
    const apart = (other: Visit | null): boolean =>
      other === null || (free !== null && windowAround(free, other) !== window[i]);
    const reached = before === null || follows(problem, before, visit, rest);
    const left = after === null || follows(problem, visit, after, rest);
    graph.entry[first + i] = reached && (!apart(before) || fromHome[i] === 1) ? 1 : 0;
    graph.exit[first + i] = left && (!apart(after) || toHome[i] === 1) ? 1 : 0;
  });
  return { visits, gap, window, fromHome, toHome };
}

/** Transitive arcs, entries and exits: then the best chain never needs a visit that adds nothing. */
function isSkippable(instance: Unlinked, graph: TravelGraph, h: number): boolean {
  const first = instance.helperFirst[h]!;
  const degree = instance.helperFirst[h + 1]! - first;
  const { rows, rowFirst, entry, exit, tail } = graph;
  const words = wordsFor(degree);
  for (let i = 0; i < degree; i += 1) {
    const row = rowFirst[first + i]!;
    for (let j = i + 1; j < degree; j += 1) {
      if (!linked(graph, first + i, j)) continue;
      if (entry[first + i] === 1 && entry[first + j] === 0) return false;
      if (exit[first + j] === 1 && exit[first + i] === 0) return false;
      const other = rowFirst[first + j]!;
      // Beyond both tails exits alone tell, and those were compared.
      const end = Math.min(words, wordsFor(Math.max(tail[first + i]!, tail[first + j]!)));
      for (let word = j >>> 5; word < end; word += 1) {
        if ((rows[other + word]! & ~rows[row + word]!) !== 0) return false;
      }
    }
  }
  return true;
}
