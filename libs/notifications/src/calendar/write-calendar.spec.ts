import { describe, expect, test } from '@jest/globals';
import { writeCalendar } from './write-calendar.js';

const visit = {
  id: '0199a1b2-0000-7000-8000-000000000001',
  startsAt: new Date('2026-11-24T15:00:00Z'),
  endsAt: new Date('2026-11-24T16:30:00Z'),
  categoryCode: 'babysitting',
  category: 'Babysitting',
  municipality: 'Pavia',
  helperId: null,
};
const where = {
  host: 'aiuto.example.org',
  publicUrl: 'https://aiuto.example.org',
  deskPhone: '+39 0382 000000',
  now: new Date('2026-11-20T08:00:00Z'),
  nameOf: () => 'Anna',
};
/** As a calendar program reads it: folded lines are one again. */
const linesOf = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar', () => {
  test('tells instants in UTC, so that no zone can move them', () => {
    const lines = linesOf(writeCalendar('it', [visit], where));
    expect(lines).toContain('DTSTART:20261124T150000Z');
    expect(lines).toContain('DTEND:20261124T163000Z');
    expect(lines).toContain('UID:0199a1b2-0000-7000-8000-000000000001@aiuto.example.org');
    expect(lines).toContain('LOCATION:Pavia');
  });

  test('says who comes to a family, in its language, and to a helper only what it is', () => {
    const comes = writeCalendar('en', [{ ...visit, helperId: 'a' }], where);
    expect(linesOf(comes)).toContain('SUMMARY:Babysitting: Anna comes');
    expect(linesOf(writeCalendar('it', [visit], where))).toContain('SUMMARY:Babysitting');
    expect(writeCalendar('ar', [{ ...visit, helperId: 'a' }], where)).toContain('Anna');
  });

  test('cannot be given lines by what people have named', () => {
    const named = {
      ...visit,
      categoryCode: 'own',
      category: 'A\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT; \\n,',
      municipality: 'B\r\n BEGIN:VALARM',
    };
    const lines = linesOf(writeCalendar('it', [named], where));
    expect(lines.filter((line) => /^(ATTENDEE|BEGIN:VALARM)/.test(line))).toEqual([]);
    expect(lines.filter((line) => line === 'END:VEVENT')).toHaveLength(1);
  });

  test('without visits is a calendar all the same', () => {
    expect(linesOf(writeCalendar('it', [], where))[0]).toBe('BEGIN:VCALENDAR');
  });
});
