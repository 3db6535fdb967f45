import { describe, expect, test } from '@jest/globals';
import { toCsv } from './statement-csv.js';
import type { StatementLine } from './statement-lines.js';

const line = (reason: string): StatementLine => ({
  id: '1',
  transferId: 't1',
  kind: 'donation',
  minutes: -30,
  balanceAfterMinutes: 90,
  reason,
  seatId: null,
  reversesId: null,
  reversed: false,
  at: new Date('2026-10-05T22:30:00Z'),
});
async function csv(...pages: StatementLine[][]): Promise<string> {
  let text = '';
  for await (const piece of toCsv(pages, 'Europe/Rome')) text += piece;
  return text;
}
const reasonOf = async (reason: string) => (await csv([line(reason)])).split('\r\n')[1]!.split(',')[3];

describe('a statement as a file', () => {
  test('has a header, local days and times, plain numbers, and ends its last line', async () => {
    const row = '2026-10-06,00:30,donation,"Grazie",-30,90,t1\r\n';
    const header = '\uFEFFday,time,kind,reason,minutes,balance_minutes,transfer_id\r\n';
    expect(await csv([line('Grazie')])).toBe(header + row);
    expect(await csv([line('Grazie')], [], [line('Grazie')])).toBe(header + row + row);
    expect(await csv()).toBe(header);
  });

  test.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'])(
    'shows %j as text, not as a formula',
    async (reason) => {
      expect(await reasonOf(reason)).toBe(`"'${reason.replaceAll('"', '""')}"`);
    },
  );

  test('leaves other text as it is, and doubles quotation marks', async () => {
    expect(await reasonOf('2 = due')).toBe('"2 = due"');
    expect(await reasonOf('di "tutti"')).toBe('"di ""tutti"""');
  });
});
