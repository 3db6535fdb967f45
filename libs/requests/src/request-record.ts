import type { Tx } from '#database';
import { relationToHousehold, withinSight, type IdentityCodec } from '#members';
import { commonError, formatTime } from '#platform';
import { RequestEntity } from './request.entity.js';
import type { RequestPayer } from './request-payer.rules.js';
import type { ScheduleInput } from './request.rules.js';
import type { DropOff, RequestFacts } from './request.types.js';
import type { Schedule } from './recurrence.rules.js';

/** On which side of a request the acting member stands. */
export type RequestSide = 'family' | 'coordinator';

const PLACE = {
  address: 'request.address',
  dropOffAddress: 'request.drop_off_address',
  note: 'request.note',
} as const;

const DAY_MINUTES = 1_440;

/** For a new request. @throws DomainError not-found unless the actor is a guardian of the household or a coordinator it belongs to. */
export async function sideOf(tx: Tx, householdId: string): Promise<RequestSide> {
  if (tx.actor.memberId === undefined) return 'coordinator';
  const relation = await relationToHousehold(tx, householdId);
  if (relation === 'guardian' || relation === 'limited-guardian') return 'family';
  if (relation === 'coordinator') return 'coordinator';
  throw commonError('not-found');
}

/** For one that exists. @throws DomainError not-found, also for a guardian within whose sight it is not. */
async function sideOfRequest(tx: Tx, { id, householdId }: RequestEntity): Promise<RequestSide> {
  const side = await sideOf(tx, householdId);
  if (side === 'coordinator') return side;
  const seen = await tx.sql(
    `SELECT 1 FROM request r WHERE r.community_id = $1 AND r.id = $2 AND ${withinSight('r', '$3')}`,
    [tx.communityId, id, tx.actor.memberId],
  );
  if (seen.length === 0) throw commonError('not-found');
  return side;
}

export interface HeldRequest {
  readonly request: RequestEntity;
  readonly side: RequestSide;
}

/** A request the actor may see. @throws DomainError not-found. */
export async function findRequest(tx: Tx, id: string): Promise<HeldRequest> {
  const request = await tx.repo(RequestEntity).findOneBy({ communityId: tx.communityId, id });
  if (!request) throw commonError('not-found');
  return { request, side: await sideOfRequest(tx, request) };
}

/**
 * Locks a request the actor may change; every writer of a request's visits comes through this lock first.
 * @throws DomainError not-found, stale-version.
 */
