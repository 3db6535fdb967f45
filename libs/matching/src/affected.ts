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
}

/** More touched records than this are quicker planned anew. */
export const MOST_AFFECTED = 40;

type Found = { readonly requestId: string | null; readonly helperId: string | null };

const FROM_PROPOSAL = `SELECT request_id AS "requestId", helper_id AS "helperId" FROM proposal
  WHERE community_id = $1 AND id = ANY ($2::uuid[])`;
const FROM_ASSIGNMENT = `SELECT request_id AS "requestId", helper_id AS "helperId" FROM assignment
  WHERE community_id = $1 AND id = ANY ($2::uuid[])`;
const FROM_SEAT = `SELECT a.request_id AS "requestId", s.member_id AS "helperId" FROM seat s
  JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  WHERE s.community_id = $1 AND s.id = ANY ($2::uuid[])`;
/** A change is told of the member, an end of the credential itself. */
const FROM_CREDENTIAL = `SELECT NULL::uuid AS "requestId", coalesce(c.member_id, t.id) AS "helperId"
  FROM unnest($2::uuid[]) AS t (id) LEFT JOIN credential c ON c.community_id = $1 AND c.id = t.id`;

const QUERIES: Readonly<Record<string, string>> = {
  proposal: FROM_PROPOSAL,
  assignment: FROM_ASSIGNMENT,
  seat: FROM_SEAT,
  credential: FROM_CREDENTIAL,
};

/** Which requests and helpers the events are about. */
export async function affectedBy(tx: Tx, events: readonly WaitingEvent[]): Promise<Affected | undefined> {
  const requestIds = new Set<string>();
  const helperIds = new Set<string>();
  const lookUp = new Map<string, string[]>();
  for (const event of events) {
    const kind = kindOf(event);
    if (kind === 'request') requestIds.add(String(event.values['requestId'] ?? event.subjectId));
    else if (kind === 'member') for (const id of membersOf(event)) helperIds.add(id);
    else if (kind in QUERIES) lookUp.set(kind, [...(lookUp.get(kind) ?? []), event.subjectId]);
    else return undefined;
  }
  for (const [kind, ids] of lookUp) {
    for (const { requestId, helperId } of await tx.sql<Found>(QUERIES[kind]!, [tx.communityId, ids])) {
      if (requestId) requestIds.add(requestId);
      if (helperId) helperIds.add(helperId);
    }
  }
  if (requestIds.size + helperIds.size > MOST_AFFECTED) return undefined;
  return { requestIds: [...requestIds].sort(), helperIds: [...helperIds].sort() };
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
