import { communityOf } from '#communities';
import { UnitOfWork, type Actor, type Tx } from '#database';
import {
  addDays,
  commonError,
  daysBetween,
  instantAt,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { availabilityError } from './availability.errors.js';
import { freeTimeOf } from './free-time.query.js';
import type { AvailabilityException, WeeklyHours } from './free-time.rules.js';
import { announceChange, lockProfile, requireHelperAccess, saveProfile } from './helper-access.js';
import { HelperProfileEntity } from './helper-profile.entity.js';
import { checkWeeklyHours } from './offer.rules.js';

const MAX_EXCEPTIONS = 400;
const MAX_FREE_DAYS = 62;

export interface ProfileFacts {
  readonly zoneId: string;
  readonly weeklyMinutes: number;
  readonly breakMinutes: number;
  /** null: the community's policy. */
  readonly asksPerDay: number | null;
  readonly asksPerWeek: number | null;
  readonly pausedUntil: LocalDay | null;
}

export type HelperProfile = ProfileFacts & { readonly memberId: string; readonly version: number };
export type StoredException = AvailabilityException & { readonly id: string };
export interface HoursView {
  readonly hours: readonly WeeklyHours[];
  /** The profile's version: what If-Match names. */
  readonly version: number;
}

/** A helper's limits, weekly hours and exceptions: their own, or a coordinator's entry on their behalf. */
@Injectable()
export class HelpersService {
  constructor(private readonly uow: UnitOfWork) {}

  readProfile(actor: Actor, memberId: string): Promise<HelperProfile> {
    return this.uow.run(actor, async (tx) => toView(await findProfile(tx, memberId)));
  }

  /** Makes the profile (version 0) or changes it. @throws DomainError stale-version, offer-names-unknown. */
  putProfile(actor: Actor, memberId: string, version: number, facts: ProfileFacts): Promise<HelperProfile> {
    return this.uow.run(actor, async (tx) => {
      await requireHelperAccess(tx, memberId);
      const zones = await tx.sql(`SELECT FROM zone WHERE community_id = $1 AND id = $2`, [
        tx.communityId,
        facts.zoneId,
      ]);
      if (zones.length === 0) throw availabilityError('offer-names-unknown', undefined, { field: 'zoneId' });
      if (version === 0) return insertProfile(tx, memberId, facts);
      const profile = Object.assign(await lockProfile(tx, memberId, version), facts);
      await saveProfile(tx, profile);
      return toView(profile);
    });
  }

  readWeeklyHours(actor: Actor, memberId: string): Promise<HoursView> {
    return this.uow.run(actor, async (tx) => {
      const { version } = await findProfile(tx, memberId);
      return { hours: await weeklyHoursOf(tx, memberId), version };
    });
  }

  /** Replaces all weekly hours. @throws DomainError hours-wrong, stale-version. */
  async putWeeklyHours(
    actor: Actor,
    memberId: string,
    version: number,
    hours: readonly WeeklyHours[],
  ): Promise<HoursView> {
    checkWeeklyHours(hours);
    return this.uow.run(actor, async (tx) => {
      const profile = await lockProfile(tx, memberId, version);
      await tx.sql(`DELETE FROM weekly_hours WHERE community_id = $1 AND member_id = $2`, [
        tx.communityId,
        memberId,
      ]);
      await tx.sql(
        `INSERT INTO weekly_hours (community_id, member_id, id, weekday, start_minute, end_minute)
         SELECT $1, $2, h.* FROM unnest($3::uuid[], $4::smallint[], $5::integer[], $6::integer[]) AS h`,
        [
          tx.communityId,
          memberId,
          hours.map(() => newId()),
          hours.map(({ weekday }) => weekday),
          hours.map(({ startMinute }) => startMinute),
          hours.map(({ endMinute }) => endMinute),
        ],
      );
      await saveProfile(tx, profile);
      return { hours: await weeklyHoursOf(tx, memberId), version: profile.version };
    });
  }

  listExceptions(actor: Actor, memberId: string, page: PageRequest): Promise<Page<StoredException>> {
    return this.uow.run(actor, async (tx) => {
      await requireHelperAccess(tx, memberId);
      const rows = await tx.sql<StoredException>(
        `SELECT id, kind, first_day AS "firstDay", last_day AS "lastDay", start_minute AS "startMinute", end_minute AS "endMinute"
         FROM availability_exception WHERE community_id = $1 AND member_id = $2 AND ($3::uuid IS NULL OR id > $3)
         ORDER BY id LIMIT $4`,
        [tx.communityId, memberId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError hours-wrong, too-many-exceptions, no-helper-profile. */
  async addException(
    actor: Actor,
    memberId: string,
    exception: AvailabilityException,
  ): Promise<StoredException> {
    checkException(exception);
    return this.uow.run(actor, async (tx) => {
      await lockProfile(tx, memberId);
      const [counted] = await tx.sql<{ count: number }>(
        `SELECT count(*)::integer AS count FROM availability_exception WHERE community_id = $1 AND member_id = $2`,
        [tx.communityId, memberId],
      );
      if (counted!.count >= MAX_EXCEPTIONS) throw availabilityError('too-many-exceptions');
      const id = newId();
      const { kind, firstDay, lastDay, startMinute, endMinute } = exception;
      await tx.sql(
        `INSERT INTO availability_exception (community_id, id, member_id, kind, first_day, last_day, start_minute, end_minute)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tx.communityId, id, memberId, kind, firstDay, lastDay, startMinute, endMinute],
      );
      await announceChange(tx, memberId);
      return { ...exception, id };
    });
  }

  removeException(actor: Actor, id: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<{ memberId: string }>(
        `SELECT member_id AS "memberId" FROM availability_exception WHERE community_id = $1 AND id = $2`,
        [tx.communityId, id],
      );
      if (!row) throw commonError('not-found');
      await lockProfile(tx, row.memberId);
      await tx.sql(`DELETE FROM availability_exception WHERE community_id = $1 AND id = $2`, [
        tx.communityId,
        id,
      ]);
      await announceChange(tx, row.memberId);
    });
  }

  /** Free time on the local days `from` to `to`, both included. @throws DomainError free-time-too-long, hours-wrong. */
  freeTime(
    actor: Actor,
    memberId: string,
    from: LocalDay,
    to: LocalDay,
  ): Promise<{ startsAt: Date; endsAt: Date }[]> {
    return this.uow.run(actor, async (tx) => {
      await requireHelperAccess(tx, memberId);
      const days = daysBetween(from, to) + 1;
      if (days < 1) throw availabilityError('hours-wrong', '"to" is before "from".');
      if (days > MAX_FREE_DAYS)
        throw availabilityError('free-time-too-long', undefined, { days, limit: MAX_FREE_DAYS });
      const { timeZone } = await communityOf(tx);
      const [first, last] = [instantAt(timeZone, from, 0), instantAt(timeZone, addDays(to, 1), 0)];
      const free = (await freeTimeOf(tx, [memberId], first, last, timeZone)).get(memberId) ?? [];
      return free.map(({ start, end }) => ({ startsAt: new Date(start), endsAt: new Date(end) }));
    });
  }
}

async function findProfile(tx: Tx, memberId: string): Promise<HelperProfileEntity> {
  await requireHelperAccess(tx, memberId);
  const profile = await tx.repo(HelperProfileEntity).findOneBy({ communityId: tx.communityId, memberId });
  if (!profile) throw commonError('not-found');
  return profile;
}

/** A first profile; a second one made at the same moment is a stale version. */
async function insertProfile(tx: Tx, memberId: string, facts: ProfileFacts): Promise<HelperProfile> {
  const made = await tx.sql(
    `INSERT INTO helper_profile (community_id, member_id, zone_id, weekly_minutes, break_minutes, asks_per_day, asks_per_week, paused_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING member_id`,
    [
      tx.communityId,
      memberId,
      facts.zoneId,
      facts.weeklyMinutes,
      facts.breakMinutes,
      facts.asksPerDay,
      facts.asksPerWeek,
      facts.pausedUntil,
    ],
  );
  if (made.length === 0) throw commonError('stale-version');
  await announceChange(tx, memberId);
  return { ...facts, memberId, version: 1 };
}

function toView({ communityId: _communityId, ...profile }: HelperProfileEntity): HelperProfile {
  return profile;
}

function weeklyHoursOf(tx: Tx, memberId: string): Promise<WeeklyHours[]> {
  return tx.sql<WeeklyHours>(
    `SELECT weekday, start_minute AS "startMinute", end_minute AS "endMinute" FROM weekly_hours
     WHERE community_id = $1 AND member_id = $2 ORDER BY weekday, start_minute, end_minute`,
    [tx.communityId, memberId],
  );
}

function checkException({ kind, firstDay, lastDay, startMinute, endMinute }: AvailabilityException): void {
  const wrong = (detail: string) => availabilityError('hours-wrong', detail);
  const days = daysBetween(firstDay, lastDay);
  if (days < 0) throw wrong('The last day is before the first.');
  if (days > MAX_EXCEPTIONS) throw wrong('An exception lasts at most 400 days.');
  if ((startMinute === null) !== (endMinute === null))
    throw wrong('Give both times, or none for whole days.');
  if (kind !== 'away' && startMinute === null) throw wrong('Hours that are given need a start and an end.');
  if (startMinute !== null && endMinute !== null) checkWeeklyHours([{ weekday: 1, startMinute, endMinute }]);
}
