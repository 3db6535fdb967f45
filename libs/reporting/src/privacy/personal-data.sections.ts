import { withinSight } from '#members';
import { ABOUT_MEMBER } from './about-member.js';

/**
 * A part of what is kept about a person: one table's rows. $1 community, $2 the member, $3 households whose
 * guardian they are.
 */
export interface Section {
  readonly table: string;
  /** What the part is called; as its table where left out. */
  readonly name?: string;
  /** SQL condition on `t`. */
  readonly where: string;
  /** The column to which sealed values are bound. */
  readonly key?: string;
  /** Columns that are not the person's to have: what others wrote in confidence, or about others. */
  readonly without?: readonly string[];
  /**
   * Not even an administrator who hands the rest over sees it: the desk never reads a care card, nor its own
   * reports.
   */
  readonly selfAlone?: true;
  /** A person's, whatever the community; `where` comes on top. */
  readonly ofPerson?: true;
}

const own = (table: string, key?: string): Section => ({ table, where: 't.member_id = $2', key });
const home = (table: string, key?: string): Section => ({ table, where: 't.household_id = ANY ($3)', key });
const ofPerson = (table: string): Section => ({ table, where: 'true', ofPerson: true, selfAlone: true });
/** Requests of those households, and of another those within the sight of a guardian who is limited there. */
const requests = (r: string) => `(${r}.household_id = ANY ($3) OR (EXISTS (SELECT FROM household_member g
  WHERE g.community_id = $1 AND g.household_id = ${r}.household_id AND g.member_id = $2 AND g.limited) AND ${withinSight(r, '$2')}))`;
const ofRequests = `t.request_id IN (SELECT r.id FROM request r WHERE r.community_id = $1 AND ${requests('r')})`;
const ofAssignments = `t.assignment_id IN (SELECT a.id FROM assignment a WHERE a.community_id = $1
  AND (a.helper_id = $2 OR a.household_id = ANY ($3)))`;
/** An incident's way is its reviewers' to know, whom it is about too. */
const ofSteps = `t.machine <> 'incident' AND t.subject_id IN (${ABOUT_MEMBER})`;
const ofAccounts = `t.account_id IN (SELECT a.id FROM account a WHERE a.community_id = $1 AND a.member_id = $2)`;
const ofDependants = `t.dependant_id IN (SELECT d.id FROM dependant d WHERE d.community_id = $1 AND d.household_id = ANY ($3))`;

