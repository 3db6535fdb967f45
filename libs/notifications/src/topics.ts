import type { ReactionName } from '#database';
import type { MessageId } from './messages/message-ids.js';
import { SMS_ANSWERS, type SmsAnswer } from './sms/sms-answers.js';

/** The kind of record an event is about: what its subject id names. */
export type SubjectKind =
  | 'request'
  | 'visit'
  | 'assignment'
  | 'seat'
  | 'replacement-ask'
  | 'time-entry'
  | 'exchange'
  | 'credential'
  | 'insurance'
  | 'matching-run'
  | 'call-back'
  | 'spoken-answer'
  | 'belonging'
  | 'referral'
  | 'household'
  | 'join-request'
  | 'incident'
  | 'account-safety'
  | 'identity-link'
  | 'member';

/**
 * Whom to tell. `guardians` of the household; `helpers` of the record; `open-guardians` only while their yes is
 * awaited; `owner` the case's coordinators, or all who reach the household when it has none; `desk` all
 * coordinators who reach it; `duty` the coordinators on duty now, or the desk when nobody is; `answering` the side
 * that did not declare the hours; `concerned` the members the record itself names.
 */
export type Audience =
  'guardians' | 'open-guardians' | 'helpers' | 'owner' | 'desk' | 'duty' | 'answering' | 'concerned';

/** Quiet hours: the mail waits for their end, goes at once when it is about today, or always goes at once. */
export type Quiet = 'waits' | 'same-day' | 'at-once';

/** What the desk wrote down that somebody answered. */
const SPOKEN_ANSWERS = ['yes', 'no', 'hours', 'hours-wrong', 'question', 'choice'] as const;
type SpokenAnswer = (typeof SPOKEN_ANSWERS)[number];

export interface Told {
  readonly audience: Audience;
  readonly message: MessageId;
  /** Whether a mail goes out beside the inbox, unless the member chose otherwise. */
  readonly mail: boolean;
  /** Goes out by SMS whatever the member chose: it answers one of theirs. */
  readonly sms?: true;
  /** Only when the event says that this was answered. */
  readonly answer?: SmsAnswer | SpokenAnswer | 'accept' | 'refuse' | 'added' | 'removed' | 'reset';
  /** Only when the event says that this is missing (an arrival, a hand-over). */
  readonly missing?: 'arrived' | 'handed-over';
  /** Only when the helper left three asks in a row without an answer. */
  readonly afterSilence?: true;
}

export interface Topic {
  readonly subject: SubjectKind;
  readonly quiet: Quiet;
  /** First match wins for a member of several audiences. */
  readonly tells: readonly Told[];
  /** Safety: the mail cannot be switched off. */
  readonly required?: boolean;
  /** May wait for the digest of a member who wants one: nothing is lost by reading it later. */
  readonly gathers?: boolean;
}

type NotificationReaction = Extract<ReactionName, `notifications.${string}`>;
export type TopicName = NotificationReaction extends `notifications.${infer Name}` ? Name : never;

const mail = (audience: Audience, message: MessageId): Told => ({ audience, message, mail: true });
const short = (audience: Audience, message: MessageId): Told => ({ ...inbox(audience, message), sms: true });
const inbox = (audience: Audience, message: MessageId): Told => ({ audience, message, mail: false });

