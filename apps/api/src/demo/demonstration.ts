/** A mail or a short message that the demonstration caught instead of sending. */
export interface ShownMail {
  readonly channel: 'e-mail' | 'sms';
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly receivedAt: Date;
}

export interface DemoRole {
  readonly key: string;
  readonly label: string;
  readonly givenName: string;
  readonly personId: string;
}

/**
 * What the demonstration's process lends to the API: people to be, the mail that was caught, a clock to move. The
 * API has none of it when it runs as a process of its own, and never in production.
 */
export abstract class Demonstration {
  abstract readonly community: string;
  abstract readonly timeZone: string;
  abstract readonly roles: readonly DemoRole[];
  abstract mails(): readonly ShownMail[];
  abstract now(): Date;
  /** Moves business time forward and lets all that falls due happen. */
  abstract advance(minutes: number): Promise<Date>;
}