/** The ONE list of what a person gets who asks for their data; the order is the one of the file. */
export const SECTIONS: readonly Section[] = [
  { table: 'member', where: 't.id = $2' },
  { ...own('member_identity', 'member_id'), without: ['likeness'] },
  own('member_role'),
  // Who proposed them spoke in confidence.
  { ...own('join_request'), without: ['proposer_sealed', 'proposed_by', 'decided_by'] },
  own('invitation'),
  own('privacy_choice'),
  { table: 'household', where: 't.id = ANY ($3)' },
  home('household_member'),
  own('guardian_dependant'),
  home('household_requirement'),
  home('dependant'),
  { table: 'care_card', where: ofDependants, key: 'dependant_id', selfAlone: true },
  { table: 'collection_authorisation', where: `t.helper_id = $2 OR ${ofDependants}` },
  own('helper_profile'),
  own('offer'),
  own('weekly_hours'),
  own('availability_exception'),
  own('credential'),
  own('credential_exemption'),
  own('minor_consent'),
  own('register_entry'),
  own('member_block'),
  { table: 'member_relative', where: '$2 IN (t.member_id, t.relative_id)' },
  { table: 'first_visit_check', where: 't.helper_id = $2 OR t.household_id = ANY ($3)' },
  { table: 'second_approver', where: '$2 IN (t.approver_id, t.named_by, t.subject_id)' },
  { table: 'duty_shift', where: 't.coordinator_id = $2' },
  { table: 'desk_leave', where: '$2 IN (t.coordinator_id, t.cover_id)' },
  { table: 'request', where: requests('t') },
  { table: 'request_dependant', where: ofRequests },
  { table: 'request_note', where: ofRequests },
  { table: 'visit', where: ofRequests },
  {
    table: 'session',
    where: `t.id IN (SELECT v.session_id FROM visit v WHERE v.community_id = $1 AND ${ofRequests.replace('t.', 'v.')}
      UNION SELECT s.session_id FROM seat s WHERE s.community_id = $1 AND s.member_id = $2)`,
  },
  // What would help names the helpers it looked at.
  {
    table: 'unmatched_visit',
    where: `t.visit_id IN (SELECT v.id FROM visit v WHERE v.community_id = $1
      AND ${ofRequests.replace('t.', 'v.')})`,
    without: ['facts'],
  },
  // Whom else the engine thought of, and for whom, is theirs: in the explanation, and in a family's rows the helper.
  { table: 'proposal', where: 't.helper_id = $2', without: ['explanation'] },
  {
    table: 'proposal',
    name: 'proposal_for_household',
    where: ofRequests,
    without: ['explanation', 'helper_id', 'offer_id', 'override_reason'],
  },
  {
    table: 'proposal_visit',
    where: `t.proposal_id IN (SELECT p.id FROM proposal p WHERE p.community_id = $1
      AND (p.helper_id = $2 OR ${ofRequests.replace('t.', 'p.')}))`,
    without: ['travel_minutes'],
  },
  { table: 'replacement_ask', where: 't.helper_id = $2' },
  {
    table: 'assignment',
    where: 't.helper_id = $2 OR t.household_id = ANY ($3)',
    without: ['decline_reason'],
  },
  { table: 'seat', where: ofAssignments, without: ['end_reason'] },
  {
    table: 'time_entry',
    where: `t.seat_id IN (SELECT s.id FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
      WHERE s.community_id = $1 AND (a.helper_id = $2 OR a.household_id = ANY ($3)))`,
  },
  own('account'),
  { table: 'entry', where: ofAccounts },
  {
    table: 'transfer',
    where: `t.id IN (SELECT t.transfer_id FROM entry t WHERE t.community_id = $1 AND ${ofAccounts})`,
    without: ['idempotency_key'],
  },
  { table: 'hold', where: `${ofAccounts} OR t.household_id = ANY ($3)` },
  { table: 'exchange', where: '$2 IN (t.giver_id, t.receiver_id)' },
  { table: 'referral', where: 't.member_id = $2 OR t.household_id = ANY ($3)' },
  {
    table: 'incident',
    where: 't.reported_by = $2',
    selfAlone: true,
    without: ['outcome_sealed', 'owner_id', 'escalate_at', 'escalations'],
  },
  own('notification'),
  {
    table: 'delivery',
    where: `t.notification_id IN (SELECT n.id FROM notification n
      WHERE n.community_id = $1 AND n.member_id = $2)`,
  },
  own('notification_preference'),
  own('notification_setting'),
  own('calendar_feed'),
  own('hours_link'),
  // Whoever has the browser's address and keys can write to it.
  { ...own('push_subscription'), without: ['subscription_sealed'] },
  // Who asked may have been somebody else, with names of their own.
  { ...own('identity_link', 'id'), without: ['given_name_sealed', 'family_name_sealed'] },
  own('address_change'),
  own('sign_in_session'),
  ofPerson('passkey'),
  // Whoever reads the secret makes the codes.
  { ...ofPerson('authenticator'), without: ['secret_sealed', 'last_step'] },
  ofPerson('recovery_code'),
  ofPerson('known_device'),
  // The reasons are theirs who wrote them.
  { table: 'transition', where: ofSteps, without: ['reason'] },
  {
    table: 'transition',
    name: 'reason_given',
    where: `t.actor_member_id = $2 AND t.reason IS NOT NULL AND ${ofSteps}`,
  },
  {
    table: 'audit_record',
    where: `t.subject_ids && ($2::uuid || $3::uuid[]) AND t.action NOT LIKE 'incident.%'`,
    without: ['subject_ids', 'seal_number', 'seal_format'],
  },
];

/** Tables of personal data of which nobody gets rows, each with its reason; every other one has a section. */
export const NOT_HANDED_OVER: Readonly<Record<string, string>> = {
  person: 'keyed hashes of the addresses that stand in member_identity',
  factor_holder: 'a random handle and a counter; what signs in is handed over itself',
  sign_in_challenge: 'keyed hashes, for ten minutes',
  identity_attempt: 'keyed hashes, for ten minutes',
  idempotency_key: 'copies of answers that were given already, for a few days',
  sms_question:
    'which message a reply would answer, under a keyed hash; the message stands among the notifications',
  visit_price: 'a number of the plan, about hours and no person, until the next run',
};
