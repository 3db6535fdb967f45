import { kindName } from '#communities';
import ical, { ICalEventStatus } from 'ical-generator';
import { format, oneLine } from '../format.js';
import { LANGUAGES, type LanguageCode } from '../languages.js';
import type { CalendarVisit } from './calendar.queries.js';

export interface CalendarCircumstances {
  readonly host: string;
  readonly publicUrl: string;
  readonly deskPhone: string;
  readonly now: Date;
  readonly nameOf: (memberId: string) => string | undefined;
}

/** How often a calendar program should look again. */
const REFRESH_SECONDS = 3_600;

/**
 * Visits as an iCalendar file (RFC 5545). Instants are written in UTC: they are right whatever zone the reader's
 * program or our own process lives in. The library folds lines and escapes texts; line ends are taken out before.
 */
export function writeCalendar(
  language: LanguageCode,
  visits: readonly CalendarVisit[],
  where: CalendarCircumstances,
): string {
  const words = LANGUAGES[language];
  const calendar = ical({
    name: 'Intreccio',
    prodId: { company: 'Intreccio', product: 'Intreccio', language: language.toUpperCase() },
    ttl: REFRESH_SECONDS,
  });
  for (const visit of visits) {
    const category = oneLine(kindName(language, visit.categoryCode, visit.category));
    const helper = oneLine((visit.helperId && where.nameOf(visit.helperId)) || words.someone);
    calendar.createEvent({
      id: `${visit.id}@${where.host}`,
      stamp: where.now,
      start: visit.startsAt,
      end: visit.endsAt,
      summary: visit.helperId ? format(language, words.calendar.comes, { category, helper }) : category,
      description: format(language, words.calendar.details, {
        url: where.publicUrl,
        desk: oneLine(where.deskPhone),
      }),
      location: oneLine(visit.municipality),
      status: ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
