import { format, placeholders, shortDay } from '../format.js';
import type { Circumstances, LanguageCode, SafeValues } from '../languages.js';
import type { MessageId } from '../messages/message-ids.js';
import { SMS_WORDS, type SmsMessageId } from './sms-words.js';
import { withinParts } from './sms-length.rules.js';

const MOST_NAME = 20;

/** Is the message short enough, and worth it, to be told by SMS at all? */
export function hasSms(message: MessageId): message is SmsMessageId {
  return Object.hasOwn(SMS_WORDS.it, message);
}

/**
 * A message in few letters: day, time, the helper's first name, the desk's number, how to answer. What it is about
 * is not said: phones are shared and lie on tables. @throws Error when a value is missing
 */
export function writeSms(
  language: LanguageCode,
  message: SmsMessageId,
  values: SafeValues,
  where: Circumstances,
): string {
  const name = where.helperName;
  const known = placeholders(language, values, {
    ...where,
    deskPhone: where.deskPhone.replaceAll(' ', '').slice(0, MOST_NAME),
    helperName: name && [...name].slice(0, MOST_NAME).join(''),
  });
  const day = values.startsAt && shortDay(language, where.timeZone, new Date(values.startsAt));
  const { helper, desk, time, until, visits, minutes } = known;
  return withinParts(
    format(language, SMS_WORDS[language][message], { helper, desk, day, time, until, visits, minutes }),
  );
}
