import { describe, expect, it } from '@jest/globals';
import { statementCsv } from './statement-csv.js';

const line = {
  at: '2026-11-24T15:00:00Z',
  kind: 'visit',
  minutes: -90,
  balanceAfterMinutes: 30,
  reason: 'Visit',
};

describe('a statement as CSV', () => {
  it('keeps numbers as numbers, also those below zero', () => {
    expect(statementCsv([line])).toBe(
      '\uFEFFdate,kind,minutes,balance_minutes,reason\r\n2026-11-24T15:00:00Z,visit,-90,30,Visit\r\n',
    );
  });

  it('quotes what would break a row, and disarms what a spreadsheet would run', () => {
    expect(statementCsv([{ ...line, reason: 'said "yes", twice' }])).toContain('"said ""yes"", twice"');
    for (const reason of ['=1+1', '+1', '-1', '@x']) {
      expect(statementCsv([{ ...line, reason }])).toContain(`,'${reason}\r\n`);
    }
  });
});
