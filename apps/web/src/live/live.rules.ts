/** What is shown that a changed record may be part of, by the first word of its queries' keys. */
const CONCERNED: Readonly<Record<string, readonly string[]>> = {
  'request.changed': ['requests', 'request', 'agenda', 'queue', 'unmatched', 'visits'],
  'visit.changed': ['requests', 'agenda', 'seats', 'queue', 'unmatched', 'visits'],
  'proposal.changed': ['proposal', 'queue', 'unmatched'],
  'assignment.changed': ['assignments', 'requests', 'agenda', 'seats', 'queue', 'proposal', 'visits'],
  'seat.changed': ['seats', 'assignments', 'requests', 'agenda', 'queue', 'visits'],
  'time-entry.changed': ['time-entries', 'seats', 'account', 'queue'],
  'exchange.changed': ['exchanges', 'account', 'time-entries'],
  'credential.changed': ['credentials', 'queue'],
  'member.changed': ['member', 'members'],
  'join-request.changed': ['join-requests', 'invitations', 'queue'],
  'identity-link.changed': ['identity-links', 'queue'],
  'matching.finished': ['queue', 'matching-runs', 'recruiting', 'unmatched'],
  'matching.progress': ['matching-runs'],
  'notification.changed': ['notifications'],
};

/** The kinds of events the application listens to. */
export const HEARD_KINDS = Object.keys(CONCERNED);

/** The first words of the keys that must be read anew for these kinds. */
export function concernedBy(kinds: Iterable<string>): ReadonlySet<string> {
  return new Set([...kinds].flatMap((kind) => CONCERNED[kind] ?? []));
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 120_000;

/**
 * How long to wait before the stream is opened again, after `failures` in a row: twice as long each time, up to two
 * minutes. `chance` (0 to 1) keeps all the browsers of a district from knocking at once.
 */
export function waitBefore(failures: number, chance: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(wait * (0.5 + chance / 2));
}
