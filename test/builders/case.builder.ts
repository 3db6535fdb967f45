import type { UnitOfWork } from '#database';
import { ExchangesService } from '#ledger';
import type { SubjectKind } from '#notifications';
import { newId } from '#platform';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from './people.builder.js';

/** One approved visit with everything behind it, as rows: for tests that need the outcome and not the way to it. */
export interface BuiltCase {
  readonly requestId: string;
  readonly visitId: string;
  readonly assignmentId: string;
  readonly seatId: string;
  readonly insuranceId: string;
  readonly timeEntryId: string;
  readonly exchangeId: string;
  readonly credentialId: string;
  readonly runId: string;
  readonly replacementAskId: string;
  readonly incidentId: string;
  readonly identityLinkId: string;
  /** Somebody who asks to join. */
  readonly joinRequestId: string;
  readonly invitationId: string;
  /** Not a row yet: `buildReferral` writes it. */
  readonly referralId: string;
  readonly family: BuiltFamily;
  readonly helper: BuiltHelper;
}

export interface CaseWishes {
  readonly family: BuiltFamily;
  readonly helper: BuiltHelper;
  /** Start of the visit; it lasts an hour and a half. */
  readonly startsAt: Date;
  readonly ownerId?: string;
  readonly declaredSide?: 'helper' | 'family' | 'coordinator';
}

const LENGTH_MS = 90 * 60_000;

