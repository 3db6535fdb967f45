import type { MemberActor } from '#database';
import { RegisterService, type Insurance, type PrintedRegister, type RegisterEntry } from '#members';
import { csvText, formatTime, localDay, localMinute } from '#platform';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { writePdf, type Paper } from './pdf.js';
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

/** Lines on paper, some 450 pages; the file has all of them, however many. */
const MOST_ON_PAPER = 20_000;

/** A register on paper and as a file. */
@Injectable()
export class RegisterPaperService {
  constructor(private readonly registers: RegisterService) {}

  /** RFC 4180, with a header; instants of the community's time zone. Column names never change. */
  async csv(actor: MemberActor, organisationId: string | null): Promise<Readable> {
    return Readable.from(csvOf(await this.registers.print(actor, organisationId)), { objectMode: false });
  }

  /**
   * For signing: every line with its seal, room for date and signature. Paper is made as a whole before it is sent; what
   * would be hundreds of pages says at its end which lines it has, and where the others stand.
   */
  async pdf(actor: MemberActor, organisationId: string | null, most = MOST_ON_PAPER): Promise<Buffer> {
    return writePdf(paperOf(await this.registers.print(actor, organisationId), most));
  }
}

/** The first `most` lines; where there are more, how many and where they stand. */
export function paperOf(register: PrintedRegister, most: number): Paper {
  const { body, language, insurances, total } = register;
  const words = registerWords(language);
  const cut = words.cut.replace('{most}', String(most)).replace('{total}', String(total));
  return {
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
        rows: rowsOf(register, words, most),
      },
      ...(total > most ? [{ text: cut }] : []),
      { text: words.explained },
    ],
    signatures: [words.place, words.signature],
  };
}

async function* csvOf({ pages, timeZone }: PrintedRegister): AsyncGenerator<string> {
  yield `${CSV_HEADER.join(',')}\r\n`;
  for await (const page of pages) yield page.map((entry) => `${csvLine(entry, timeZone)}\r\n`).join('');
}

const csvLine = (entry: RegisterEntry, timeZone: string): string =>
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
  ].join(',');

async function* rowsOf(
  { pages, timeZone }: PrintedRegister,
  words: RegisterWords,
  most: number,
): AsyncGenerator<string[]> {
  let printed = 0;
  for await (const page of pages) {
    for (const entry of page) {
      if (printed >= most) return;
      yield rowOf(entry, timeZone, words);
      printed += 1;
    }
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
