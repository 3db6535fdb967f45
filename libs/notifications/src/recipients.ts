import type { Tx } from '#database';
import { AT_THE_DESK, coordinatorsOnDuty, coversOf, withinSight } from '#members';
import type { Subject } from './subjects.js';
import type { Audience, Told } from './topics.js';

export interface Recipient extends Told {
  readonly memberId: string;
}

const MOST_RECIPIENTS = 200;

/** Whom an event is told, each member once, by the first audience they belong to. */
export async function findRecipients(tx: Tx, subject: Subject, tells: readonly Told[]): Promise<Recipient[]> {
  const found = new Map<string, Recipient>();
  for (const told of tells) {
    for (const memberId of await membersOf(tx, subject, told.audience)) {
      if (memberId !== subject.doneBy && !found.has(memberId)) found.set(memberId, { ...told, memberId });
    }
  }
  return [...found.values()].slice(0, MOST_RECIPIENTS);
}

async function membersOf(tx: Tx, subject: Subject, audience: Audience): Promise<readonly string[]> {
  switch (audience) {
    case 'guardians':
      return guardiansOf(tx, subject);
    case 'open-guardians':
      return subject.guardianAwaited ? guardiansOf(tx, subject) : [];
    case 'helpers':
      return subject.helperIds;
    case 'owner':
      return ownersOf(tx, subject);
    case 'desk':
      return coordinatorsOf(tx, subject);
    case 'duty':
      return onDuty(tx, subject);
    case 'concerned':
      return subject.concernedIds ?? [];
    case 'answering':
      return [
        ...(subject.answeringIds ?? []),
        ...(subject.answeringSides?.includes('family') ? await guardiansOf(tx, subject) : []),
        ...(subject.answeringSides?.includes('helper') ? subject.helperIds : []),
      ];
  }
}

/** The case's owner and cover and whoever covers them, those at the desk still; where nobody is, all who reach it. */
async function ownersOf(tx: Tx, subject: Subject): Promise<readonly string[]> {
  if (subject.ownerIds.length === 0) return coordinatorsOf(tx, subject);
  const ids = [...subject.ownerIds, ...(await coversOf(tx, subject.ownerIds))];
  const rows = await tx.sql<{ id: string }>(
    `SELECT m.id FROM member m WHERE m.community_id = $1 AND m.id = ANY ($2::uuid[]) AND ${AT_THE_DESK}
     ORDER BY array_position($2, m.id)`,
    [tx.communityId, ids],
  );
  return rows.length > 0 ? rows.map(({ id }) => id) : coordinatorsOf(tx, subject);
}

/** Somebody who can act: never only those whom the alert is about. */
async function onDuty(tx: Tx, subject: Subject): Promise<readonly string[]> {
  const concerned = [...subject.helperIds, ...(await guardiansOf(tx, subject))];
  const duty = await coordinatorsOnDuty(tx, subject.organisationId ?? null, concerned);
  if (duty.length > 0) return duty;
  return (await coordinatorsOf(tx, subject)).filter((id) => !concerned.includes(id));
}

async function guardiansOf(tx: Tx, subject: Subject): Promise<string[]> {
  if (!subject.householdId) return [];
  const rows = await tx.sql<{ id: string }>(
    `SELECT member_id AS id FROM household_member
     WHERE community_id = $1 AND household_id = $2 AND guardian
       AND ($3::uuid IS NULL OR EXISTS (SELECT FROM request r WHERE r.community_id = $1 AND r.id = $3
         AND ${withinSight('r', 'household_member.member_id')})) ORDER BY member_id LIMIT ${MOST_RECIPIENTS}`,
    [tx.communityId, subject.householdId, subject.requestId ?? null],
  );
  return rows.map(({ id }) => id);
}

/** Coordinators reach the people of their own organisation, and everybody where one of the two has none. */
async function coordinatorsOf(tx: Tx, subject: Subject): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT r.member_id AS id FROM member_role r JOIN member m ON m.community_id = r.community_id AND m.id = r.member_id AND m.state = 'active'
     WHERE r.community_id = $1 AND r.role = 'coordinator'
       AND ($2::uuid IS NULL OR m.organisation_id IS NULL OR m.organisation_id = $2)
     ORDER BY r.member_id LIMIT ${MOST_RECIPIENTS}`,
    [tx.communityId, subject.organisationId ?? null],
  );
  return rows.map(({ id }) => id);
}
