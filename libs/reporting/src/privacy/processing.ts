/** Why data are kept: what a community does with them, on which ground unless it writes down another, who gets them. */
export const PURPOSES = {
  membership: {
    what: 'Knowing and reaching the members',
    basis: 'Regulation (EU) 2016/679, art. 6(1)(b): what a member asked for',
    recipients: 'The desk; the other side of a confirmed visit, as far as disclosure says',
  },
  help: {
    what: 'Matching, planning and carrying out help',
    basis: 'art. 6(1)(b); for public bodies art. 6(1)(e): a task in the public interest',
    recipients: 'The desk; the assigned helper, for their visits',
  },
  care: {
    what: 'What a helper must know of a dependant during a visit',
    basis:
      'art. 6(1)(a) and, for health data, art. 9(2)(a): a guardian’s explicit consent, withdrawable at any time',
    recipients: 'The assigned helper until the visit ends; never the desk',
  },
  safeguarding: {
    what: 'Keeping children and adults safe: checks, exemptions, incidents, authorisations',
    basis: 'art. 6(1)(e) or (f), with the legal basis recorded for each kind of check',
    recipients: 'The desk; incidents: their reviewers alone',
  },
  register: {
    what: 'The register of volunteers and their insurance',
    basis: 'art. 6(1)(c): in Italy D.Lgs. 117/2017, art. 17 and 18',
    recipients: 'The organisation; the insurer',
  },
  hours: {
    what: 'Hours given and received, balances of the time bank',
    basis: 'art. 6(1)(b)',
    recipients: 'The two sides of a visit; the desk',
  },
  messages: {
    what: 'Telling people what they must know',
    basis: 'art. 6(1)(b)',
    recipients: 'The mail and message services the operator configured',
  },
  accountability: {
    what: 'Who read and did what; consents; answers to data subjects',
    basis: 'art. 6(1)(c), with art. 5(2) and 32',
    recipients: 'Auditors and administrators; each person for what concerns them',
  },
  security: {
    what: 'Signing in and withstanding attacks',
    basis: 'art. 6(1)(f), with art. 32',
    recipients: 'Nobody',
  },
  organisation: { what: 'The community’s own rules and places', basis: 'no personal data', recipients: '–' },
} as const;
export type Purpose = keyof typeof PURPOSES;

export interface Processing {
  readonly purpose: Purpose;
  /** Whose data; nobody: none that is personal. */
  readonly subjects: 'members' | 'families' | 'dependants' | 'helpers' | 'nobody';
  readonly data: string;
  readonly kept: string;
}

const row = (purpose: Purpose, subjects: Processing['subjects'], data: string, kept: string): Processing => ({
  purpose,
  subjects,
  data,
  kept,
});
const rules = (data: string) => row('organisation', 'nobody', data, 'while the community exists');
const STAYS = 'for good, as ids alone; names go with the identity';
const MEMBERSHIP = 'until erasure';

/**
 * The ONE table of what is kept in which table of the database, why and how long. A table without a row fails the
 * tests.
 */
