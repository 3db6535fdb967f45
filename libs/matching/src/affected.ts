import type { Tx } from '#database';

/** A matching event that waits for its answer. */
export interface WaitingEvent {
  readonly id: string;
  readonly topic: string;
  readonly subjectId: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What events touched; undefined where only a full run can tell. */
export interface Affected {
  readonly requestIds: readonly string[];
  /** Helpers whose time or admission changed. */
  readonly helperIds: readonly string[];
  /** The events that touched these: the first of them, as many as one run answers. */
  readonly events: readonly WaitingEvent[];
}

/** Touched records of one run. What comes in a burst is answered run by run, each of them short. */
const MOST_AFFECTED = 40;
/** More waiting events than this are sooner answered by planning everything anew. */
const MOST_WAITING = 10 * MOST_AFFECTED;

interface Found {
  readonly id: string;
  readonly requestId: string | null;
  readonly helperId: string | null;
}

const FROM_PROPOSAL = `SELECT id, request_id AS "requestId", helper_id AS "helperId" FROM proposal
  WHERE community_id = $1 AND id = ANY ($2::uuid[])`;
const FROM_ASSIGNMENT = `SELECT id, request_id AS "requestId", helper_id AS "helperId" FROM assignment
  WHERE community_id = $1 AND id = ANY ($2::uuid[])`;
const FROM_SEAT = `SELECT s.id, a.request_id AS "requestId", s.member_id AS "helperId" FROM seat s
  JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  WHERE s.community_id = $1 AND s.id = ANY ($2::uuid[])`;
/** A change is told of the member, an end of the credential itself. */
const FROM_CREDENTIAL = `SELECT t.id, NULL::uuid AS "requestId", coalesce(c.member_id, t.id) AS "helperId"
  FROM unnest($2::uuid[]) AS t (id) LEFT JOIN credential c ON c.community_id = $1 AND c.id = t.id`;

const QUERIES: Readonly<Record<string, string>> = {
  proposal: FROM_PROPOSAL,
  assignment: FROM_ASSIGNMENT,
  seat: FROM_SEAT,
  credential: FROM_CREDENTIAL,
};

const KNOWN = ['request', 'member', ...Object.keys(QUERIES)];

/** Which requests and helpers the events are about; undefined where only planning everything anew answers them. */
export async function affectedBy(tx: Tx, events: readonly WaitingEvent[]): Promise<Affected | undefined> {
  if (events.length > MOST_WAITING || events.some((event) => !KNOWN.includes(kindOf(event))))
    return undefined;
  const found = await lookUp(tx, events);
  const requestIds = new Set<string>();
  const helperIds = new Set<string>();
  const answered: WaitingEvent[] = [];
  for (const event of events) {
    if (requestIds.size + helperIds.size >= MOST_AFFECTED) break;
    for (const { requestId, helperId } of touchedBy(event, found)) {
      if (requestId) requestIds.add(requestId);
      if (helperId) helperIds.add(helperId);
    }
    answered.push(event);
  }
  return { requestIds: [...requestIds].sort(), helperIds: [...helperIds].sort(), events: answered };
}

/** What events are about whose subject is neither a request nor a member, by the id of their subject. */
async function lookUp(tx: Tx, events: readonly WaitingEvent[]): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  for (const [kind, query] of Object.entries(QUERIES)) {
    const ids = events.filter((event) => kindOf(event) === kind).map(({ subjectId }) => subjectId);
    if (ids.length === 0) continue;
    for (const row of await tx.sql<Found>(query, [tx.communityId, ids])) found.set(row.id, row);
  }
  return found;
}

function touchedBy(event: WaitingEvent, found: ReadonlyMap<string, Found>): Omit<Found, 'id'>[] {
  const kind = kindOf(event);
  if (kind === 'request') {
    return [{ requestId: String(event.values['requestId'] ?? event.subjectId), helperId: null }];
  }
  if (kind === 'member') return membersOf(event).map((helperId) => ({ requestId: null, helperId }));
  const row = found.get(event.subjectId);
  return row ? [row] : [];
}

/** A block is between two members; whoever of them helps is the one to plan anew. */
function membersOf({ subjectId, values: { otherId } }: WaitingEvent): string[] {
  return typeof otherId === 'string' ? [subjectId, otherId] : [subjectId];
}

/** What the event's subject is. Somebody who asks for matching may say about what; else it is about everything. */
function kindOf({ topic, values }: WaitingEvent): string {
  if (topic === 'matching.asked') return typeof values['about'] === 'string' ? values['about'] : 'everything';
  const [kind] = topic.split('.');
  if (kind === 'visit') return 'request';
  return kind === 'availability' ? 'member' : kind!;
}
