import { ar } from './messages/ar.js';
import { en } from './messages/en.js';
import { it } from './messages/it.js';
import type { Language } from './messages/message-ids.js';

export const LANGUAGES = { it, en, ar } as const satisfies Record<string, Language>;
export type LanguageCode = keyof typeof LANGUAGES;

/** What a notification keeps beside its message id: instants, days, numbers, ids, a category. Never a person's data. */
export interface SafeValues {
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly categoryCode?: string;
  readonly category?: string;
  readonly credentialCode?: string;
  readonly credential?: string;
  /** The other organisation of a referral, by its name. */
  readonly organisation?: string;
  /** Whose first name is looked up when the words are made, so that it dies with the identity row. */
  readonly helperId?: string;
  readonly minutes?: number;
  readonly visits?: number;
  readonly count?: number;
  readonly autoConfirmDays?: number;
  readonly validUntil?: string;
  readonly happenedOn?: string;
}

/** What is known only when the words are made. */
export interface Circumstances {
  readonly timeZone: string;
  readonly community: string;
  readonly deskPhone: string;
  /** First name of `helperId`, when there is one. */
  readonly helperName: string | undefined;
}
