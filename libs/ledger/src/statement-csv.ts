import { csvText, formatTime, localDay, localMinute } from '#platform';
import type { StatementLine } from './statement-lines.js';

const HEADER = ['day', 'time', 'kind', 'reason', 'minutes', 'balance_minutes', 'transfer_id'];

/** The lines as CSV (RFC 4180, with a header), days and times of the community. Column names never change. */
export function toCsv(lines: readonly StatementLine[], timeZone: string): string {
  const rows = lines.map((line) =>
    [
      localDay(timeZone, line.at),
      formatTime(localMinute(timeZone, line.at)),
      line.kind,
      csvText(line.reason),
      line.minutes,
      line.balanceAfterMinutes,
      line.transferId,
    ].join(','),
  );
  return [HEADER.join(','), ...rows, ''].join('\r\n');
}
