import { reviewsIncident } from '#members';

/** What waits for a coordinator. The order is the one of the screen's filters. */
export const QUEUE_KINDS = [
  'new',
  'no-candidate',
  'waiting-reply',
  'at-risk',
  'replacement',
  'hours-to-confirm',
  'dispute',
  'call-back',
  'credential',
  'incident',
  'join-request',
  'identity-link',
  'dead-letter',
] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/**
 * Visits that start within this are at risk when a helper is missing; with a helper who may not come, at any
 * distance.
 */
const RISK_HOURS = 48;
/** A visit that a helper began who lacked something stays this long to be looked at, its request closed or not. */
const UNFIT_BEHIND_DAYS = 14;
const STARTED_UNFIT = `'started-unfit' = ANY (v.flags)`;
/** Credentials enter the queue this long before they end, and leave it this long after. */
const CREDENTIAL_AHEAD_DAYS = 60;
const CREDENTIAL_BEHIND_DAYS = 30;
/** Whoever stands at the door, to join or to sign in another way, hears from the desk within this. */
const DOOR_DAYS = 3;

/** Seats of visit `v` taken by helpers whose assignment is confirmed. */
const CONFIRMED_SEATS = `(SELECT count(*) FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  AND a.state IN ('confirmed', 'ended') WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active)`;

const NONE = {
  request: 'NULL::uuid',
  member: 'NULL::uuid',
  starts: 'NULL::timestamptz',
  detail: 'NULL::text',
  organisation: 'NULL::uuid',
};

interface Source {
  readonly subject: string;
  readonly deadline: string;
  readonly from: string;
  readonly where: string;
  readonly request?: string;
  /** The helper, the holder of a credential, or as whom somebody wants to sign in. */
  readonly member?: string;
  readonly starts?: string;
  /** Whose it is, where it is about nobody known. */
  readonly organisation?: string;
  /** A code that says more: the binding rule, who has to answer, what is flagged. */
  readonly detail?: string;
}

