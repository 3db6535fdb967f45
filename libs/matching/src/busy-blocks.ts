import type { LiveOffer } from '#availability';
import type { Pair, ProblemEdge, ProblemRequest } from '#matching/engine';
import { minutes, type BusySeat, type MatchingFacts } from './facts.js';

/**
 * Promised seats, as nodes of their own that are approved. Seats of one session, and seats that a coordinator placed
 * closer than the roads allow, are one block from the first to the last.
 */
export function addBusy(
  facts: MatchingFacts,
  offersOf: ReadonlyMap<string, readonly LiveOffer[]>,
  helperIndex: ReadonlyMap<string, number>,
  requests: ProblemRequest[],
  edges: ProblemEdge[],
  approved: Pair[],
  joined: ReadonlySet<string>,
): void {
  for (const [helperId, helper] of helperIndex) {
    for (const block of blocksOf(
      facts,
      (facts.busy.get(helperId) ?? []).filter(({ sessionId }) => !joined.has(`${sessionId}|${helperId}`)),
      offersOf.get(helperId)?.[0]!.breakMinutes ?? 0,
    )) {
      const node = requests.length;
      requests.push({
        id: `busy-${helperId}-${block.start}`,
        needed: 1,
        start: minutes(block.start),
        end: Math.max(minutes(block.start) + 1, minutes(block.end)),
        place: facts.roads.index.get(block.fromZoneId) ?? null,
        endPlace: facts.roads.index.get(block.toZoneId) ?? null,
      });
      edges.push([node, helper, 0, block.chargedMinutes]);
      approved.push([node, helper]);
    }
  }
}

function blocksOf(facts: MatchingFacts, seats: readonly BusySeat[], breakMinutes: number): BusySeat[] {
  const blocks: BusySeat[] = [];
  for (const seat of [...seats].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = blocks.at(-1);
    const road = last
      ? (facts.roads.minutes[facts.roads.index.get(last.toZoneId)!]?.[
          facts.roads.index.get(seat.fromZoneId)!
        ] ?? 0)
      : 0;
    if (last && minutes(seat.start) < minutes(last.end) + road + breakMinutes) {
      const later = seat.end >= last.end;
      blocks[blocks.length - 1] = {
        ...last,
        end: Math.max(last.end, seat.end),
        toZoneId: later ? seat.toZoneId : last.toZoneId,
        chargedMinutes:
          last.sessionId === seat.sessionId
            ? Math.max(last.chargedMinutes, seat.chargedMinutes)
            : last.chargedMinutes + seat.chargedMinutes,
      };
    } else blocks.push(seat);
  }
  return blocks;
}
