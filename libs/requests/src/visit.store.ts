import type { Tx } from '#database';
import { newId } from '#platform';
import { visitMachine } from './request.machine.js';
import type { StandingVisit, VisitPlan, WantedVisit } from './visit-plan.rules.js';

type PlacedVisit = WantedVisit & { readonly id: string };

const COLUMNS = `id uuid, occurrence date, leg smallint, window_starts_at timestamptz, window_ends_at timestamptz,
  starts_at timestamptz, ends_at timestamptz, from_zone_id uuid, to_zone_id uuid, seats_needed integer`;

function toRows(visits: readonly PlacedVisit[]): string {
  return JSON.stringify(
    visits.map((visit) => ({
      id: visit.id,
      occurrence: visit.day,
      leg: visit.leg,
      window_starts_at: visit.windowStartsAt,
      window_ends_at: visit.windowEndsAt,
      starts_at: visit.startsAt,
      ends_at: visit.endsAt,
      from_zone_id: visit.fromZoneId,
      to_zone_id: visit.toZoneId,
      seats_needed: visit.seatsNeeded,
    })),
  );
}

/** Writes new visits in one statement. */
export async function insertVisits(tx: Tx, requestId: string, visits: readonly WantedVisit[]): Promise<void> {
  if (visits.length === 0) return;
  await tx.sql(
    `INSERT INTO visit (community_id, id, request_id, occurrence, leg, state, window_starts_at, window_ends_at,
       starts_at, ends_at, from_zone_id, to_zone_id, seats_needed, created_at)
     SELECT $1, w.id, $2, w.occurrence, w.leg, 'planned', w.window_starts_at, w.window_ends_at, w.starts_at, w.ends_at,
       w.from_zone_id, w.to_zone_id, w.seats_needed, $4
     FROM jsonb_to_recordset($3::jsonb) AS w (${COLUMNS})`,
    [tx.communityId, requestId, toRows(visits.map((visit) => ({ ...visit, id: newId() }))), tx.now],
  );
}

/** The visits of a request as they stand, locked against an approval at the same moment. */
export async function lockVisits(tx: Tx, requestId: string): Promise<StandingVisit[]> {
  const visits = await tx.sql<Omit<StandingVisit, 'activeSeats'>>(
    `SELECT id, occurrence, leg, state, rescheduled, window_starts_at AS "windowStartsAt",
       window_ends_at AS "windowEndsAt", starts_at AS "startsAt", ends_at AS "endsAt",
       from_zone_id AS "fromZoneId", to_zone_id AS "toZoneId", seats_needed AS "seatsNeeded"
     FROM visit WHERE community_id = $1 AND request_id = $2 ORDER BY id FOR UPDATE`,
    [tx.communityId, requestId],
  );
  // Seats are counted after the lock is held: one that was approved meanwhile is seen.
  const seats = await tx.sql<{ id: string; seats: number }>(
    `SELECT visit_id AS id, count(*)::integer AS seats FROM seat
     WHERE community_id = $1 AND visit_id = ANY ($2::uuid[]) AND active GROUP BY visit_id`,
    [tx.communityId, visits.map(({ id }) => id)],
  );
  const seatsOf = new Map(seats.map(({ id, seats }) => [id, seats]));
  return visits.map((visit) => ({ ...visit, activeSeats: seatsOf.get(visit.id) ?? 0 }));
}

/** Carries out a replanning that blocks nothing: three statements whatever the number of visits. */
export async function applyPlan(tx: Tx, requestId: string, plan: VisitPlan): Promise<void> {
  await insertVisits(tx, requestId, plan.add);
  await recordVisitSteps(
    tx,
    'plan-again',
    plan.planAgain.map(({ id }) => id),
  );
  const placed = [...plan.move, ...plan.planAgain];
  if (placed.length > 0) {
    await tx.sql(
      `UPDATE visit v SET state = 'planned', rescheduled = false, session_id = NULL,
         window_starts_at = w.window_starts_at, window_ends_at = w.window_ends_at, starts_at = w.starts_at,
         ends_at = w.ends_at, from_zone_id = w.from_zone_id, to_zone_id = w.to_zone_id, seats_needed = w.seats_needed
       FROM jsonb_to_recordset($2::jsonb) AS w (${COLUMNS}) WHERE v.community_id = $1 AND v.id = w.id`,
      [tx.communityId, toRows(placed)],
    );
  }
  await markCancelled(tx, plan.cancel, { rescheduled: true });
}

/** Sets visits cancelled and records each step; announces nothing. */
export async function markCancelled(
  tx: Tx,
  visitIds: readonly string[],
  options: { readonly rescheduled: boolean; readonly reason?: string },
): Promise<void> {
  if (visitIds.length === 0) return;
  await tx.sql(
    `UPDATE visit SET state = 'cancelled', rescheduled = $3 WHERE community_id = $1 AND id = ANY ($2::uuid[])`,
    [tx.communityId, visitIds, options.rescheduled],
  );
  await recordVisitSteps(tx, 'cancel', visitIds, options.reason);
}

/** A step that many visits take at once, recorded with who and why in one statement. */
export async function recordVisitSteps(
  tx: Tx,
  name: 'cancel' | 'plan-again' | 'pass',
  visitIds: readonly string[],
  reason?: string,
): Promise<void> {
  if (visitIds.length === 0) return;
  const step = visitMachine.steps.find((row) => row.name === name)!;
  await tx.sql(
    `INSERT INTO transition (community_id, id, machine, subject_id, name, from_state, to_state, actor_member_id,
       on_behalf_of, reason, at)
     SELECT $1, t.id, $2, t.visit_id, $3, $4, $5, $6, $7, $8, $9 FROM unnest($10::uuid[], $11::uuid[]) AS t (id, visit_id)`,
    [
      tx.communityId,
      visitMachine.name,
      name,
      step.from[0],
      step.to,
      tx.actor.memberId ?? null,
      tx.actor.onBehalfOf ?? null,
      reason ?? null,
      tx.now,
      visitIds.map(() => newId()),
      visitIds,
    ],
  );
}
