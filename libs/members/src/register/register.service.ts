import { communityOf } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import {
  commonError,
  instantAt,
  localDay,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReaches, relationToMember } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf } from '../identity/member-identity.js';
import { requireNotLeft } from '../members/member.queries.js';
import { memberError } from '../members/members.errors.js';
import { insurancesInForce, type Insurance } from './insurance.service.js';
import { enterRegister, leaveRegister } from './register.js';

/** One line of a register. Of an erased member the names are null; the line stays. */
export interface RegisterEntry {
  readonly id: string;
  readonly organisationId: string | null;
  readonly number: number;
  readonly kind: 'entered' | 'left';
  readonly memberId: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly occasional: boolean;
  readonly happenedOn: LocalDay;
  readonly coveredFrom: Date | null;
  readonly coveredUntil: Date | null;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
  /** The first characters of its hash: enough to compare a printed page with the database. */
  readonly seal: string;
}

export interface NewRegisterEntry {
  readonly memberId: string;
  /** The last of an occasional volunteer's days; left out for a regular one. */
  readonly occasionalUntil?: LocalDay;
  /** When the paper register has them from an earlier day; cover counts from today all the same. */
  readonly registeredOn?: LocalDay;
}

/** What a register is printed from: the body, what covers its people now, every line, read page after page as it is taken. */
export interface PrintedRegister {
  readonly body: string;
  readonly timeZone: string;
  readonly language: string;
  readonly insurances: readonly Insurance[];
  readonly total: number;
  readonly pages: AsyncIterable<readonly RegisterEntry[]>;
}

/** Lines of a whole register read at once: it may be long, and is never here as a whole. */
const PRINT_PAGE = 500;

const COLUMNS = `e.id, e.organisation_id AS "organisationId", e.number, e.kind, e.member_id AS "memberId", e.occasional,
  e.happened_on AS "happenedOn", e.covered_from AS "coveredFrom", e.covered_until AS "coveredUntil",
  e.recorded_by AS "recordedBy", e.recorded_at AS "recordedAt", left(encode(e.hash, 'hex'), 16) AS seal`;

type EntryRow = Omit<RegisterEntry, 'givenName' | 'familyName'>;

