import { closedDays, communityOf, requireTimebank } from '#communities';
import type { Tx } from '#database';
import { dependantWithinSight, findHousehold, guardiansOf } from '#members';
import { commonError, localDay, type LocalDay } from '#platform';
import type { RequestEntity } from './request.entity.js';
import { requestError } from './request.errors.js';
import {
  asksMore,
  checkFacts,
  checkNote,
  keepComing,
  readSchedule,
  type CategoryDemands,
} from './request.rules.js';
import { settlePayer } from './request-payer.js';
import { NOBODY, type RequestPayer } from './request-payer.rules.js';
import { scheduleInputOf, type RequestSide } from './request-record.js';
import type { RequestFacts } from './request.types.js';
import { expandSchedule, type Schedule } from './recurrence.rules.js';
import { wantVisits, type WantedVisit } from './visit-plan.rules.js';

/** Facts that passed every check, with what they mean in dates. */
export interface PreparedRequest {
  readonly facts: RequestFacts;
  readonly schedule: Schedule;
  readonly zoneId: string;
  readonly payer: RequestPayer;
  /** The visits to come, closed days left out. */
  readonly visits: readonly WantedVisit[];
}

interface Category extends CategoryDemands {
  readonly active: boolean;
  readonly skipsClosures: boolean;
}

export interface Speaker {
  readonly side: RequestSide;
  /** The guardian who acts or for whom a coordinator speaks. */
  readonly speakingFor: string | undefined;
}

/**
 * Checks a request's facts against its category, its household and the calendar.
 * @param current the request as it stands, when it is edited
 * @throws DomainError with the codes of request.errors.ts.
 */
export async function prepareRequest(
  tx: Tx,
  householdId: string,
  facts: RequestFacts,
  { side, speakingFor }: Speaker,
  current?: RequestEntity,
): Promise<PreparedRequest> {
  const schedule = readSchedule(facts.schedule);
  checkNote(facts.note ?? null);
  // What was asked for while there was a time bank goes on.
  if (facts.regimes.includes('timebank') && !current?.regimes.includes('timebank')) await requireTimebank(tx);
  const household = await findHousehold(tx, householdId);
  if (!household) throw commonError('not-found');
  const category = await categoryFor(tx, facts.categoryId, current);
  checkFacts(category, {
    dependants: facts.dependantIds.length,
    subjects: facts.subjects.length,
    hasDropOff: Boolean(facts.dropOff),
    hasReturn: schedule.returnLeg !== null,
  });
  const zoneId = facts.zoneId ?? household.zoneId;
  if (zoneId !== household.zoneId && !facts.address) {
    throw requestError('facts-missing', 'Help at another place needs its address.', { missing: ['address'] });
  }
  const asking = side === 'family' ? tx.actor.memberId : undefined;
  const municipalityId = await checkReferences(tx, householdId, facts, zoneId, asking);
  const payer = await settlePayer(tx, side, {
    regimes: facts.regimes,
    asked: { memberId: facts.payerMemberId, accountId: facts.payerAccountId },
    current: current ? { memberId: current.payerMemberId, accountId: current.payerAccountId } : NOBODY,
    speakingFor,
    guardianIds: (await guardiansOf(tx, [householdId])).get(householdId) ?? [],
    asksMore:
      current !== undefined && asksMore(askedBy(current), { schedule, seatsNeeded: facts.seatsNeeded }),
  });
  const closedFor = category.skipsClosures ? municipalityId : undefined;
  const visits = await planVisits(
    tx,
    schedule,
    { zoneId, dropOffZoneId: facts.dropOff?.zoneId ?? null, seatsNeeded: facts.seatsNeeded },
    closedFor,
    current,
  );
  return { facts, schedule, zoneId, payer, visits };
}

function askedBy(request: RequestEntity): { schedule: Schedule; seatsNeeded: number } {
  return { schedule: readSchedule(scheduleInputOf(request)), seatsNeeded: request.seatsNeeded };
}

/** The visits that a schedule still brings. @throws DomainError in-the-past, no-occurrences. */
async function planVisits(
  tx: Tx,
  schedule: Schedule,
  place: { zoneId: string; dropOffZoneId: string | null; seatsNeeded: number },
  closedFor: string | undefined,
  current: RequestEntity | undefined,
): Promise<WantedVisit[]> {
  const { timeZone } = await communityOf(tx);
  const closed: ReadonlySet<LocalDay> = closedFor
    ? await closedDays(tx, closedFor, schedule.firstDay, schedule.untilDay)
    : new Set();
  const coming = keepComing(expandSchedule(schedule, timeZone, closed), schedule, {
    now: tx.now,
    today: localDay(timeZone, tx.now),
    startedOn: current && current.openedAt ? current.firstDay : undefined,
  });
  return wantVisits(coming, place);
}

async function categoryFor(
  tx: Tx,
  categoryId: string,
  current: RequestEntity | undefined,
): Promise<Category> {
  const [category] = await tx.sql<Category>(
    `SELECT code, active, needs_dependants AS "needsDependants", needs_subjects AS "needsSubjects",
       needs_drop_off AS "needsDropOff", skips_closures AS "skipsClosures"
     FROM category WHERE community_id = $1 AND id = $2`,
    [tx.communityId, categoryId],
  );
  if (!category || (!category.active && current?.categoryId !== categoryId)) throw unknown('categoryId');
  return category;
}

/**
 * Everything the facts name belongs to this community and this household, and within the sight of the guardian who asks.
 * @returns the municipality of the zone.
 */
async function checkReferences(
  tx: Tx,
  householdId: string,
  facts: RequestFacts,
  zoneId: string,
  guardianId: string | undefined,
): Promise<string> {
  const [row] = await tx.sql<{
    municipality: string | null;
    dropOff: boolean;
    dependants: number;
    helper: boolean;
  }>(
    `SELECT (SELECT municipality_id FROM zone WHERE community_id = $1 AND id = $2) AS municipality,
       $3::uuid IS NULL OR EXISTS (SELECT FROM zone WHERE community_id = $1 AND id = $3) AS "dropOff",
       (SELECT count(*)::integer FROM dependant d WHERE d.community_id = $1 AND d.household_id = $4
          AND d.archived_at IS NULL AND d.id = ANY ($5::uuid[])
          AND ($7::uuid IS NULL OR ${dependantWithinSight('d.household_id', 'd.id', '$7')})) AS dependants,
       $6::uuid IS NULL OR EXISTS (SELECT FROM member m JOIN member_role r ON r.community_id = m.community_id
          AND r.member_id = m.id AND r.role = 'helper' WHERE m.community_id = $1 AND m.id = $6) AS helper`,
    [
      tx.communityId,
      zoneId,
      facts.dropOff?.zoneId ?? null,
      householdId,
      facts.dependantIds,
      facts.preferredHelperId ?? null,
      guardianId ?? null,
    ],
  );
  if (!row?.municipality) throw unknown('zoneId');
  if (!row.dropOff) throw unknown('dropOff.zoneId');
  if (row.dependants !== new Set(facts.dependantIds).size) throw unknown('dependantIds');
  if (!row.helper) throw unknown('preferredHelperId');
  return row.municipality;
}

function unknown(field: string) {
  return requestError('unknown-reference', `What ${field} names is not there, or not of this household.`, {
    field,
  });
}
