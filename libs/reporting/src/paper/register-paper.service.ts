import type { MemberActor } from '#database';
import { RegisterService, type Insurance, type RegisterEntry } from '#members';
import { csvText, formatTime, localDay, localMinute } from '#platform';
import { Injectable } from '@nestjs/common';
import { writePdf } from './pdf.js';
import { registerWords, type RegisterWords } from './register-words.js';

const CSV_HEADER = [
  'number',
  'kind',
  'family_name',
  'given_name',
  'occasional',
  'day',
  'covered_from',
  'covered_until',
  'recorded_at',
  'seal',
];

/** A register on paper and as a file. */
@Injectable()
export class RegisterPaperService {
  constructor(private readonly registers: RegisterService) {}

  /** RFC 4180, with a header; instants of the community's time zone. Column names never change. */
  async csv(actor: MemberActor, organisationId: string | null): Promise<string> {
    const { timeZone, entries } = await this.registers.print(actor, organisationId);
    const lines = entries.map((entry) =>
      [
        entry.number,
        entry.kind,
        csvText(entry.familyName ?? ''),
        csvText(entry.givenName ?? ''),
        entry.occasional,
        entry.happenedOn,
        moment(entry.coveredFrom, timeZone),
        moment(entry.coveredUntil, timeZone),
        moment(entry.recordedAt, timeZone),
        entry.seal,
      ].join(','),
    );
    return [CSV_HEADER.join(','), ...lines, ''].join('\r\n');
  }

  /** For signing: every line with its seal, room for date and signature. */
  async pdf(actor: MemberActor, organisationId: string | null): Promise<Buffer> {
    const { body, timeZone, language, insurances, entries } = await this.registers.print(
      actor,
      organisationId,
    );
    const words = registerWords(language);
    return writePdf({
      title: `${words.title} – ${body}`,
      rightToLeft: language === 'ar',
      parts: [
        ...insurances.map((insurance) => ({ text: insuredBy(insurance, words) })),
        {
          columns: [
            { title: words.number, share: 1 },
            { title: words.name, share: 5 },
            { title: words.event, share: 4 },
            { title: words.day, share: 2.4 },
            { title: words.from, share: 3.4 },
            { title: words.until, share: 3.4 },
            { title: words.seal, share: 3.6 },
          ],
          rows: entries.map((entry) => rowOf(entry, timeZone, words)),
        },
        { text: words.explained },
      ],
      signatures: [words.place, words.signature],
    });
  }
}

function rowOf(entry: RegisterEntry, timeZone: string, words: RegisterWords): string[] {
  const event = words[entry.kind];
  return [
    String(entry.number),
    [entry.familyName, entry.givenName].filter(Boolean).join(' ') || words.erased,
    entry.occasional ? `${event} (${words.occasional})` : event,
    entry.happenedOn,
    moment(entry.coveredFrom, timeZone),
    moment(entry.coveredUntil, timeZone),
    entry.seal,
  ];
}

function insuredBy({ insurer, contract, firstDay, lastDay }: Insurance, words: RegisterWords): string {
  const who = [words.insuredBy, insurer, contract].filter(Boolean).join(' ');
  return `${who} · ${firstDay} – ${lastDay ?? '…'}`;
}

function moment(at: Date | null, timeZone: string): string {
  return at ? `${localDay(timeZone, at)} ${formatTime(localMinute(timeZone, at))}` : '';
}