export async function lockRequest(tx: Tx, id: string, version?: number): Promise<HeldRequest> {
  const request = await tx.repo(RequestEntity).findOne({
    where: { communityId: tx.communityId, id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!request) throw commonError('not-found');
  const side = await sideOfRequest(tx, request);
  if (version !== undefined && request.version !== version) {
    throw commonError('stale-version', undefined, { version: request.version });
  }
  return { request, side };
}

/** Writes a locked request back as its next version. */
export async function saveRequest(tx: Tx, request: RequestEntity): Promise<void> {
  request.version += 1;
  await tx.repo(RequestEntity).save(request, { reload: false });
}

export async function dependantsOf(tx: Tx, requestId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT dependant_id AS id FROM request_dependant WHERE community_id = $1 AND request_id = $2 ORDER BY dependant_id`,
    [tx.communityId, requestId],
  );
  return rows.map(({ id }) => id);
}

export async function saveDependants(
  tx: Tx,
  requestId: string,
  dependantIds: readonly string[],
): Promise<void> {
  await tx.sql(
    `DELETE FROM request_dependant WHERE community_id = $1 AND request_id = $2 AND dependant_id <> ALL ($3::uuid[])`,
    [tx.communityId, requestId, dependantIds],
  );
  await tx.sql(
    `INSERT INTO request_dependant (community_id, request_id, dependant_id)
     SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`,
    [tx.communityId, requestId, dependantIds],
  );
}

/** Writes facts into the row; texts are sealed on the way. */
export function writeFacts(
  request: RequestEntity,
  facts: RequestFacts,
  settled: { readonly schedule: Schedule; readonly zoneId: string; readonly payer: RequestPayer },
  codec: IdentityCodec,
): void {
  const { schedule } = settled;
  const seal = (place: string, text: string | null | undefined) =>
    codec.sealOptional(request.communityId, place, request.id, text);
  Object.assign(request, {
    categoryId: facts.categoryId,
    zoneId: settled.zoneId,
    addressSealed: seal(PLACE.address, facts.address),
    dropOffZoneId: facts.dropOff?.zoneId ?? null,
    dropOffAddressSealed: seal(PLACE.dropOffAddress, facts.dropOff?.address),
    frequency: schedule.frequency,
    firstDay: schedule.firstDay,
    untilDay: schedule.untilDay,
    weekdays: [...schedule.weekdays],
    startMinute: schedule.startMinute,
    endMinute: schedule.endMinute,
    durationMinutes: schedule.durationMinutes,
    returnStartMinute: schedule.returnLeg?.startMinute ?? null,
    returnEndMinute: schedule.returnLeg?.endMinute ?? null,
    subjects: [...facts.subjects],
    languages: [...facts.languages],
    mobility: [...facts.mobility],
    seatsNeeded: facts.seatsNeeded,
    urgency: facts.urgency,
    regimes: [...facts.regimes],
    payerMemberId: settled.payer.memberId,
    payerAccountId: settled.payer.accountId,
    preferredHelperId: facts.preferredHelperId ?? null,
    school: facts.school ?? null,
    noteSealed: seal(PLACE.note, facts.note),
  } satisfies Partial<RequestEntity>);
}

/** The facts of a row, opened: the mirror of `writeFacts`. */
export function readFacts(
  request: RequestEntity,
  dependantIds: readonly string[],
  codec: IdentityCodec,
): RequestFacts {
  return {
    categoryId: request.categoryId,
    dependantIds,
    zoneId: request.zoneId,
    ...openPlaces(request, codec),
    schedule: scheduleInputOf(request),
    subjects: request.subjects,
    languages: request.languages,
    mobility: request.mobility,
    seatsNeeded: request.seatsNeeded,
    urgency: request.urgency,
    regimes: request.regimes,
    payerMemberId: request.payerMemberId,
    payerAccountId: request.payerAccountId,
    preferredHelperId: request.preferredHelperId,
    school: request.school,
  };
}

/** The sealed texts of a request: address (null: the household's), drop-off, note. */
export function openPlaces(
  request: RequestEntity,
  codec: IdentityCodec,
): { address: string | null; dropOff: DropOff | null; note: string | null } {
  const open = (place: string, sealed: Buffer | null) =>
    codec.openOptional(request.communityId, place, request.id, sealed);
  const dropOffAddress = open(PLACE.dropOffAddress, request.dropOffAddressSealed);
  return {
    address: open(PLACE.address, request.addressSealed),
    dropOff:
      request.dropOffZoneId && dropOffAddress
        ? { zoneId: request.dropOffZoneId, address: dropOffAddress }
        : null,
    note: open(PLACE.note, request.noteSealed),
  };
}

export function scheduleInputOf(request: RequestEntity): ScheduleInput & { durationMinutes: number } {
  const { returnStartMinute: back, returnEndMinute: backEnd } = request;
  const weekly = request.frequency === 'weekly';
  return {
    frequency: request.frequency,
    firstDay: request.firstDay,
    untilDay: request.untilDay,
    weekdays: weekly ? request.weekdays : [],
    startTime: formatTime(request.startMinute),
    endTime: formatTime(request.endMinute),
    endsNextDay: request.endMinute >= DAY_MINUTES,
    durationMinutes: request.durationMinutes,
    ...(back !== null && backEnd !== null
      ? {
          returnLeg: {
            startTime: formatTime(back),
            endTime: formatTime(backEnd),
            startsNextDay: back >= DAY_MINUTES,
            endsNextDay: backEnd >= DAY_MINUTES,
          },
        }
      : {}),
  };
}