/** $1 community, $2 now, $3 the policy of days until silence confirms, $4 the community's time zone, $5 the acting member. */
const SOURCES: Readonly<Record<QueueKind, Source>> = {
  new: {
    subject: 'p.id',
    deadline: 'least(p.expires_at, coalesce(pv.first, p.expires_at))',
    request: 'p.request_id',
    member: 'p.helper_id',
    starts: 'pv.first',
    // What somebody should look at before approving it with others at one press.
    detail: `CASE WHEN p.override_rules <> '{}' THEN 'override'
      WHEN NOT EXISTS (SELECT FROM assignment met WHERE met.community_id = p.community_id AND met.helper_id = p.helper_id
        AND met.state IN ('confirmed', 'ended') AND met.household_id =
          (SELECT household_id FROM request WHERE community_id = p.community_id AND id = p.request_id))
      THEN 'first-time' END`,
    from: `proposal p CROSS JOIN LATERAL (SELECT min(starts_at) AS first FROM proposal_visit
      WHERE community_id = p.community_id AND proposal_id = p.id) pv`,
    where: `p.community_id = $1 AND p.state = 'proposed'`,
  },
  'no-candidate': {
    subject: 'u.request_id',
    deadline: 'u.first',
    request: 'u.request_id',
    starts: 'u.first',
    detail: 'u.why',
    from: `(SELECT DISTINCT ON (v.request_id) v.request_id, v.starts_at AS first, n.why FROM unmatched_visit n
      JOIN visit v ON v.community_id = n.community_id AND v.id = n.visit_id
      WHERE n.community_id = $1 AND v.state = 'planned' AND v.starts_at > $2::timestamptz ORDER BY v.request_id, v.starts_at, v.id) u`,
    where: 'true',
  },
  'waiting-reply': {
    subject: 'w.id',
    deadline: 'w.deadline',
    request: 'w.request_id',
    member: 'w.helper_id',
    starts: 'w.first',
    detail: 'w.who',
    from: `(SELECT a.id, a.request_id, a.helper_id, a.answer_by AS deadline,
        CASE a.state WHEN 'awaiting-guardian' THEN 'guardian' ELSE 'helper' END AS who,
        (SELECT min(s.starts_at) FROM seat s WHERE s.community_id = a.community_id AND s.assignment_id = a.id) AS first
      FROM assignment a WHERE a.community_id = $1 AND a.state IN ('awaiting-acceptance', 'awaiting-guardian')
      UNION ALL SELECT r.id, r.id, NULL, coalesce(f.first, r.created_at), 'family', f.first
      FROM request r CROSS JOIN LATERAL (SELECT min(v.starts_at) AS first FROM visit v WHERE v.community_id = r.community_id
        AND v.request_id = r.id AND v.state = 'planned' AND v.starts_at > $2::timestamptz) f
      WHERE r.community_id = $1 AND r.state = 'needs-info') w`,
    where: 'true',
  },
  'at-risk': {
    subject: 'v.id',
    deadline: 'v.starts_at',
    request: 'v.request_id',
    member: `CASE WHEN v.flags <> '{}' THEN (SELECT s.member_id FROM seat s WHERE s.community_id = v.community_id
      AND s.visit_id = v.id AND s.active ORDER BY s.seat_number LIMIT 1) END`,
    starts: 'v.starts_at',
    detail: `CASE WHEN ${STARTED_UNFIT} THEN 'started-unfit' ELSE coalesce(v.flags[1], 'helper-missing') END`,
    from: 'visit v',
    where: `v.community_id = $1 AND v.state = 'planned'
      AND v.starts_at > $2::timestamptz - make_interval(days => ${UNFIT_BEHIND_DAYS}) AND (${STARTED_UNFIT}
        OR v.starts_at > $2::timestamptz AND (v.flags && '{credential-expired,helper-suspended,blocked,not-covered}'
          OR (v.starts_at < $2::timestamptz + make_interval(hours => ${RISK_HOURS})
            AND (v.flags <> '{}' OR ${CONFIRMED_SEATS} < v.seats_needed)))
        AND EXISTS (SELECT FROM request o WHERE o.community_id = v.community_id AND o.id = v.request_id
          AND o.state IN ('open', 'needs-info')))`,
  },
  replacement: {
    subject: 's.id',
    deadline: 's.starts_at',
    request: 'a.request_id',
    member: 's.member_id',
    starts: 's.starts_at',
    from: 'seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id',
    where: `s.community_id = $1 AND s.state = 'replacement-sought' AND s.starts_at > $2::timestamptz`,
  },
  'hours-to-confirm': {
    subject: 't.id',
    deadline: 'coalesce(t.auto_confirm_at, t.declared_at + make_interval(days => $3::integer))',
    request: 'a.request_id',
    member: 's.member_id',
    starts: 's.starts_at',
    detail: 't.declared_side',
    from: `time_entry t JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
      JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id`,
    where: `t.community_id = $1 AND t.state = 'declared'`,
  },
  dispute: {
    subject: 't.id',
    deadline: 'coalesce(t.answered_at, t.declared_at)',
    request: 'a.request_id',
    member: 's.member_id',
    starts: 's.starts_at',
    from: `time_entry t JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
      JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id`,
    where: `t.community_id = $1 AND t.state = 'disputed'`,
  },
  'call-back': {
    subject: 'c.id',
    deadline: 'c.call_back_on::timestamp AT TIME ZONE $4',
    request: 'c.id',
    from: 'request c',
    where: `c.community_id = $1 AND c.call_back_on IS NOT NULL AND c.state IN ('draft', 'open', 'needs-info')`,
  },
  credential: {
    subject: 'k.id',
    deadline: '(k.valid_until + 1)::timestamp AT TIME ZONE $4',
    member: 'k.member_id',
    detail: 'y.code',
    from: `credential k JOIN credential_type y ON y.community_id = k.community_id AND y.id = k.credential_type_id
      JOIN member h ON h.community_id = k.community_id AND h.id = k.member_id AND h.state = 'active'`,
    where: `k.community_id = $1 AND k.outcome = 'passed' AND k.withdrawn_at IS NULL
      AND k.valid_until BETWEEN ($2::timestamptz AT TIME ZONE $4)::date - ${CREDENTIAL_BEHIND_DAYS}
        AND ($2::timestamptz AT TIME ZONE $4)::date + ${CREDENTIAL_AHEAD_DAYS}
      AND NOT EXISTS (SELECT FROM credential later WHERE later.community_id = k.community_id
        AND later.member_id = k.member_id AND later.credential_type_id = k.credential_type_id
        AND later.outcome = 'passed' AND later.withdrawn_at IS NULL AND (later.valid_until, later.id) > (k.valid_until, k.id))`,
  },
  // For those alone who may take it; nothing of its content.
  incident: {
    subject: 'i.id',
    deadline: 'coalesce(i.escalate_at, i.created_at)',
    detail: 'i.severity',
    from: 'incident i',
    where: `i.community_id = $1 AND i.state = 'open' AND i.owner_id IS NULL AND ${reviewsIncident('$5', '$2::timestamptz')}`,
  },
  // No name; who names no organisation is every desk's, as on the list of those who ask.
  'join-request': {
    subject: 'j.id',
    deadline: `j.created_at + make_interval(days => ${DOOR_DAYS})`,
    detail: 'j.origin',
    organisation: 'j.organisation_id',
    from: 'join_request j',
    where: `j.community_id = $1 AND j.state = 'waiting'`,
  },
  'identity-link': {
    subject: 'l.id',
    deadline: `l.created_at + make_interval(days => ${DOOR_DAYS})`,
    member: 'l.member_id',
    detail: 'l.matched_by',
    from: 'identity_link l',
    where: `l.community_id = $1 AND l.state = 'asked'`,
  },
  'dead-letter': {
    subject: 'd.id',
    deadline: 'd.dead_at',
    detail: 'd.reaction',
    from: 'outbox d',
    where: 'd.community_id = $1 AND d.dead_at IS NOT NULL',
  },
};

/** One kind's items as rows of the queue. */
function rowsOf(kind: QueueKind): string {
  const source = { ...NONE, ...SOURCES[kind] };
  return `SELECT '${kind}' AS kind, '${kind}.' || ${source.subject} AS id, ${source.subject} AS subject_id,
    ${source.deadline} AS deadline, ${source.request} AS request_id, ${source.member} AS member_id,
    ${source.starts} AS starts_at, ${source.detail} AS detail, ${source.organisation} AS organisation_id FROM ${source.from} WHERE ${source.where}`;
}

/** The items of these kinds as one relation. */
export function queueItems(kinds: readonly QueueKind[]): string {
  return kinds.map(rowsOf).join('\nUNION ALL ');
}
