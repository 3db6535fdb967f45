import { expect, it } from '@jest/globals';
import { syslogFrame } from './syslog-frame.js';

it('a line of the log is cut where a receiver would not take them, and stays one line whatever is in them', () => {
  const frame = syslogFrame(`{"level":50,"msg":"${'à\\n12 <1>'.repeat(2_000)}"}\n`, {
    host: 'a b\nc',
    pid: 1,
  });
  const [length = '', ...rest] = frame.toString('latin1').split(' ');
  expect(Number(length)).toBe(8_192);
  expect(frame.byteLength).toBe(8_192 + length.length + 1);
  expect(rest.slice(0, 4)).toEqual(['<131>1', '-', 'abc', 'intreccio']);
});
