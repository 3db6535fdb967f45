import { policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToHousehold, relationToMember } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { incidentMachine, type IncidentState } from './incident.machine.js';
import { escalateAt, type Severity } from './incident.rules.js';
import {
  auditIncidents,
  findIncident,
  listIncidentRows,
  lockIncident,
  openIncident,
  sealOutcome,
  sealText,
  type Incident,
  type IncidentRow,
} from './incident-rows.js';

export interface NewIncident {
  readonly severity: Severity;
  readonly text: string;
  readonly aboutMemberId?: string;
  readonly householdId?: string;
  readonly seatId?: string;
}

/** Reports of what went wrong: anybody may report, few may read, and a clock calls others when nobody looks. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** @throws DomainError not-found for people, a household or a visit with whom the actor has nothing to do */
  report(actor: MemberActor, input: NewIncident): Promise<Incident> {
    return this.uow.run(actor, async (tx) => {
      await requireKnown(tx, input);
      const id = newId();
      await tx.sql(
        `INSERT INTO incident (community_id, id, reported_by, about_member_id, household_id, seat_id, severity, state,
           text_sealed, escalate_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          tx.communityId,
          id,
          actor.memberId,
          input.aboutMemberId ?? null,
          input.householdId ?? null,
          input.seatId ?? null,
          input.severity,
          incidentMachine.initial,
          sealText(this.codec, tx, id, input.text),
          escalateAt(input.severity, tx.now, await policiesToday(tx)),
          tx.now,
        ],
      );
      await tx.announce('incident.reported', { subjectId: id });
      return openIncident(this.codec, tx, await findIncident(tx, id));
    });
  }

  /** What the actor reported themselves, and what they review, newest first. */
  list(actor: MemberActor, filter: { state?: IncidentState }, page: PageRequest): Promise<Page<Incident>> {
    return this.uow.run(actor, async (tx) => {
      const cut = toPage(await listIncidentRows(tx, filter.state, page), page.limit);
      await auditIncidents(tx, 'incident.list', cut.items);
      return { ...cut, items: cut.items.map((row) => openIncident(this.codec, tx, row)) };
    });
  }

  /** @throws DomainError not-found */
  read(actor: MemberActor, id: string): Promise<Incident> {
    return this.uow.run(actor, async (tx) => {
      const row = await findIncident(tx, id);
      await auditIncidents(tx, 'incident.read', [row]);
      return openIncident(this.codec, tx, row);
    });
  }

  /** The clock stops. @throws DomainError not-found, stale-version, transition-not-allowed */
  take(actor: MemberActor, id: string, version: number): Promise<Incident> {
    return this.step(actor, id, version, 'take', { ownerId: actor.memberId });
  }

  /**
   * Another goes on with it: a coordinator or an administrator whom it does not concern.
   * @throws as `take`, reviewer-unfit
   */
  handOn(actor: MemberActor, id: string, version: number, ownerId: string): Promise<Incident> {
    return this.step(actor, id, version, 'hand-on', { ownerId });
  }

  /** @throws DomainError as `take` */
  close(actor: MemberActor, id: string, version: number, outcome: string): Promise<Incident> {
    return this.step(actor, id, version, 'close', { outcome });
  }

  /** @throws DomainError as `take` */
  reopen(actor: MemberActor, id: string, version: number): Promise<Incident> {
    return this.step(actor, id, version, 'reopen', {});
  }

  private step(
    actor: MemberActor,
    id: string,
    version: number,
    name: 'take' | 'hand-on' | 'close' | 'reopen',
    change: { readonly ownerId?: string; readonly outcome?: string },
  ): Promise<Incident> {
    return this.uow.run(actor, async (tx) => {
      const row = await lockIncident(tx, id, version);
      if (change.ownerId) await requireReviewer(tx, row, change.ownerId);
      const state = await tx.step(incidentMachine, row, name);
      await tx.sql(
        `UPDATE incident SET state = $3, owner_id = coalesce($4, owner_id), outcome_sealed = coalesce($5, outcome_sealed),
           escalate_at = NULL, closed_at = CASE WHEN $3 = 'closed' THEN $6::timestamptz END, version = version + 1
         WHERE community_id = $1 AND id = $2`,
        [
          tx.communityId,
          id,
          state,
          change.ownerId ?? null,
          change.outcome ? sealOutcome(this.codec, tx, id, change.outcome) : null,
          tx.now,
        ],
      );
      await auditIncidents(tx, `incident.${name}`, [row]);
      if (change.ownerId && change.ownerId !== actor.memberId) {
        await tx.announce('incident.handed-on', { subjectId: id });
        return openIncident(this.codec, tx, {
          ...row,
          state,
          ownerId: change.ownerId,
          version: row.version + 1,
        });
      }
      return openIncident(this.codec, tx, await findIncident(tx, id));
    });
  }
}

/** A reporter names only what they have to do with: a stranger learns nothing by asking. */
async function requireKnown(tx: Tx, input: NewIncident): Promise<void> {
  const { aboutMemberId, householdId, seatId } = input;
  if (aboutMemberId && (await relationToMember(tx, aboutMemberId)) === 'other')
    throw commonError('not-found');
  if (householdId && (await relationToHousehold(tx, householdId)) === 'other') throw commonError('not-found');
  if (!seatId) return;
  const [seat] = await tx.sql<{ helperId: string; householdId: string }>(
    `SELECT s.member_id AS "helperId", a.household_id AS "householdId" FROM seat s
     JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
     WHERE s.community_id = $1 AND s.id = $2`,
    [tx.communityId, seatId],
  );
  const own = seat?.helperId === tx.actor.memberId;
  if (!seat || (!own && (await relationToHousehold(tx, seat.householdId)) === 'other'))
    throw commonError('not-found');
}

async function requireReviewer(tx: Tx, row: IncidentRow, ownerId: string): Promise<void> {
  const [found] = await tx.sql<{ fit: boolean }>(
    `SELECT m.state = 'active' AND EXISTS (SELECT FROM member_role r WHERE r.community_id = m.community_id
         AND r.member_id = m.id AND r.role IN ('coordinator', 'administrator'))
       AND NOT EXISTS (SELECT FROM household_member h WHERE h.community_id = m.community_id AND h.household_id = $3
         AND h.member_id = m.id) AS fit
     FROM member m WHERE m.community_id = $1 AND m.id = $2`,
    [tx.communityId, ownerId, row.householdId],
  );
  if (!found?.fit || ownerId === row.reportedBy || ownerId === row.aboutMemberId)
    throw memberError('reviewer-unfit');
}