/** The ONE table of what is told to whom: a row for each `notifications.*` reaction. */
export const TOPICS: Readonly<Record<TopicName, Topic>> = {
  'request-received': {
    subject: 'request',
    quiet: 'waits',
    gathers: true,
    tells: [mail('guardians', 'request-received'), inbox('owner', 'request-received-desk')],
  },
  'request-withdrawn': {
    subject: 'request',
    quiet: 'same-day',
    tells: [
      mail('guardians', 'request-withdrawn'),
      mail('helpers', 'visit-cancelled'),
      inbox('owner', 'request-withdrawn-desk'),
    ],
  },
  'request-needs-info': {
    subject: 'request',
    quiet: 'waits',
    tells: [mail('guardians', 'request-needs-info')],
  },
  'request-unmet': {
    subject: 'request',
    quiet: 'waits',
    tells: [mail('guardians', 'request-unmet'), mail('owner', 'request-unmet-desk')],
  },
  'visit-cancelled': {
    subject: 'visit',
    quiet: 'same-day',
    tells: [mail('guardians', 'visit-cancelled'), mail('helpers', 'visit-cancelled')],
  },
  'visit-closed': {
    subject: 'visit',
    quiet: 'same-day',
    tells: [mail('guardians', 'visit-closed'), mail('helpers', 'visit-closed')],
  },
  'household-moved': {
    subject: 'household',
    quiet: 'same-day',
    tells: [mail('helpers', 'household-moved-helper'), mail('owner', 'household-moved-desk')],
  },
  'visit-offered': { subject: 'visit', quiet: 'waits', tells: [mail('guardians', 'visit-offered')] },
  'visit-blocked': { subject: 'visit', quiet: 'same-day', tells: [mail('owner', 'visit-blocked-desk')] },
  'credential-expiring': {
    subject: 'credential',
    quiet: 'waits',
    gathers: true,
    tells: [mail('concerned', 'credential-expiring'), inbox('desk', 'credential-expiring-desk')],
  },
  'credential-expired': {
    subject: 'credential',
    quiet: 'waits',
    tells: [mail('concerned', 'credential-expired'), inbox('desk', 'credential-expired-desk')],
  },
  'insurance-ending': {
    subject: 'insurance',
    quiet: 'waits',
    gathers: true,
    tells: [mail('desk', 'insurance-ending-desk'), mail('concerned', 'insurance-ending-desk')],
  },
  'insurance-ended': {
    subject: 'insurance',
    quiet: 'waits',
    required: true,
    tells: [mail('desk', 'insurance-ended-desk'), mail('concerned', 'insurance-ended-desk')],
  },
  'incident-reported': {
    subject: 'incident',
    quiet: 'at-once',
    required: true,
    tells: [mail('concerned', 'incident-reported')],
  },
  'incident-escalated': {
    subject: 'incident',
    quiet: 'at-once',
    required: true,
    tells: [mail('concerned', 'incident-escalated')],
  },
  'incident-handed-on': {
    subject: 'incident',
    quiet: 'at-once',
    required: true,
    tells: [mail('concerned', 'incident-handed-on')],
  },
  'proposals-ready': { subject: 'matching-run', quiet: 'waits', tells: [inbox('owner', 'proposals-ready')] },
  'helper-asked': { subject: 'assignment', quiet: 'same-day', tells: [mail('helpers', 'helper-asked')] },
  'guardian-asked': {
    subject: 'assignment',
    quiet: 'same-day',
    tells: [mail('open-guardians', 'guardian-asked')],
  },
  'visit-confirmed': {
    subject: 'assignment',
    quiet: 'same-day',
    tells: [mail('helpers', 'visit-confirmed-helper'), mail('guardians', 'visit-confirmed-family')],
  },
  'helper-declined': {
    subject: 'assignment',
    quiet: 'same-day',
    tells: [inbox('owner', 'helper-declined-desk')],
  },
  'helper-silent': {
    subject: 'assignment',
    quiet: 'waits',
    tells: [
      { ...mail('helpers', 'helper-pause'), afterSilence: true },
      inbox('helpers', 'helper-silent'),
      inbox('owner', 'helper-silent-desk'),
    ],
  },
  'guardian-refused': {
    subject: 'assignment',
    quiet: 'same-day',
    tells: [mail('helpers', 'guardian-refused'), inbox('owner', 'guardian-refused-desk')],
  },
  'assignment-cancelled': {
    subject: 'assignment',
    quiet: 'same-day',
    tells: [mail('helpers', 'assignment-cancelled'), mail('guardians', 'assignment-cancelled')],
  },
  'seat-cancelled': {
    subject: 'seat',
    quiet: 'same-day',
    tells: [mail('helpers', 'seat-cancelled'), mail('guardians', 'seat-cancelled')],
  },
  'replacement-sought': {
    subject: 'seat',
    quiet: 'same-day',
    tells: [mail('guardians', 'replacement-sought'), mail('owner', 'replacement-sought-desk')],
  },
  'replacement-asked': {
    subject: 'replacement-ask',
    quiet: 'same-day',
    tells: [mail('helpers', 'replacement-asked')],
  },
  'replacement-taken': {
    subject: 'replacement-ask',
    quiet: 'same-day',
    tells: [mail('helpers', 'replacement-taken')],
  },
  'not-replaced': {
    subject: 'seat',
    quiet: 'at-once',
    required: true,
    tells: [mail('guardians', 'not-replaced'), mail('owner', 'not-replaced-desk')],
  },
  'regime-asked': { subject: 'seat', quiet: 'same-day', tells: [mail('guardians', 'regime-asked')] },
  'seat-no-show': {
    subject: 'seat',
    quiet: 'at-once',
    required: true,
    tells: [
      mail('guardians', 'seat-no-show'),
      mail('helpers', 'seat-no-show'),
      mail('owner', 'seat-no-show-desk'),
    ],
  },
  'no-show-contested': {
    subject: 'seat',
    quiet: 'waits',
    tells: [
      mail('helpers', 'no-show-contested'),
      mail('guardians', 'no-show-contested'),
      mail('owner', 'no-show-contested-desk'),
    ],
  },
  'seat-arrived': { subject: 'seat', quiet: 'at-once', tells: [mail('guardians', 'seat-arrived')] },
  'seat-handed-over': { subject: 'seat', quiet: 'at-once', tells: [mail('guardians', 'seat-handed-over')] },
  'seat-late': {
    subject: 'seat',
    quiet: 'at-once',
    required: true,
    tells: [
      { ...mail('guardians', 'seat-late-family'), missing: 'arrived' },
      { ...mail('helpers', 'seat-late-helper'), missing: 'arrived' },
      { ...mail('guardians', 'hand-over-late-family'), missing: 'handed-over' },
      { ...mail('helpers', 'hand-over-late-helper'), missing: 'handed-over' },
    ],
  },
  'seat-late-desk': {
    subject: 'seat',
    quiet: 'at-once',
    required: true,
    tells: [
      { ...mail('duty', 'seat-late-desk'), missing: 'arrived' },
      { ...mail('duty', 'hand-over-late-desk'), missing: 'handed-over' },
    ],
  },
  'hours-due': {
    subject: 'seat',
    quiet: 'waits',
    gathers: true,
    tells: [mail('helpers', 'hours-due'), inbox('guardians', 'hours-due')],
  },
  'seat-reminder': {
    subject: 'seat',
    quiet: 'same-day',
    tells: [mail('helpers', 'seat-reminder-helper'), mail('guardians', 'seat-reminder-family')],
  },
  'hours-to-confirm': {
    subject: 'time-entry',
    quiet: 'waits',
    gathers: true,
    tells: [mail('answering', 'hours-to-confirm')],
  },
  'hours-disputed': {
    subject: 'time-entry',
    quiet: 'waits',
    tells: [
      mail('helpers', 'hours-disputed'),
      mail('guardians', 'hours-disputed'),
      mail('owner', 'hours-disputed-desk'),
    ],
  },
  'hours-settled': {
    subject: 'time-entry',
    quiet: 'waits',
    gathers: true,
    tells: [mail('helpers', 'hours-settled'), mail('guardians', 'hours-settled')],
  },
  'hours-confirmed': {
    subject: 'time-entry',
    quiet: 'waits',
    gathers: true,
    tells: [mail('helpers', 'hours-confirmed'), inbox('guardians', 'hours-confirmed')],
  },
  // Whoever answered by phone reads what the desk wrote down, in time to say that it is not so.
  'answer-recorded': {
    subject: 'spoken-answer',
    quiet: 'same-day',
    tells: SPOKEN_ANSWERS.map((answer) => ({
      ...mail('concerned', `answer-recorded-${answer}`),
      answer,
    })),
  },
  'exchange-to-confirm': {
    subject: 'exchange',
    quiet: 'waits',
    gathers: true,
    tells: [mail('answering', 'exchange-to-confirm')],
  },
  'exchange-confirmed': {
    subject: 'exchange',
    quiet: 'waits',
    gathers: true,
    tells: [mail('concerned', 'exchange-confirmed')],
  },
  'exchange-reversed': {
    subject: 'exchange',
    quiet: 'waits',
    tells: [mail('concerned', 'exchange-reversed')],
  },
  'join-request-waiting': {
    subject: 'join-request',
    quiet: 'waits',
    gathers: true,
    tells: [mail('desk', 'join-request-waiting-desk')],
  },
  'referral-asked': { subject: 'referral', quiet: 'waits', tells: [mail('desk', 'referral-asked-desk')] },
  // Whoever is shared learns with whom; the desk that asked, what came of it.
  'referral-answered': {
    subject: 'referral',
    quiet: 'waits',
    tells: [
      { ...mail('guardians', 'referral-shared'), answer: 'accept' },
      { ...mail('helpers', 'referral-shared'), answer: 'accept' },
      { ...mail('concerned', 'referral-accepted-desk'), answer: 'accept' },
      { ...mail('concerned', 'referral-refused-desk'), answer: 'refuse' },
    ],
  },
  'referral-revoked': { subject: 'referral', quiet: 'waits', tells: [mail('desk', 'referral-revoked-desk')] },
  // Another desk looks after them from now on, and sees their record.
  'organisation-changed': {
    subject: 'belonging',
    quiet: 'waits',
    tells: [mail('concerned', 'organisation-changed')],
  },
  'new-device': {
    subject: 'account-safety',
    quiet: 'at-once',
    required: true,
    tells: [mail('concerned', 'new-device')],
  },
  'second-factor-changed': {
    subject: 'account-safety',
    quiet: 'at-once',
    required: true,
    tells: (['added', 'removed', 'reset'] as const).map((answer) => ({
      ...mail('concerned', `second-factor-${answer}`),
      answer,
    })),
  },
  // To the member too: it may have been somebody else who asked.
  'identity-link-asked': {
    subject: 'identity-link',
    quiet: 'at-once',
    required: true,
    tells: [mail('concerned', 'identity-link-asked'), inbox('desk', 'identity-link-asked-desk')],
  },
  'identity-link-confirmed': {
    subject: 'identity-link',
    quiet: 'at-once',
    required: true,
    tells: [mail('concerned', 'identity-link-confirmed')],
  },
  'mail-bounced': { subject: 'member', quiet: 'waits', tells: [inbox('desk', 'mail-bounced-desk')] },
  'sms-answered': {
    subject: 'member',
    quiet: 'at-once',
    tells: SMS_ANSWERS.map((answer) => ({ ...short('concerned', `sms-answer-${answer}`), answer })),
  },
  'call-me': { subject: 'call-back', quiet: 'same-day', tells: [mail('owner', 'call-me-desk')] },
  'funds-missing': {
    subject: 'visit',
    quiet: 'waits',
    tells: [mail('guardians', 'funds-missing'), mail('owner', 'funds-missing-desk')],
  },
};

export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];

/** The topics that a digest may hold. */
export const GATHERED_TOPICS = TOPIC_NAMES.filter((name) => TOPICS[name].gathers);

/** The topic of a reaction's name ('notifications.helper-asked'), or undefined when it is none of this room's. */
export function topicOf(reaction: string): TopicName | undefined {
  const name = reaction.startsWith('notifications.') ? reaction.slice('notifications.'.length) : '';
  return Object.hasOwn(TOPICS, name) ? (name as TopicName) : undefined;
}
