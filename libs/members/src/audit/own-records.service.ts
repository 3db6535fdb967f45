import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { givenNames } from '../identity/member-identity.js';
import { purposeOf, type Purpose } from './audit-purpose.rules.js';
import { RECORDS, type AuditRecord } from './audit.service.js';

/** Actions that families are not shown, so that an incident can be looked into. */
const INCIDENT_REVIEWS = 'incident.%';

export const READERS = ['you', 'family', 'helper', 'desk', 'auditor', 'system', 'other'] as const;

/** Who it was, as far as the reader may know it. */
export interface Reader {
  readonly kind: (typeof READERS)[number];
  /** A given name, of the desk the body it belongs to; null where it is not theirs to know. */
  readonly name: string | null;
}

/** A record about the actor or their household, with who it was and what for. */
export interface OwnRecord extends AuditRecord {
  readonly reader: Reader;
  readonly purpose: Purpose;
}

interface ActorFacts {
  readonly id: string;
  readonly organisation: string | null;
  readonly roles: readonly string[];
  readonly home: boolean;
  readonly met: boolean;
}

/** What others read and did about somebody, in words they can do something with. */
@Injectable()
export class OwnRecordsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * What others read and did about the actor, and about the households whose guardian the actor is. Incident
   * reviews are left out.
   */
  list(actor: MemberActor, page: PageRequest): Promise<Page<OwnRecord>> {
    return this.uow.run(actor, async (tx) => {
      const mine = await ownIds(tx, actor.memberId);
      const rows = await tx.sql<AuditRecord>(
        `${RECORDS} AND ($2::uuid IS NULL OR a.id < $2) AND a.subject_ids && $4::uuid[] AND a.action NOT LIKE $5
         ORDER BY a.id DESC LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, [...mine], INCIDENT_REVIEWS],
      );
      const cut = toPage(rows, page.limit);
      const readerOf = await this.readersOf(tx, cut.items, [...mine]);
      const items = cut.items.map((record) => ({
        ...withOwnSubjects(record, mine),
        reader: readerOf(record.actorMemberId),
        purpose: purposeOf(record.action),
      }));
      return { ...cut, items };
    });
  }

  private async readersOf(
    tx: Tx,
    records: readonly AuditRecord[],
    mine: readonly string[],
  ): Promise<(id: string | null) => Reader> {
    const ids = [...new Set(records.flatMap(({ actorMemberId }) => actorMemberId ?? []))];
    const rows = await tx.sql<ActorFacts>(
      `SELECT m.id, o.name AS organisation,
         array(SELECT r.role FROM member_role r WHERE r.community_id = m.community_id AND r.member_id = m.id) AS roles,
         EXISTS (SELECT FROM household_member h WHERE h.community_id = m.community_id AND h.member_id = m.id
           AND h.household_id = ANY ($3::uuid[])) AS home,
         EXISTS (SELECT FROM assignment a WHERE a.community_id = m.community_id AND a.helper_id = m.id
           AND a.household_id = ANY ($3::uuid[]) AND a.state IN ('awaiting-guardian', 'confirmed', 'ended')) AS met
       FROM member m LEFT JOIN organisation o ON o.community_id = m.community_id AND o.id = m.organisation_id
       WHERE m.community_id = $1 AND m.id = ANY ($2::uuid[])`,
      [tx.communityId, ids, mine],
    );
    const { name: community } = await communityOf(tx);
    const names = await givenNames(tx, this.codec, ids);
    const known = new Map(
      rows.map((row) => [row.id, readerFrom(row, names.get(row.id) ?? null, row.organisation ?? community)]),
    );
    return (id) => {
      if (id === null) return { kind: 'system', name: null };
      if (id === tx.actor.memberId) return { kind: 'you', name: null };
      return known.get(id) ?? { kind: 'other', name: null };
    };
  }
}

/** A helper is named once the family met them or was asked about them: who declined stays unknown. */
function readerFrom({ roles, home, met }: ActorFacts, givenName: string | null, body: string): Reader {
  if (home) return { kind: 'family', name: givenName };
  if (roles.includes('coordinator') || roles.includes('administrator')) return { kind: 'desk', name: body };
  if (roles.includes('auditor')) return { kind: 'auditor', name: null };
  if (roles.includes('helper')) return { kind: 'helper', name: met ? givenName : null };
  return { kind: 'other', name: null };
}

async function ownIds(tx: Tx, memberId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ household_id: string }>(
    'SELECT household_id FROM household_member WHERE community_id = $1 AND member_id = $2 AND guardian AND NOT limited',
    [tx.communityId, memberId],
  );
  return new Set([memberId, ...rows.map((row) => row.household_id)]);
}

/** A list page's record names other families too: the reader sees their own ids alone. */
function withOwnSubjects(record: AuditRecord, mine: ReadonlySet<string>): AuditRecord {
  return { ...record, subjectIds: record.subjectIds.filter((id) => mine.has(id)) };
}
