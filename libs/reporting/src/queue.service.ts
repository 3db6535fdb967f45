import { communityOf, policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import {
  deskReaches,
  deskReachesHousehold,
  deskReachesMember,
  givenNames,
  IdentityCodec,
  isSecondApprover,
  ownersFor,
} from '#members';
import { readTimedPage, toTimedPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { QUEUE_KINDS, queueItems, type QueueKind } from './queue.kinds.js';

export interface QueueQuery {
  readonly kinds?: readonly QueueKind[];
  /** Cases this coordinator owns or covers. */
  readonly ownerId?: string;
  readonly categoryId?: string;
  readonly municipalityId?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Something that waits for a coordinator. Names are given names alone. */
export interface QueueItem {
  /** `kind.subjectId`, once in the list. */
  readonly id: string;
  readonly kind: QueueKind;
  /**
   * A proposal, a request, an assignment, a visit, a seat, a time entry, a credential, a report, a request to join, an identity's
   * request to sign in or a dead letter, by kind.
   */
  readonly subjectId: string;
  /** When it has to be done; may be past. */
  readonly deadline: Date;
  readonly overdue: boolean;
  readonly requestId: string | null;
  readonly householdId: string | null;
  /** The guardian who asked, or for whom the desk asked. */
  readonly familyMemberId: string | null;
  readonly familyGivenName: string | null;
  /** The helper, the holder of a credential, or as whom somebody wants to sign in. */
  readonly memberId: string | null;
  readonly memberGivenName: string | null;
  readonly categoryCode: string | null;
  readonly municipality: string | null;
  readonly zone: string | null;
  readonly urgency: string | null;
  readonly ownerId: string | null;
  readonly coverId: string | null;
  readonly startsAt: Date | null;
  readonly detail: string | null;
}

export interface QueueCount {
  readonly kind: QueueKind;
  readonly waiting: number;
  readonly overdue: number;
}

type Row = Omit<QueueItem, 'memberGivenName' | 'familyGivenName'>;

/** What waits for the desk, nearest deadline first, in the reach of the coordinator who asks. */
@Injectable()
export class QueueService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** @throws InvalidInput for a bad cursor or limit */
  list(actor: MemberActor, query: QueueQuery): Promise<Page<QueueItem>> {
    const { limit, after } = readTimedPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Row>(
        `${reachedItems(tx, query.kinds ?? QUEUE_KINDS)}
         SELECT id, kind, subject_id AS "subjectId", deadline, deadline < $2::timestamptz AS overdue, request_id AS "requestId",
           member_id AS "memberId", household_id AS "householdId", family_member_id AS "familyMemberId",
           category_code AS "categoryCode", municipality, zone, urgency, owner_id AS "ownerId", cover_id AS "coverId",
           starts_at AS "startsAt", detail
         FROM reached WHERE ($9::timestamptz IS NULL OR (deadline, id COLLATE "C") > ($9, $10::text COLLATE "C"))
         ORDER BY deadline, id COLLATE "C" LIMIT $11`,
        [...(await factsOf(tx, query)), after?.at ?? null, after?.id ?? null, limit + 1],
      );
      const page = toTimedPage(rows, limit, ({ deadline, id }) => ({ at: deadline, id }));
      await audit(tx, page.items);
      return { ...page, items: await this.named(tx, page.items) };
    });
  }

  /** How many of each kind wait, those with none too. */
  count(actor: MemberActor, query: QueueQuery): Promise<QueueCount[]> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<QueueCount>(
        `${reachedItems(tx, QUEUE_KINDS)}
         SELECT kind, count(*)::integer AS waiting, (count(*) FILTER (WHERE deadline < $2::timestamptz))::integer AS overdue
         FROM reached GROUP BY kind`,
        await factsOf(tx, query),
      );
      return QUEUE_KINDS.map(
        (kind) => rows.find((row) => row.kind === kind) ?? { kind, waiting: 0, overdue: 0 },
      );
    });
  }

  private async named(tx: Tx, rows: readonly Row[]): Promise<QueueItem[]> {
    const ids = rows.flatMap(({ memberId, familyMemberId }) => [memberId, familyMemberId]);
    const names = await givenNames(
      tx,
      this.codec,
      ids.filter((id) => id !== null),
    );
    return rows.map((row) => ({
      ...row,
      memberGivenName: (row.memberId && names.get(row.memberId)) ?? null,
      familyGivenName: (row.familyMemberId && names.get(row.familyMemberId)) ?? null,
    }));
  }
}

/** $1 to $8 of every question. */
async function factsOf(tx: Tx, query: QueueQuery): Promise<unknown[]> {
  const { timeZone } = await communityOf(tx);
  const { autoConfirmDays } = await policiesToday(tx);
  return [
    tx.communityId,
    tx.now,
    autoConfirmDays,
    timeZone,
    tx.actor.memberId,
    query.ownerId ? await ownersFor(tx, query.ownerId) : null,
    query.categoryId ?? null,
    query.municipalityId ?? null,
  ];
}

/**
 * The items the desk reaches, and the proposals the actor is named to decide, with the case they belong to, as the relation
 * `reached`.
 */
function reachedItems(tx: Tx, kinds: readonly QueueKind[]): string {
  return `WITH items AS (${queueItems(kinds)}), reached AS (
    SELECT i.*, r.household_id, coalesce(r.on_behalf_of, r.asked_by) AS family_member_id, c.code AS category_code,
      mu.name AS municipality, z.name AS zone, r.urgency, r.owner_id, r.cover_id
    FROM items i
    LEFT JOIN request r ON r.community_id = $1 AND r.id = i.request_id
    LEFT JOIN household h ON h.community_id = $1 AND h.id = r.household_id
    LEFT JOIN category c ON c.community_id = $1 AND c.id = r.category_id
    LEFT JOIN zone z ON z.community_id = $1 AND z.id = r.zone_id
    LEFT JOIN municipality mu ON mu.community_id = $1 AND mu.id = z.municipality_id
    LEFT JOIN member m ON m.community_id = $1 AND m.id = i.member_id
    WHERE $3::integer IS NOT NULL AND $4::text IS NOT NULL
      AND CASE WHEN i.kind = 'identity-link' THEN ${deskReaches(tx.actor, 'm.organisation_id', '$5')}
        WHEN i.kind = 'incident' THEN true
        WHEN i.kind = 'join-request' THEN ${deskReaches(tx.actor, 'i.organisation_id', '$5')}
        WHEN i.request_id IS NULL THEN ${deskReachesMember(tx, 'm', '$5')}
        ELSE ${deskReachesHousehold(tx, 'h', '$5')}
          OR (i.kind = 'new' AND ${isSecondApprover('proposal', 'i.subject_id', '$5')}) END
      AND ($6::uuid[] IS NULL OR r.owner_id = ANY ($6) OR r.cover_id = ANY ($6))
      AND ($7::uuid IS NULL OR r.category_id = $7) AND ($8::uuid IS NULL OR z.municipality_id = $8))`;
}

/** One record for a page: the households and people it showed. */
async function audit(tx: Tx, items: readonly Row[]): Promise<void> {
  const households = new Set(items.flatMap(({ householdId }) => householdId ?? []));
  const people = new Set(items.flatMap(({ requestId, memberId }) => (requestId ? [] : (memberId ?? []))));
  if (households.size > 0) await tx.audit({ action: 'queue.list', kind: 'household', ids: [...households] });
  if (people.size > 0) await tx.audit({ action: 'queue.list', kind: 'member', ids: [...people] });
}
