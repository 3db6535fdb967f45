import type { Tx } from '#database';
import { commonError } from '#platform';
import type { IdentityCodec } from '../identity/identity-codec.js';
import type { IncidentState } from './incident.machine.js';
import type { Severity } from './incident.rules.js';

/** A report as its reviewers see it; its reporter sees their own words and where it stands, no more. */
export interface Incident {
  readonly id: string;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly text: string;
  readonly reportedBy: string;
  readonly aboutMemberId: string | null;
  readonly householdId: string | null;
  readonly seatId: string | null;
  /** For reviewers. */
  readonly ownerId?: string | null;
  readonly outcome?: string | null;
  readonly escalateAt?: Date | null;
  readonly escalations?: number;
  readonly createdAt: Date;
  readonly version: number;
}

export interface IncidentRow extends Omit<Incident, 'text' | 'outcome'> {
  readonly textSealed: Buffer;
  readonly outcomeSealed: Buffer | null;
  readonly reviews: boolean;
}

const TEXT = 'incident.text';
const OUTCOME = 'incident.outcome';

/**
 * SQL: does member `me` review report `i` at `now`? An administrator, the coordinator to whom it was given, and of a report
 * that was left alone and is nobody's whoever of the desk is on duty; never whoever reported it, whom it is about, or who
 * lives in the household.
 */
export function reviewsIncident(me: string, now: string): string {
  const has = (roles: string) => `EXISTS (SELECT FROM member_role mr WHERE mr.community_id = i.community_id
    AND mr.member_id = ${me} AND mr.role IN (${roles}))`;
  return `(i.owner_id = ${me} OR ${has(`'administrator'`)}
      OR i.owner_id IS NULL AND i.escalations > 0 AND ${has(`'coordinator'`)} AND EXISTS (SELECT FROM duty_shift d
        WHERE d.community_id = i.community_id AND d.coordinator_id = ${me} AND d.starts_at <= ${now} AND d.ends_at > ${now}))
    AND i.reported_by <> ${me} AND i.about_member_id IS DISTINCT FROM ${me} AND NOT EXISTS (SELECT FROM household_member c
      WHERE c.community_id = i.community_id AND c.household_id = i.household_id AND c.member_id = ${me})`;
}

/** $1 community, $2 the acting member, $3 now. */
function rowsSql(): string {
  const reviews = reviewsIncident('$2', '$3::timestamptz');
  return `SELECT i.id, i.severity, i.state, i.text_sealed AS "textSealed", i.outcome_sealed AS "outcomeSealed",
      i.reported_by AS "reportedBy", i.about_member_id AS "aboutMemberId", i.household_id AS "householdId",
      i.seat_id AS "seatId", i.owner_id AS "ownerId", i.escalate_at AS "escalateAt", i.escalations,
      i.created_at AS "createdAt", i.version, (${reviews}) AS reviews
    FROM incident i WHERE i.community_id = $1 AND (i.reported_by = $2 OR (${reviews}))`;
}

export function listIncidentRows(
  tx: Tx,
  state: IncidentState | undefined,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<IncidentRow[]> {
  return tx.sql<IncidentRow>(
    `${rowsSql()} AND ($4::text IS NULL OR i.state = $4) AND ($5::uuid IS NULL OR i.id < $5) ORDER BY i.id DESC LIMIT $6`,
    [tx.communityId, tx.actor.memberId, tx.now, state ?? null, page.after ?? null, page.limit + 1],
  );
}

/** @throws DomainError not-found: for whoever may not know of it there is no report */
export async function findIncident(tx: Tx, id: string): Promise<IncidentRow> {
  const [row] = await tx.sql<IncidentRow>(`${rowsSql()} AND i.id = $4`, [
    tx.communityId,
    tx.actor.memberId,
    tx.now,
    id,
  ]);
  if (!row) throw commonError('not-found');
  return row;
}

/** For a reviewer, locked. @throws DomainError not-found, stale-version */
export async function lockIncident(tx: Tx, id: string, version: number): Promise<IncidentRow> {
  await tx.sql('SELECT 1 FROM incident WHERE community_id = $1 AND id = $2 FOR UPDATE', [tx.communityId, id]);
  const row = await findIncident(tx, id);
  if (!row.reviews) throw commonError('not-found');
  if (row.version !== version) throw commonError('stale-version', undefined, { version: row.version });
  return row;
}

export function sealText(codec: IdentityCodec, tx: Tx, id: string, text: string): Buffer {
  return codec.seal(tx.communityId, TEXT, id, text);
}

export function sealOutcome(codec: IdentityCodec, tx: Tx, id: string, outcome: string): Buffer {
  return codec.seal(tx.communityId, OUTCOME, id, outcome);
}

/** What the actor may see of the report. */
export function openIncident(codec: IdentityCodec, tx: Tx, row: IncidentRow): Incident {
  const { textSealed, outcomeSealed, reviews, ownerId, escalateAt, escalations, ...rest } = row;
  return {
    ...rest,
    text: codec.open(tx.communityId, TEXT, row.id, textSealed),
    ...(reviews
      ? {
          ownerId,
          escalateAt,
          escalations,
          outcome: codec.openOptional(tx.communityId, OUTCOME, row.id, outcomeSealed),
        }
      : {}),
  };
}

/** Reads of a review are on record, and withheld from the families' own list of reads. */
export async function auditIncidents(tx: Tx, action: string, rows: readonly IncidentRow[]): Promise<void> {
  const reviewed = rows.filter(({ reviews }) => reviews);
  if (reviewed.length === 0) return;
  const ids = reviewed.flatMap(({ id, householdId, aboutMemberId }) => [id, householdId, aboutMemberId]);
  await tx.audit({
    action,
    kind: 'incident',
    ids: [...new Set(ids.filter((id) => id !== null))].slice(0, 200),
  });
}
