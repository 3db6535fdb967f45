import { policiesToday, todayOf, type Policies } from '#communities';
import type { Tx } from '#database';
import { addDays, type LocalDay } from '#platform';

/** Data whose time is over: what they are, which policy keeps them, which rows are due, what is done with them. */
interface Kept {
  readonly what: string;
  readonly days: (policies: Policies) => number;
  readonly table: string;
  readonly key: string;
  /** SQL condition on `t`; $2 the instant, $3 the local day before which they are due. */
  readonly due: string;
  /** What must be gone before; it waits for the next batch. */
  readonly ready?: string;
  /** Emptied columns; left out: the row goes. */
  readonly empty?: string;
}

/** So long an identity that was refused does not ask anew. */
const REFUSED_DAYS = 90;

/** The ONE table of retention. The days are policies of the community, dated like the others. */
export const RETENTION: readonly Kept[] = [
  {
    what: 'deliveries',
    days: (policies) => policies.keepMessagesDays,
    table: 'delivery',
    key: 'id',
    due: `EXISTS (SELECT FROM notification n WHERE n.community_id = t.community_id AND n.id = t.notification_id AND n.created_at < $2)`,
  },
  {
    what: 'messages',
    days: (policies) => policies.keepMessagesDays,
    table: 'notification',
    key: 'id',
    due: 't.created_at < $2',
    ready: `NOT EXISTS (SELECT FROM delivery d WHERE d.community_id = t.community_id AND d.notification_id = t.id)`,
  },
  {
    what: 'places and notes of closed requests',
    days: (policies) => policies.keepPlacesDays,
    table: 'request',
    key: 'id',
    due: `t.closed_at < $2 AND (t.address_sealed IS NOT NULL OR t.drop_off_address_sealed IS NOT NULL
      OR t.note_sealed IS NOT NULL OR t.school IS NOT NULL)`,
    empty: 'address_sealed = NULL, drop_off_address_sealed = NULL, note_sealed = NULL, school = NULL',
  },
  {
    what: 'case notes',
    days: (policies) => policies.keepNotesDays,
    table: 'request_note',
    key: 'id',
    due: 't.created_at < $2',
  },
  {
    what: 'checks',
    days: (policies) => policies.keepChecksDays,
    table: 'credential',
    key: 'id',
    due: 't.valid_until < $3',
  },
  {
    what: 'exemptions',
    days: (policies) => policies.keepChecksDays,
    table: 'credential_exemption',
    key: 'id',
    due: 't.valid_until < $3',
  },
  {
    what: 'consents of guardians',
    days: (policies) => policies.keepChecksDays,
    table: 'minor_consent',
    key: 'id',
    due: 't.valid_until < $3',
  },
  {
    what: 'authorisations to collect',
    days: (policies) => policies.keepChecksDays,
    table: 'collection_authorisation',
    key: 'id',
    due: 't.valid_until < $3',
  },
  {
    what: 'care cards of archived dependants',
    days: () => 0,
    table: 'care_card',
    key: 'dependant_id',
    due: `EXISTS (SELECT FROM dependant d WHERE d.community_id = t.community_id AND d.id = t.dependant_id AND d.archived_at < $2)`,
  },
  {
    what: 'incidents',
    days: (policies) => policies.keepIncidentsDays,
    table: 'incident',
    key: 'id',
    due: `t.closed_at < $2 AND t.text_sealed <> ''`,
    empty: `text_sealed = '', outcome_sealed = NULL`,
  },
  {
    what: 'who asked to join and was not let in',
    days: (policies) => policies.keepJoinRequestsDays,
    table: 'join_request',
    key: 'id',
    due: `t.state IN ('waiting', 'refused') AND t.created_at < $2`,
  },
  {
    what: 'for whom invitations were that are over',
    days: () => 30,
    table: 'invitation',
    key: 'id',
    due: `t.state <> 'open' AND t.expires_at < $2
      AND (t.name_sealed IS NOT NULL OR t.email_sealed IS NOT NULL OR t.phone_sealed IS NOT NULL)`,
    empty: 'name_sealed = NULL, email_sealed = NULL, phone_sealed = NULL',
  },
  {
    what: 'purposes of ended referrals',
    days: (policies) => policies.keepReferralsDays,
    table: 'referral',
    key: 'id',
    due: `t.ends_at < $2 AND t.purpose_sealed <> ''`,
    empty: `purpose_sealed = ''`,
  },
  {
    what: 'identities that do not sign in',
    days: () => REFUSED_DAYS,
    table: 'identity_link',
    key: 'id',
    due: `t.state NOT IN ('asked', 'confirmed') AND t.decided_at < $2`,
  },
];

/** How much of what is due: nothing is written. */
export async function dueForRetention(tx: Tx): Promise<{ what: string; rows: number }[]> {
  const [policies, today] = [await policiesToday(tx), await todayOf(tx)];
  const counts = [];
  for (const { what, days, table, due } of RETENTION) {
    const [row] = await tx.sql<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM ${table} t WHERE t.community_id = $1
         AND $2::timestamptz IS NOT NULL AND $3::date IS NOT NULL AND ${due}`,
      [tx.communityId, ...limitsOf(tx, today, days(policies))],
    );
    counts.push({ what, rows: row!.rows });
  }
  return counts;
}

/**
 * Lets go of what is due, at most `limit` rows of each kind, and puts a line of how much of what on record.
 * @returns the rows of the fullest kind
 */
export async function applyRetention(tx: Tx, limit: number): Promise<number> {
  const [policies, today] = [await policiesToday(tx), await todayOf(tx)];
  const done: { what: string; rows: number }[] = [];
  for (const { what, days, table, key, due, ready = 'true', empty } of RETENTION) {
    const act = empty ? `UPDATE ${table} x SET ${empty} FROM d` : `DELETE FROM ${table} x USING d`;
    const rows = await tx.sql(
      `WITH d AS MATERIALIZED (SELECT t.${key} FROM ${table} t WHERE t.community_id = $1
         AND $2::timestamptz IS NOT NULL AND $3::date IS NOT NULL AND ${due} AND ${ready} ORDER BY 1 LIMIT $4)
       ${act} WHERE x.community_id = $1 AND x.${key} = d.${key} RETURNING x.${key}`,
      [tx.communityId, ...limitsOf(tx, today, days(policies)), limit],
    );
    if (rows.length > 0) done.push({ what, rows: rows.length });
  }
  if (done.length > 0) {
    const reason = done.map(({ what, rows }) => `${what}: ${rows}`).join(', ');
    await tx.audit({ action: 'retention.run', kind: 'community', ids: [], reason: reason.slice(0, 300) });
  }
  return Math.max(0, ...done.map(({ rows }) => rows));
}

function limitsOf(tx: Tx, today: LocalDay, days: number): [Date, LocalDay] {
  return [new Date(tx.now.getTime() - days * 86_400_000), addDays(today, -days)];
}