export const PROCESSING: Readonly<Record<string, Processing>> = {
  community_key: row(
    'security',
    'nobody',
    'data keys, wrapped by the master key',
    'until they are destroyed, which makes unreadable what they sealed',
  ),
  member: row(
    'membership',
    'members',
    'state, language, organisation, registration, cover, day of coming of age of minors',
    'the day of coming of age until erasure; the rest for good, as ids',
  ),
  member_identity: row(
    'membership',
    'members',
    'name, e-mail address, phone, sealed; keyed hashes of the addresses and of how the name sounds',
    MEMBERSHIP,
  ),
  member_role: row('membership', 'members', 'roles', MEMBERSHIP),
  member_block: row('safeguarding', 'members', 'who does not want to meet whom', MEMBERSHIP),
  member_relative: row('safeguarding', 'members', 'who is related to whom', MEMBERSHIP),
  person: row(
    'security',
    'members',
    'keyed hashes of the addresses that sign in',
    'until the last membership is erased',
  ),
  invitation: row(
    'membership',
    'members',
    'for whom a link or a code is: name, e-mail address, phone, sealed',
    '30 days after its end; of a claimed record until erasure',
  ),
  invitation_key: row(
    'security',
    'nobody',
    'keyed hashes of links and codes',
    'until the invitation is over',
  ),
  join_request: row(
    'membership',
    'members',
    'name, address, wishes and note of who asks to join, sealed; the day a minor who wants to help comes of age; which notice they read; who proposed them and how they agreed',
    'unproven 1 day; not let in: policy keepJoinRequestsDays; let in: without names, until erasure',
  ),
  household: row('help', 'families', 'address sealed, zone, protection, meeting point', MEMBERSHIP),
  household_member: row('help', 'families', 'who lives in a household and who is a guardian', STAYS),
  guardian_dependant: row('help', 'families', 'which dependants a limited guardian answers for', MEMBERSHIP),
  household_requirement: row('safeguarding', 'families', 'checks the household demands', MEMBERSHIP),
  dependant: row('help', 'dependants', 'nickname sealed, age band, school level, seat', MEMBERSHIP),
  care_card: row(
    'care',
    'dependants',
    'emergency contact and instructions, sealed; may speak of health',
    'until the consent is withdrawn, the dependant archived, or erasure',
  ),
  collection_authorisation: row(
    'safeguarding',
    'dependants',
    'school, helper, signing guardian, end',
    'policy keepChecksDays after its end',
  ),
  credential: row(
    'safeguarding',
    'helpers',
    'kind, dates and outcome of a check; never the document',
    'policy keepChecksDays after its end',
  ),
  credential_exemption: row(
    'safeguarding',
    'helpers',
    'reason, author and end of an exemption',
    'policy keepChecksDays after its end',
  ),
  minor_consent: row(
    'safeguarding',
    'helpers',
    'name of the consenting guardian, sealed; dates',
    'policy keepChecksDays after its end',
  ),
  first_visit_check: row('safeguarding', 'helpers', 'that a coordinator called or was there', STAYS),
  incident: row(
    'safeguarding',
    'members',
    'report and outcome, sealed; whom it concerns',
    'policy keepIncidentsDays after it was closed',
  ),
  register_entry: row('register', 'helpers', 'number, day, cover; ids alone', STAYS),
  referral: row(
    'help',
    'members',
    'purpose sealed, organisations, scope, end',
    'policy keepReferralsDays after its end: the purpose is emptied',
  ),
  second_approver: row(
    'accountability',
    'members',
    'who decides in whose place, and the reason',
    'the reason until erasure; the rest for good, as ids',
  ),
  helper_profile: row('help', 'helpers', 'zone, weekly minutes, limits', MEMBERSHIP),
  offer: row('help', 'helpers', 'what somebody offers', 'withdrawn and emptied at erasure'),
  weekly_hours: row('help', 'helpers', 'when somebody is free', MEMBERSHIP),
  availability_exception: row('help', 'helpers', 'days away and extra', MEMBERSHIP),
  request: row(
    'help',
    'families',
    'what is asked for; addresses, note and question sealed, school',
    'policy keepPlacesDays after the request closed: addresses, note and school are emptied',
  ),
  request_dependant: row('help', 'dependants', 'for whom help is asked', STAYS),
  request_note: row(
    'help',
    'families',
    'the desk’s notes on a case, sealed',
    'policy keepNotesDays after they were written',
  ),
  session: row('help', 'families', 'when and where visits are joined', STAYS),
  visit: row('help', 'families', 'when and between which zones', STAYS),
  unmatched_visit: row('help', 'families', 'why nobody was found', 'until the next run'),
  visit_price: row('help', 'families', 'the plan’s prices', 'until the next run'),
  recruiting_need: row('organisation', 'nobody', 'whom to look for', 'until the next run'),
  matching_run: row(
    'accountability',
    'nobody',
    'what a run saw, as ids',
    'the problem 30 days, its hash for good',
  ),
  proposal: row(
    'help',
    'members',
    'helper, request, score; why a rule was overridden',
    'the reason until erasure; the rest for good, as ids',
  ),
  proposal_visit: row('help', 'members', 'visits of a proposal', STAYS),
  assignment: row(
    'help',
    'members',
    'helper, household, answers; reason of a no',
    'the reason until erasure; the rest for good, as ids',
  ),
  seat: row('help', 'members', 'arrival, end, absence', 'reasons until erasure; the rest for good, as ids'),
  replacement_ask: row('help', 'helpers', 'who was asked to step in', STAYS),
  time_entry: row(
    'hours',
    'members',
    'minutes declared and confirmed; reasons of a dispute',
    'reasons until erasure; the rest for good, as ids',
  ),
  account: row('hours', 'members', 'balance', STAYS),
  transfer: row(
    'hours',
    'members',
    'why minutes moved',
    'the reason until erasure; the rest for good, as ids',
  ),
  entry: row('hours', 'members', 'minutes', STAYS),
  hold: row('hours', 'members', 'minutes promised', STAYS),
  exchange: row('hours', 'members', 'an hour swapped between two members', STAYS),
  duty_shift: row('help', 'members', 'who of the desk is on duty', MEMBERSHIP),
  desk_leave: row('help', 'members', 'when somebody of the desk is away, and who covers', MEMBERSHIP),
  notification: row('messages', 'members', 'which message, with codes and times', 'policy keepMessagesDays'),
  delivery: row('messages', 'members', 'whether a message arrived', 'with its message'),
  notification_preference: row('messages', 'members', 'which messages are wanted', MEMBERSHIP),
  notification_setting: row(
    'messages',
    'members',
    'rhythm and quiet hours; keyed hash of an address that refused mail',
    MEMBERSHIP,
  ),
  push_subscription: row('messages', 'members', 'a browser’s address for notices, sealed', MEMBERSHIP),
  push_key: rules('the installation’s key pair towards push services, sealed'),
  hash_key: rules('keys of keyed hashes that outlive a master key, wrapped'),
  calendar_feed: row('messages', 'members', 'keyed hash of a calendar’s secret', MEMBERSHIP),
  hours_link: row('messages', 'members', 'keyed hash of a mail’s link', '30 days after its end'),
  sms_question: row('messages', 'members', 'keyed hash of a phone, and what was asked', '30 days'),
  sms_received: row('messages', 'nobody', 'keyed hash of a message already seen', '7 days'),
  privacy_choice: row(
    'accountability',
    'members',
    'what was said to which purpose, on which notice, in which language',
    STAYS,
  ),
  audit_record: row(
    'accountability',
    'members',
    'who read or did what, as ids; free text',
    'for good, hash-chained; free text until erasure',
  ),
  chain_head: row('accountability', 'nobody', 'last links of the chains, day by day', 'for good'),
  transition: row(
    'accountability',
    'members',
    'every step of every life cycle; free text',
    'for good; free text until erasure',
  ),
  idempotency_key: row('security', 'members', 'answers to repeated posts, sealed', 'policy idempotencyDays'),
  identity_link: row(
    'security',
    'members',
    'keyed hash of an identity at an issuer; the names it brought, sealed, until the desk has decided',
    'a request 30 days, what became of it 90, a link until it is taken back or erasure',
  ),
  address_change: row(
    'security',
    'members',
    'keyed hashes of an address somebody wants to sign in with and of its code; the former addresses, sealed, until they are warned',
    '7 days at most',
  ),
  identity_attempt: row('security', 'members', 'keyed hashes of a way to an issuer', '1 day after their end'),
  sign_in_challenge: row('security', 'members', 'keyed hashes of codes and links', '1 day after their end'),
  sign_in_session: row(
    'security',
    'members',
    'hash of a token, last use, kind of browser, kind of second factor',
    '30 days after its end',
  ),
  factor_holder: row(
    'security',
    'members',
    'random handle that passkeys know, wrong codes in a row',
    'until the last membership is erased',
  ),
  passkey: row(
    'security',
    'members',
    'public key, when and in which kind of browser it was made',
    'until its owner removes it, or the last membership is erased',
  ),
  authenticator: row(
    'security',
    'members',
    'secret of an authenticator, sealed; last use',
    'until its owner removes it, or the last membership is erased',
  ),
  recovery_code: row(
    'security',
    'members',
    'keyed hashes of codes',
    'until they are made anew, or the last membership is erased',
  ),
  passkey_challenge: row('security', 'nobody', 'hashes of challenges', '1 day after their end'),
  known_device: row(
    'security',
    'members',
    'hash of a browser’s random number, first and last use',
    '400 days after its last use',
  ),
  rate_window: row('security', 'nobody', 'counters under keyed hashes', '1 day'),
  outbox: row('help', 'nobody', 'events as ids', '7 days after their effect'),
  community: rules('name, time zone, desk'),
  community_policy: rules('dated policies'),
  organisation: rules('organisations'),
  insurance: rules('insurances of organisations'),
  municipality: rules('municipalities'),
  zone: rules('zones'),
  road_minutes: rules('minutes by road'),
  category: rules('kinds of help'),
  category_requirement: rules('checks a kind of help demands'),
  credential_type: rules('kinds of checks with their legal basis'),
  closure: rules('days without visits'),
  score_weights: rules('weights of the matching'),
  public_desk: rules('name and phone of the desk'),
  demo_clock: rules('the demonstration’s clock'),
  migration: rules('versions of the schema'),
};

/** The record of processing activities (art. 30) as Markdown, from the table above. */
export function recordOfProcessing(controller: string): string {
  const parts = (Object.keys(PURPOSES) as Purpose[]).map((purpose) => {
    const { what, basis, recipients } = PURPOSES[purpose];
    const rows = Object.entries(PROCESSING).filter(
      ([, it]) => it.purpose === purpose && it.subjects !== 'nobody',
    );
    if (rows.length === 0) return '';
    return [
      `## ${what}`,
      '',
      `- Legal basis: ${basis}`,
      `- Recipients: ${recipients}`,
      '- Transfers outside the EU: none by the software itself',
      '',
      '| Kept in | Whose | What | How long |',
      '| --- | --- | --- | --- |',
      ...rows.map(([table, { subjects, data, kept }]) => `| ${table} | ${subjects} | ${data} | ${kept} |`),
      '',
    ].join('\n');
  });
  return [
    '# Record of processing activities',
    '',
    `Controller: ${controller}`,
    '',
    'Security measures: personal columns sealed (AES-256-GCM, a key a community), row-level security, a record of every read under a hash chain, roles read at each request, retention every night.',
    '',
    ...parts.filter(Boolean),
  ].join('\n');
}
