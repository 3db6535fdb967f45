import { csvText, formatTime, localDay, localMinute } from '#platform';
import type { StatementLine } from './statement-lines.js';

const HEADER = ['day', 'time', 'kind', 'reason', 'minutes', 'balance_minutes', 'transfer_id'];

/** By this mark spreadsheets know UTF-8. */
const MARK = '\uFEFF';

/** Pages of lines as CSV (RFC 4180, with a header), days and times of the community. Column names never change. */
export async function* toCsv(
  pages: AsyncIterable<readonly StatementLine[]> | Iterable<readonly StatementLine[]>,
  timeZone: string,
): AsyncGenerator<string> {
  yield `${MARK}${HEADER.join(',')}\r\n`;
  for await (const lines of pages) yield lines.map((line) => `${rowOf(line, timeZone)}\r\n`).join('');
}

const rowOf = (line: StatementLine, timeZone: string): string =>
  [
    localDay(timeZone, line.at),
    formatTime(localMinute(timeZone, line.at)),
    line.kind,
    csvText(line.reason),
    line.minutes,
    line.balanceAfterMinutes,
    line.transferId,
  ].join(',');
