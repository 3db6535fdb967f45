/** Subject and text of one message, in ICU MessageFormat. One paragraph a line. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Every message that exists. A language that misses one does not compile. */
export const MESSAGE_IDS = [
  'request-received',
  'request-received-desk',
  'request-withdrawn',
  'request-withdrawn-desk',
  'request-needs-info',
  'request-unmet',
  'request-unmet-desk',
  'visit-cancelled',
  'visit-closed',
  'household-moved-helper',
  'household-moved-desk',
  'visit-offered',
  'visit-blocked-desk',
  'credential-expiring',
  'credential-expiring-desk',
  'credential-expired',
  'credential-expired-desk',
  'insurance-ending-desk',
  'insurance-ended-desk',
  'incident-reported',
  'incident-escalated',
  'incident-handed-on',
  'proposals-ready',
  'helper-asked',
  'guardian-asked',
  'visit-confirmed-helper',
  'visit-confirmed-family',
  'helper-declined-desk',
  'helper-silent',
  'helper-silent-desk',
  'helper-pause',
  'organisation-changed',
  'new-device',
  'second-factor-added',
  'second-factor-removed',
  'second-factor-reset',
  'identity-link-asked',
  'identity-link-asked-desk',
  'identity-link-confirmed',
  'mail-bounced-desk',
  'call-me-desk',
  'sms-answer-noted',
  'sms-answer-called',
  'sms-answer-several',
  'sms-answer-late',
  'sms-answer-unclear',
  'guardian-refused',
  'guardian-refused-desk',
  'assignment-cancelled',
  'seat-cancelled',
  'replacement-sought',
  'replacement-sought-desk',
  'replacement-asked',
  'replacement-taken',
  'not-replaced',
  'not-replaced-desk',
  'regime-asked',
  'seat-no-show',
  'seat-no-show-desk',
  'no-show-contested',
  'no-show-contested-desk',
  'seat-arrived',
  'seat-handed-over',
  'seat-late-family',
  'seat-late-helper',
  'seat-late-desk',
  'hand-over-late-family',
  'hand-over-late-helper',
  'hand-over-late-desk',
  'hours-due',
  'seat-reminder-helper',
  'seat-reminder-family',
  'hours-to-confirm',
  'hours-disputed',
  'hours-disputed-desk',
  'hours-settled',
  'hours-confirmed',
  'answer-recorded-yes',
  'answer-recorded-no',
  'answer-recorded-hours',
  'answer-recorded-hours-wrong',
  'answer-recorded-question',
  'answer-recorded-choice',
  'exchange-to-confirm',
  'exchange-confirmed',
  'exchange-reversed',
  'join-request-waiting-desk',
  'referral-asked-desk',
  'referral-accepted-desk',
  'referral-refused-desk',
  'referral-revoked-desk',
  'referral-shared',
  'funds-missing',
  'funds-missing-desk',
] as const;

export type MessageId = (typeof MESSAGE_IDS)[number];

/** All the words of one language. */
export interface Language {
  readonly messages: Readonly<Record<MessageId, Message>>;
  readonly signIn: Message & { readonly linkLabel: string; readonly footer: string; readonly sms: string };
  /** Under every mail. */
  readonly footer: string;
  readonly linkLabel: string;
  /** When a helper's name is not there any more. */
  readonly someone: string;
  /** Several things in one mail: the subject counts them, the text lists their subjects. */
  readonly digest: { readonly subject: string; readonly intro: string; readonly more: string };
  /** The page behind the link in a mail that says: no more of these. */
  readonly unsubscribe: {
    readonly linkLabel: string;
    readonly title: string;
    readonly question: string;
    readonly button: string;
    readonly done: string;
  };
  /** The page behind the link that confirms hours from a mail. */
  readonly hoursPage: {
    readonly linkLabel: string;
    readonly button: string;
    readonly signIn: string;
    /** Under the button: what to do when it is not right. */
    readonly otherwise: string;
    /** Title and text, by how the link stands. */
    readonly open: Message;
    readonly settled: Message;
    readonly disputed: Message;
    readonly over: Message;
  };
  /** What a browser shows on a locked screen: that there is something, and nothing of it. */
  readonly push: { readonly title: string; readonly body: string };
  /** What a calendar program shows. */
  readonly calendar: { readonly comes: string; readonly details: string };
}
