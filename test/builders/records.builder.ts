import { newId } from '#platform';
import type { UnitOfWork } from '#database';
import { LedgerService, SharedAccountsService } from '#ledger';
import { ReferralService } from '#members';
import type { Client } from 'pg';
import { buildCase } from './case.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from './people.builder.js';

/** One record of every kind that a route addresses, by the path in front of its id: `requests`, `me/notifications`. */
export interface EveryRecord {
  readonly ids: Readonly<Record<string, string>>;
  /** Values for the properties of bodies and queries that name a record: `householdId`, `categoryId`. */
  readonly named: Readonly<Record<string, string | readonly string[]>>;
  readonly family: BuiltFamily;
  readonly helper: BuiltHelper;
}

/** Builds them in one community. @param owner a connection past row-level security, for what only the worker writes */
export async function buildEveryRecord(
  uow: UnitOfWork,
  owner: Client,
  people: CommunityPeople,
  startsAt: Date,
): Promise<EveryRecord> {
  const family = await people.family();
  const helper = await people.helper({ regime: 'timebank' });
  const spare = (await people.member(['helper', 'family'])).actor;
  const desk = await people.coordinator();
  const built = await buildCase(uow, people, { family, helper, startsAt, ownerId: desk.memberId });
  const own = await writtenByHand(owner, people, { family, helper });
  const { facts } = people;
  await new LedgerService(uow).myAccount(family.actor);
  const shared = await new SharedAccountsService(uow).open(desk, { kind: 'group', name: 'Nonni di prova' });
  const referred = (await people.member(['family'], { organisationId: facts.organisationId })).actor;
  const referral = await new ReferralService(uow, people.codec).create(desk, {
    memberId: referred.memberId,
    toOrganisationId: own['organisation']!,
    purpose: 'Prova',
    scope: 'read',
    until: people.day(30),
  });
  const transferId = await firstId(owner, people, 'transfer');
  const proposalId = await firstId(owner, people, 'proposal');
  const ids = {
    ...own,
    accounts: await firstId(owner, people, 'account'),
    assignments: built.assignmentId,
    blocks: spare.memberId,
    categories: facts.categories.errands,
    credentials: built.credentialId,
    dependants: family.dependantIds[0]!,
    exchanges: built.exchangeId,
    guardians: family.memberId,
    helpers: helper.memberId,
    'identity-links': built.identityLinkId,
    'me/identity-links': built.identityLinkId,
    incidents: built.incidentId,
    invitations: built.invitationId,
    'join-requests': built.joinRequestId,
    history: built.requestId,
    households: family.householdId,
    'matching-runs': built.runId,
    members: spare.memberId,
    municipalities: facts.municipalities.city,
    zones: facts.zones.centre,
    offers: helper.offerId,
    organisations: facts.organisationId,
    'sign-in/providers': 'nowhere',
    proposals: proposalId,
    'replacement-asks': built.replacementAskId,
    referrals: referral.id,
    requests: built.requestId,
    seats: built.seatId,
    'time-entries': built.timeEntryId,
    'shared-accounts': shared.id,
    transfers: transferId,
    visits: built.visitId,
  };
  const named = {
    householdId: family.householdId,
    categoryId: facts.categories.errands,
    categoryIds: [facts.categories.errands],
    credentialTypeId: facts.credentialTypes.interview,
    communityId: people.id,
    coordinatorId: desk.memberId,
    coveredById: desk.memberId,
    dependantId: family.dependantIds[0]!,
    dependantIds: family.dependantIds,
    fromZoneId: family.zoneId,
    toZoneId: family.zoneId,
    guardianId: spare.memberId,
    helperId: helper.memberId,
    memberId: spare.memberId,
    municipalityId: facts.municipalities.city,
    municipalityIds: [facts.municipalities.city],
    onBehalfOf: family.memberId,
    organisationId: facts.organisationId,
    otherMemberId: spare.memberId,
    ownerId: desk.memberId,
    payerMemberId: family.memberId,
    requestId: built.requestId,
    signedBy: family.memberId,
    subjectId: built.requestId,
    toAccountId: shared.id,
    toOrganisationId: own['organisation']!,
    approverId: desk.memberId,
    toMemberId: spare.memberId,
    visitIds: [built.visitId],
    zoneId: family.zoneId,
  };
  return { ids, named, family, helper };
}

