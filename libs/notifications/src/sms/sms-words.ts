import type { LanguageCode } from '../languages.js';
import type { MessageId } from '../messages/message-ids.js';
import { smsAr } from './sms-words.ar.js';
import { smsEn } from './sms-words.en.js';
import { smsIt } from './sms-words.it.js';

export type SmsMessageId = keyof typeof smsIt & MessageId;
export type SmsWords = Readonly<Record<keyof typeof smsIt, string>>;

/** What goes out by SMS, in ICU MessageFormat. Italian and English keep to the letters of the seven-bit alphabet. */
export const SMS_WORDS: Readonly<Record<LanguageCode, SmsWords>> = { it: smsIt, en: smsEn, ar: smsAr };