/** The registers of those who give time: an organisation's own, or the community's. Lines are added, never changed. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** In the order of their numbers. @throws DomainError not-found for a register out of the desk's reach */
  listEntries(
    actor: MemberActor,
    organisationId: string | null,
    page: PageRequest,
  ): Promise<Page<RegisterEntry>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      await requireReach(tx, organisationId);
      const rows = await tx.sql<EntryRow>(
        `SELECT ${COLUMNS} FROM register_entry e WHERE e.community_id = $1 AND e.organisation_id IS NOT DISTINCT FROM $2::uuid
           AND ($3::uuid IS NULL OR e.number > (SELECT number FROM register_entry WHERE community_id = $1 AND id = $3))
         ORDER BY e.number LIMIT $4`,
        [tx.communityId, organisationId, page.after ?? null, page.limit + 1],
      );
      const cut = toPage(rows, page.limit);
      return { ...cut, items: await this.named(tx, cut.items) };
    });
  }

  /**
   * Enters somebody who gives time into the register of their organisation. Nobody enters themselves. @throws
   * DomainError not-found, not-your-own, member-left, not-a-helper, already-registered, occasional-days, registered-in-future
   */
  enter(actor: MemberActor, input: NewRegisterEntry): Promise<RegisterEntry> {
    return this.write(actor, input.memberId, async (tx, member) => {
      await requireNotLeft(tx, input.memberId);
      if (!member.helper) throw memberError('not-a-helper');
      const { timeZone } = await communityOf(tx);
      const today = localDay(timeZone, tx.now);
      const on = input.registeredOn ?? today;
      if (on > today) throw memberError('registered-in-future');
      await enterRegister(tx, {
        memberId: input.memberId,
        organisationId: member.organisationId,
        registeredAt: on === today ? tx.now : instantAt(timeZone, on, 0),
        lastDay: input.occasionalUntil ?? null,
      });
    });
  }

  /** Writes somebody out: cover ends with the day. @throws DomainError not-found, not-your-own, not-registered */
  leave(actor: MemberActor, memberId: string): Promise<RegisterEntry> {
    return this.write(actor, memberId, (tx) => leaveRegister(tx, memberId));
  }

  /** Does every line follow from the one before it? @returns the first that does not */
  verify(
    actor: MemberActor,
    organisationId: string | null,
  ): Promise<{ intact: boolean; firstBroken: number | null }> {
    return this.uow.run(actor, async (tx) => {
      await requireReach(tx, organisationId);
      const [row] = await tx.sql<{ broken: number | null }>('SELECT verify_register($1) AS broken', [
        organisationId,
      ]);
      return { intact: row!.broken === null, firstBroken: row!.broken };
    });
  }

  /** The register as it is printed. @throws DomainError not-found */
  print(actor: MemberActor, organisationId: string | null): Promise<PrintedRegister> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      await requireReach(tx, organisationId);
      const community = await communityOf(tx);
      const [organisation] = await tx.sql<{ name: string }>(
        'SELECT name FROM organisation WHERE community_id = $1 AND id = $2',
        [tx.communityId, organisationId],
      );
      const [lines] = await tx.sql<{ total: number }>(
        `SELECT count(*)::int AS total FROM register_entry e
         WHERE e.community_id = $1 AND e.organisation_id IS NOT DISTINCT FROM $2::uuid`,
        [tx.communityId, organisationId],
      );
      return {
        body: organisation?.name ?? community.name,
        timeZone: community.timeZone,
        language: community.defaultLanguage,
        insurances: await insurancesInForce(tx, organisationId, localDay(community.timeZone, tx.now)),
        total: lines!.total,
        pages: this.pages(actor, organisationId),
      };
    });
  }

  /** Each page in a transaction of its own: whoever takes them slowly holds none open. */
  private async *pages(
    actor: MemberActor,
    organisationId: string | null,
  ): AsyncGenerator<readonly RegisterEntry[]> {
    for (let after = 0, more = true; more;) {
      const entries = await this.uow.run(actor, async (tx) => {
        const rows = await tx.sql<EntryRow>(
          `SELECT ${COLUMNS} FROM register_entry e WHERE e.community_id = $1 AND e.organisation_id IS NOT DISTINCT FROM $2::uuid
             AND e.number > $3 ORDER BY e.number LIMIT ${PRINT_PAGE}`,
          [tx.communityId, organisationId, after],
        );
        return this.named(tx, rows);
      });
      yield entries;
      more = entries.length === PRINT_PAGE;
      after = Number(entries.at(-1)?.number ?? after);
    }
  }

  private write(
    actor: MemberActor,
    memberId: string,
    work: (tx: Tx, member: { organisationId: string | null; helper: boolean }) => Promise<void>,
  ): Promise<RegisterEntry> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === actor.memberId) throw memberError('not-your-own');
      if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
      const [member] = await tx.sql<{ organisationId: string | null; helper: boolean }>(
        `SELECT m.organisation_id AS "organisationId", EXISTS (SELECT FROM member_role r
           WHERE r.community_id = m.community_id AND r.member_id = m.id AND r.role = 'helper') AS helper
         FROM member m WHERE m.community_id = $1 AND m.id = $2`,
        [tx.communityId, memberId],
      );
      await work(tx, member!);
      await tx.announce('member.cover-changed', { subjectId: memberId });
      const [entry] = await tx.sql<EntryRow>(
        `SELECT ${COLUMNS} FROM register_entry e WHERE e.community_id = $1 AND e.member_id = $2 ORDER BY e.id DESC LIMIT 1`,
        [tx.communityId, memberId],
      );
      return (await this.named(tx, [entry!]))[0]!;
    });
  }

  private async named(tx: Tx, rows: readonly EntryRow[]): Promise<RegisterEntry[]> {
    const ids = [...new Set(rows.map(({ memberId }) => memberId))];
    const people = await identitiesOf(tx, this.codec, ids);
    // A record holds at most 200 ids.
    for (let first = 0; first < ids.length; first += 200) {
      await tx.audit({ action: 'register.read', kind: 'member', ids: ids.slice(first, first + 200) });
    }
    return rows.map((row) => ({
      ...row,
      givenName: people.get(row.memberId)?.givenName ?? null,
      familyName: people.get(row.memberId)?.familyName ?? null,
    }));
  }
}

/**
 * A coordinator's own organisation's register, or the community's; an auditor's every one.
 * @throws DomainError not-found
 */
async function requireReach(tx: Tx, organisationId: string | null): Promise<void> {
  if (tx.actor.roles.includes('auditor') || organisationId === null) return;
  const rows = await tx.sql(
    `SELECT 1 FROM organisation o WHERE o.community_id = $1 AND o.id = $2 AND ${deskReaches(tx.actor, 'o.id', '$3')}`,
    [tx.communityId, organisationId, tx.actor.memberId],
  );
  if (rows.length === 0) throw commonError('not-found');
}