/** Writes the rows of a case of homework help, hours declared, in one community. */
export async function buildCase(
  uow: UnitOfWork,
  people: CommunityPeople,
  wishes: CaseWishes,
): Promise<BuiltCase> {
  const { family, helper, startsAt } = wishes;
  const { facts } = people;
  const coordinatorId = (await people.coordinator()).memberId;
  const endsAt = new Date(startsAt.getTime() + LENGTH_MS);
  const day = startsAt.toISOString().slice(0, 10);
  const zone = facts.zones.centre;
  const id = {
    requestId: newId(),
    visitId: newId(),
    assignmentId: newId(),
    seatId: newId(),
    insuranceId: newId(),
    timeEntryId: newId(),
    runId: newId(),
    replacementAskId: newId(),
    incidentId: newId(),
    identityLinkId: newId(),
    joinRequestId: newId(),
    invitationId: newId(),
    referralId: newId(),
  };
  const proposalId = newId();
  const side = wishes.declaredSide ?? 'helper';
  const declaredBy = { helper: helper.memberId, family: family.memberId, coordinator: coordinatorId }[side];
  const credentialId = await uow.run(facts.system, async (tx) => {
    const c = tx.communityId;
    await tx.sql(
      `INSERT INTO request (community_id, id, household_id, category_id, state, asked_by, channel, zone_id, frequency, first_day,
         until_day, weekdays, start_minute, end_minute, duration_minutes, subjects, languages, mobility, seats_needed, urgency,
         regimes, owner_id, created_at)
       VALUES ($1, $2, $3, $4, 'open', $5, 'web', $6, 'once', $7, $7, '{}', 960, 1050, 90, '{maths}', '{}', '{}', 1, 'normal',
         '{volunteer}', $8, $9)`,
      [
        c,
        id.requestId,
        family.householdId,
        facts.categories.homework,
        family.memberId,
        zone,
        day,
        wishes.ownerId ?? null,
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO visit (community_id, id, request_id, occurrence, leg, state, window_starts_at, window_ends_at, starts_at, ends_at,
         from_zone_id, to_zone_id, seats_needed, created_at) VALUES ($1, $2, $3, $4, 0, 'planned', $5, $6, $5, $6, $7, $7, 1, $8)`,
      [c, id.visitId, id.requestId, day, startsAt, endsAt, zone, tx.now],
    );
    await tx.sql(
      `INSERT INTO matching_run (community_id, id, cause, state, weights_version, effort, started_at)
       VALUES ($1, $2, 'event', 'done', 1, 'quick', $3)`,
      [c, id.runId, tx.now],
    );
    await tx.sql(
      `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, run_id, regime, state, score, weights_version,
         explanation, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'volunteer', 'proposed', 1, 1, '{}', $7, $7)`,
      [c, proposalId, id.requestId, helper.memberId, helper.offerId, id.runId, tx.now],
    );
    await tx.sql(
      `INSERT INTO assignment (community_id, id, proposal_id, request_id, household_id, helper_id, regime, state, approved_by,
         approved_at, answer_by, guardian_needed, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'volunteer', 'awaiting-acceptance', $7, $8, $8, true, $8)`,
      [
        c,
        id.assignmentId,
        proposalId,
        id.requestId,
        family.householdId,
        helper.memberId,
        coordinatorId,
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO seat (community_id, id, assignment_id, visit_id, session_id, member_id, seat_number, state, active, starts_at,
         ends_at, during, charged_minutes, from_zone_id, to_zone_id, regime, created_at)
       VALUES ($1, $2, $3, $4, $4, $5, 1, 'scheduled', true, $6, $7, tstzrange($6, $7), 90, $8, $8, 'volunteer', $9)`,
      [c, id.seatId, id.assignmentId, id.visitId, helper.memberId, startsAt, endsAt, zone, tx.now],
    );
    await tx.sql(
      `INSERT INTO time_entry (community_id, id, seat_id, state, minutes_given, minutes_credited, declared_by, declared_side,
         declared_minutes, declared_at) VALUES ($1, $2, $3, 'declared', 90, 90, $4, $5, 90, $6)`,
      [c, id.timeEntryId, id.seatId, declaredBy, side, tx.now],
    );
    await tx.sql(
      `INSERT INTO join_request (community_id, id, state, origin, given_name_sealed, family_name_sealed, email_sealed,
         contact_index, roles, language, notice_version, created_at)
       VALUES ($1, $2, 'waiting', 'registration', $3, $4, $5, $6, '{family}', 'it', 1, $7)`,
      [
        c,
        id.joinRequestId,
        people.codec.seal(c, 'join_request.given_name', id.joinRequestId, 'Amina'),
        people.codec.seal(c, 'join_request.family_name', id.joinRequestId, 'Khalil'),
        people.codec.seal(c, 'join_request.email', id.joinRequestId, 'amina@example.org'),
        people.codec.index(`joining:${c}`, id.joinRequestId),
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO invitation (community_id, id, kind, state, role, name_sealed, language, most_uses, created_by, created_at, expires_at)
       VALUES ($1, $2, 'join', 'open', 'family', $3, 'it', 20, $4, $5, $5::timestamptz + interval '14 days')`,
      [
        c,
        id.invitationId,
        people.codec.seal(c, 'invitation.name', id.invitationId, 'Mamme della 3 B'),
        family.memberId,
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO incident (community_id, id, reported_by, severity, state, text_sealed, created_at)
       VALUES ($1, $2, $3, 'concern', 'open', $4, $5)`,
      [
        c,
        id.incidentId,
        family.memberId,
        people.codec.seal(c, 'incident.text', id.incidentId, 'Una porta aperta'),
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO identity_link (community_id, id, member_id, provider, subject_hash, matched_by, state, created_at)
       VALUES ($1, $2, $3, 'spid', $4, 'e-mail', 'asked', $5)`,
      [c, id.identityLinkId, helper.memberId, Buffer.from(id.identityLinkId), tx.now],
    );
    await tx.sql(
      `INSERT INTO replacement_ask (community_id, id, seat_id, helper_id, offer_id, wave, state, asked_at)
       VALUES ($1, $2, $3, $4, $5, 1, 'taken', $6)`,
      [c, id.replacementAskId, id.seatId, helper.memberId, helper.offerId, tx.now],
    );
    await tx.sql(
      `INSERT INTO insurance (community_id, id, insurer, first_day, last_day, recorded_by, created_at)
       VALUES ($1, $2, 'Esempio', $3, $4, $5, $6)`,
      [c, id.insuranceId, people.day(-60), people.day(400), helper.memberId, tx.now],
    );
    const [credential] = await tx.sql<{ id: string }>(
      `SELECT id FROM credential WHERE community_id = $1 AND member_id = $2 ORDER BY id LIMIT 1`,
      [c, helper.memberId],
    );
    return credential!.id;
  });
  const exchange = await new ExchangesService(uow).record(helper.actor, {
    giverId: helper.memberId,
    receiverId: family.memberId,
    categoryId: facts.categories.errands,
    minutes: 60,
    happenedOn: people.day(0),
  });
  return { ...id, exchangeId: exchange.id, credentialId, family, helper };
}

/** What a notice of this kind is about, in the case. */
export function subjectOf(built: BuiltCase, kind: SubjectKind): string {
  return {
    request: built.requestId,
    visit: built.visitId,
    assignment: built.assignmentId,
    seat: built.seatId,
    insurance: built.insuranceId,
    'replacement-ask': built.replacementAskId,
    'time-entry': built.timeEntryId,
    exchange: built.exchangeId,
    credential: built.credentialId,
    'matching-run': built.runId,
    member: built.helper.memberId,
    belonging: built.helper.memberId,
    'spoken-answer': built.helper.memberId,
    'account-safety': built.helper.memberId,
    'call-back': built.helper.memberId,
    household: built.family.householdId,
    referral: built.referralId,
    incident: built.incidentId,
    'identity-link': built.identityLinkId,
    'join-request': built.joinRequestId,
  }[kind];
}

/** The household of a case shared by another organisation with the community's own, not answered yet. */
export async function buildReferral(
  uow: UnitOfWork,
  people: CommunityPeople,
  built: BuiltCase,
): Promise<void> {
  const { facts } = people;
  const createdBy = (await people.coordinator()).memberId;
  await uow.run(facts.system, async (tx) => {
    const otherId = newId();
    await tx.sql(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra associazione', 'association', $3)`,
      [tx.communityId, otherId, tx.now],
    );
    await tx.sql(
      `INSERT INTO referral (community_id, id, household_id, from_organisation_id, to_organisation_id, purpose_sealed, scope, state,
         ends_at, created_by, created_at) VALUES ($1, $2, $3, $4, $5, '\\x00', 'case', 'asked', $6, $7, $8)`,
      [
        tx.communityId,
        built.referralId,
        built.family.householdId,
        otherId,
        facts.organisationId,
        new Date(tx.now.getTime() + 30 * 86_400_000),
        createdBy,
        tx.now,
      ],
    );
  });
}
