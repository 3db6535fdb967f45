import type { MemberState } from '#members';
import type { MessageId } from './messages/message-ids.js';

/** How a recipient stands, at the moment a message leaves, to what it is about. */
export interface Standing {
  readonly member: MemberState;
  /** A guardian of the household, within whose sight the request is. */
  readonly guardian: boolean;
  /** The record counts on them as its helper. */
  readonly counted: boolean;
  /** The record names them, or counted on them once. */
  readonly named: boolean;
  /** Somebody of the household and they are kept apart. */
  readonly apart: boolean;
  readonly atDesk: boolean;
  /** May look into the report that it is about. */
  readonly reviews: boolean;
}

/** Why a message did not leave, as the desk reads it. */
export type Withheld = 'left' | 'suspended' | 'kept-apart' | 'not-concerned' | 'left-the-desk';

const activeOnly = ({ member }: Standing): Withheld | undefined =>
  member === 'suspended' ? 'suspended' : undefined;

/**
 * On what ground somebody may get a message; each says what is missing. Suspended members cannot sign in: what asks
 * something of them, or says who comes when, is not for them. That something ended is, or that a child is not back.
 */
const GROUNDS = {
  guardian: (it) => (it.guardian ? activeOnly(it) : 'not-concerned'),
  'guardian-always': ({ guardian }) => (guardian ? undefined : 'not-concerned'),
  /** The helper who is to come. */
  comes: (it) => (!it.counted ? 'not-concerned' : it.apart ? 'kept-apart' : activeOnly(it)),
  /** The helper who came, whomever they do not want to meet any more. */
  came: (it) => (it.counted ? activeOnly(it) : 'not-concerned'),
  /** Whom an end concerns: they were counted on, or the record names them. */
  named: ({ named }) => (named ? undefined : 'not-concerned'),
  desk: ({ atDesk }) => (atDesk ? undefined : 'left-the-desk'),
  reviewer: ({ atDesk, reviews }) => (!atDesk ? 'left-the-desk' : reviews ? undefined : 'not-concerned'),
  /** About their own account, papers or words. */
  own: () => undefined,
} as const satisfies Readonly<Record<string, (standing: Standing) => Withheld | undefined>>;

export type Ground = keyof typeof GROUNDS;

/** The ONE table of who may still get a message when it leaves: one ground is enough. A message without a row does not compile. */
export const RIGHTS: Readonly<Record<MessageId, readonly Ground[]>> = {
  'request-received': ['guardian'],
  'request-received-desk': ['desk'],
  'request-withdrawn': ['guardian-always'],
  'request-withdrawn-desk': ['desk'],
  'request-needs-info': ['guardian'],
  'request-unmet': ['guardian'],
  'request-unmet-desk': ['desk'],
  'visit-cancelled': ['guardian-always', 'named'],
  'visit-closed': ['guardian-always', 'named'],
  'household-moved-helper': ['comes'],
  'household-moved-desk': ['desk'],
  'visit-offered': ['guardian'],
  'visit-blocked-desk': ['desk'],
  'credential-expiring': ['own'],
  'credential-expiring-desk': ['desk'],
  'credential-expired': ['own'],
  'credential-expired-desk': ['desk'],
  'insurance-ending-desk': ['desk'],
  'insurance-ended-desk': ['desk'],
  'incident-reported': ['reviewer'],
  'incident-escalated': ['reviewer'],
  'incident-handed-on': ['reviewer'],
  'proposals-ready': ['desk'],
  'helper-asked': ['comes'],
  'guardian-asked': ['guardian'],
  'visit-confirmed-helper': ['comes'],
  'visit-confirmed-family': ['guardian'],
  'helper-declined-desk': ['desk'],
  'helper-silent': ['named'],
  'helper-silent-desk': ['desk'],
  'helper-pause': ['named'],
  'organisation-changed': ['own'],
  'new-device': ['own'],
  'second-factor-added': ['own'],
  'second-factor-removed': ['own'],
  'second-factor-reset': ['own'],
  'identity-link-asked': ['own'],
  'identity-link-asked-desk': ['desk'],
  'identity-link-confirmed': ['own'],
  'mail-bounced-desk': ['desk'],
  'call-me-desk': ['desk'],
  'sms-answer-noted': ['own'],
  'sms-answer-called': ['own'],
  'sms-answer-several': ['own'],
  'sms-answer-late': ['own'],
  'sms-answer-unclear': ['own'],
  'guardian-refused': ['named'],
  'guardian-refused-desk': ['desk'],
  'assignment-cancelled': ['guardian-always', 'named'],
  'seat-cancelled': ['guardian-always', 'named'],
  'replacement-sought': ['guardian-always'],
  'replacement-sought-desk': ['desk'],
  'replacement-asked': ['comes'],
  'replacement-taken': ['named'],
  'not-replaced': ['guardian-always'],
  'not-replaced-desk': ['desk'],
  'regime-asked': ['guardian'],
  'seat-no-show': ['guardian-always', 'named'],
  'seat-no-show-desk': ['desk'],
  'no-show-contested': ['guardian-always', 'named'],
  'no-show-contested-desk': ['desk'],
  'seat-arrived': ['guardian-always'],
  'seat-handed-over': ['guardian-always'],
  'seat-late-family': ['guardian-always'],
  'seat-late-helper': ['comes'],
  'seat-late-desk': ['desk'],
  'hand-over-late-family': ['guardian-always'],
  // Whoever has the child is asked, whatever became of them since.
  'hand-over-late-helper': ['named'],
  'hand-over-late-desk': ['desk'],
  'hours-due': ['guardian', 'came'],
  'seat-reminder-helper': ['comes'],
  'seat-reminder-family': ['guardian'],
  'hours-to-confirm': ['guardian', 'came'],
  // What became of time they gave or got, which stays theirs.
  'hours-disputed': ['guardian', 'named'],
  'hours-disputed-desk': ['desk'],
  'hours-settled': ['guardian', 'named'],
  'hours-confirmed': ['guardian', 'named'],
  'answer-recorded-yes': ['own'],
  'answer-recorded-no': ['own'],
  'answer-recorded-hours': ['own'],
  'answer-recorded-hours-wrong': ['own'],
  'answer-recorded-question': ['own'],
  'answer-recorded-choice': ['own'],
  'exchange-to-confirm': ['named'],
  'exchange-confirmed': ['named'],
  'exchange-reversed': ['named'],
  'join-request-waiting-desk': ['desk'],
  'referral-asked-desk': ['desk'],
  'referral-accepted-desk': ['desk'],
  'referral-refused-desk': ['desk'],
  'referral-revoked-desk': ['desk'],
  'referral-shared': ['guardian-always', 'named'],
  'funds-missing': ['guardian'],
  'funds-missing-desk': ['desk'],
};

/** Why a message may no longer leave to somebody who stands like this; undefined when it may. */
export function withheld(message: MessageId, standing: Standing): Withheld | undefined {
  if (standing.member === 'left') return 'left';
  const missing = RIGHTS[message].map((ground) => GROUNDS[ground](standing));
  if (missing.includes(undefined)) return undefined;
  return missing.find((reason) => reason !== 'not-concerned') ?? 'not-concerned';
}