async function firstId(owner: Client, people: CommunityPeople, table: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE community_id = $1 ORDER BY id LIMIT 1`,
    [people.id],
  );
  if (!rows[0]) throw new Error(`There is no ${table} to ask for.`);
  return rows[0].id;
}

/** Records that come from the worker, or from routes under test. */
async function writtenByHand(
  owner: Client,
  people: CommunityPeople,
  { family, helper }: { readonly family: BuiltFamily; readonly helper: BuiltHelper },
): Promise<Record<string, string>> {
  const c = people.id;
  const ids = {
    closures: newId(),
    'duty-shifts': newId(),
    leaves: newId(),
    'collection-authorisations': newId(),
    'dead-letters': newId(),
    deliveries: newId(),
    exceptions: newId(),
    exemptions: newId(),
    insurances: newId(),
    'minor-consents': newId(),
    organisation: newId(),
    'me/notifications': newId(),
    'me/sessions': newId(),
    sessions: newId(),
    'me/push-subscriptions': newId(),
    'me/passkeys': newId(),
  };
  const at = '2026-10-01T08:00:00Z';
  await owner.query(
    `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra di prova', 'school', $3)`,
    [c, ids.organisation, at],
  );
  await owner.query(
    `INSERT INTO closure (community_id, id, kind, first_day, last_day, name) VALUES ($1, $2, 'school', '2026-12-23', '2027-01-06', 'Natale')`,
    [c, ids.closures],
  );
  await owner.query(
    `INSERT INTO credential_exemption (community_id, id, member_id, credential_type_id, reason, granted_by, valid_from, valid_until, created_at)
     VALUES ($1, $2, $3, $4, 'Prova', $5, '2026-10-01', '2026-12-31', $6)`,
    [
      c,
      ids.exemptions,
      helper.memberId,
      people.facts.credentialTypes.training,
      (await people.administrator()).memberId,
      at,
    ],
  );
  await owner.query(
    `INSERT INTO minor_consent (community_id, id, member_id, guardian_sealed, given_on, valid_until, recorded_by, created_at)
     VALUES ($1, $2, $3, $4, '2026-10-01', '2026-12-31', $5, $6)`,
    [
      c,
      ids['minor-consents'],
      helper.memberId,
      people.codec.seal(c, 'minor_consent.guardian', ids['minor-consents'], 'Prova'),
      (await people.coordinator()).memberId,
      at,
    ],
  );
  await owner.query(
    `INSERT INTO insurance (community_id, id, insurer, first_day, recorded_by, created_at)
     VALUES ($1, $2, 'Prova', '2026-01-01', $3, $4)`,
    [c, ids.insurances, (await people.administrator()).memberId, at],
  );
  await writeFactors(owner, people, family.actor.personId, ids['me/passkeys'], at);
  await owner.query(
    `INSERT INTO push_subscription (community_id, id, member_id, endpoint_hash, subscription_sealed, created_at)
     VALUES ($1, $2, $3, 'hash', $4, $5)`,
    [
      c,
      ids['me/push-subscriptions'],
      family.memberId,
      people.codec.seal(
        c,
        'push_subscription.subscription',
        ids['me/push-subscriptions'],
        '{"endpoint":"https://push.example.org/prova"}',
      ),
      at,
    ],
  );
  await owner.query(
    `INSERT INTO desk_leave (community_id, id, coordinator_id, cover_id, first_day, last_day, created_by, created_at)
     VALUES ($1, $2, $3, $4, '2026-12-01', '2026-12-05', $3, $5)`,
    [c, ids.leaves, (await people.coordinator()).memberId, (await people.administrator()).memberId, at],
  );
  await owner.query(
    `INSERT INTO duty_shift (community_id, id, coordinator_id, starts_at, ends_at, created_by, created_at)
     VALUES ($1, $2, $3, '2026-12-24T08:00:00Z', '2026-12-24T20:00:00Z', $3, $4)`,
    [c, ids['duty-shifts'], (await people.coordinator()).memberId, at],
  );
  await owner.query(
    `INSERT INTO collection_authorisation (community_id, id, dependant_id, helper_id, school, signed_by, valid_until, created_at)
     VALUES ($1, $2, $3, $4, 'Scuola di prova', $5, '2027-06-08', $6)`,
    [c, ids['collection-authorisations'], family.dependantIds[0], helper.memberId, family.memberId, at],
  );
  await owner.query(
    `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at, dead_at, last_error)
     VALUES ($1, $2::uuid, 'test.dead', 'test.dead', $2::text, jsonb_build_object('version', 1, 'subjectId', $3::text, 'values', '{}'::jsonb),
       $4, $4, $4, 'unavailable')`,
    [c, ids['dead-letters'], family.householdId, at],
  );
  await owner.query(
    `INSERT INTO notification (community_id, id, member_id, topic, message_id, message_values, event_key, created_at)
     VALUES ($1, $2::uuid, $3, 'request-withdrawn', 'request-withdrawn', '{"category": "Compiti"}', $2::text, $4)`,
    [c, ids['me/notifications'], family.memberId, at],
  );
  await owner.query(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, failure)
     VALUES ($1, $2, $3, 'e-mail', 'failed', $4, 'mailbox full')`,
    [c, ids.deliveries, ids['me/notifications'], at],
  );
  await owner.query(
    `INSERT INTO availability_exception (community_id, id, member_id, kind, first_day, last_day)
     VALUES ($1, $2, $3, 'away', '2026-12-24', '2026-12-26')`,
    [c, ids.exceptions, helper.memberId],
  );
  await owner.query(
    `INSERT INTO session (community_id, id, title, zone_id, starts_at, ends_at, capacity, created_by, created_at)
     VALUES ($1, $2, 'Compiti insieme', $3, '2026-10-12T14:00:00Z', '2026-10-12T16:00:00Z', 6, $4, $5)`,
    [c, ids.sessions, people.facts.zones.centre, (await people.coordinator()).memberId, at],
  );
  await owner.query(
    `INSERT INTO sign_in_session (id, token_hash, person_id, community_id, member_id, created_at, last_seen_at, expires_at)
     VALUES ($1::uuid, decode(md5($1::text), 'hex'), $2, $3, $4, $5, $5, '2026-10-30T08:00:00Z')`,
    [ids['me/sessions'], family.actor.personId, c, family.memberId, at],
  );
  return ids;
}

/** What somebody signs in with: a passkey, an authenticator, a recovery code, a browser that is known. */
async function writeFactors(
  owner: Client,
  people: CommunityPeople,
  personId: string,
  passkeyId: string,
  at: string,
): Promise<void> {
  const bytes = Buffer.from(personId);
  await owner.query('INSERT INTO factor_holder (person_id, user_handle) VALUES ($1, $2)', [personId, bytes]);
  await owner.query(
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, transports, browser, system, created_at, last_used_at)
     VALUES ($1, $2, $3, 'key', 0, '{}', 'firefox', 'linux', $4, $4)`,
    [passkeyId, personId, bytes, at],
  );
  const id = newId();
  await owner.query(
    `INSERT INTO authenticator (id, person_id, secret_sealed, last_step, created_at, confirmed_at, last_used_at)
     VALUES ($1, $2, $3, 1, $4, $4, $4)`,
    [
      id,
      personId,
      people.codec.seal('installation', 'authenticator.secret', id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
      at,
    ],
  );
  await owner.query('INSERT INTO recovery_code (person_id, code_hash, created_at) VALUES ($1, $2, $3)', [
    personId,
    bytes,
    at,
  ]);
  await owner.query(
    'INSERT INTO known_device (person_id, device_hash, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $3)',
    [personId, bytes, at],
  );
}
