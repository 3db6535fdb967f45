import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../../libs/matching/src/engine/index.js';
import { ListGuard } from './problem-input.js';

/** Feeds the guard one part after another, the last one so often; returns its objection. */
function objection(begin: string, repeated: string, times: number): string {
  const guard = new ListGuard();
  const many = Math.min(times, 1000);
  const block = Buffer.from(repeated.repeat(many));
  try {
    guard.take(Buffer.from(begin));
    for (let fed = 0; fed + many <= times; fed += many) guard.take(block);
    guard.take(Buffer.from(repeated.repeat(times % many)));
  } catch (fault) {
    return (fault as Error).message;
  }
  return '';
}

describe('the guard of the input', () => {
  it('refuses one edge too many while they arrive', () => {
    const begin = '{"version":1,"requests":[{"id":"a","needed":1}],"edges":[[0,0,1,1]';
    expect(objection(begin, ',[0,0,1,1]', LIMITS.edges - 1)).toBe('');
    expect(objection(begin, ',[0,0,1,1]', LIMITS.edges)).toBe(
      '$.edges: has more than 5000000 entries, which is the most allowed.',
    );
  });

  it('refuses one edge too many under a name written with escapes', () => {
    const begin = '{"\\u0065dges":[0';
    expect(objection(begin, ',0', LIMITS.edges - 1)).toBe('');
    expect(objection(begin, ',0', LIMITS.edges)).toMatch(/^\$: has more than 5000000 entries/);
  });

  it.each(['requests', 'helpers', 'travel', 'together'])('refuses too many %s', (name) => {
    const { requests, helpers, places: travel, together } = LIMITS;
    const most = { requests, helpers, travel, together }[name]!;
    expect(objection(`{"${name}":[0`, ',0', most - 1)).toBe('');
    expect(objection(`{"${name}":[0`, ',0', most)).toMatch(`$.${name}: has more than ${most} entries`);
  });

  it('counts neither commas nor brackets in ids', () => {
    expect(objection('{"edges":[["', '],[\\",', LIMITS.edges + 1)).toBe('');
  });

  it.each(['[', '{"a":'])('refuses %s within %s without end', (nest) => {
    expect(objection('', nest, 100)).toBe('');
    expect(objection('', nest, 101)).toBe('$: is nested deeper than 100 levels.');
  });

  it.each(['[]', '{}'])('refuses endless %s where a few are expected', (nest) => {
    // The problem, its list and one edge are three.
    expect(objection('{"edges":[[', nest, 15_999_997)).toBe('');
    expect(objection('{"edges":[[', nest, 15_999_998)).toBe('$: has more than 16000000 lists and objects.');
  });

  it('refuses endless fields', () => {
    expect(objection('{"a":0', ',"a":0', 99)).toBe('');
    expect(objection('{"a":0', ',"a":0', 100)).toBe('$: has more than 100 fields.');
  });

  it('refuses endless values in any place', () => {
    expect(objection('{"a":{"b":[0', ',0', 64_000_001)).toBe('$: has more than 64000000 values.');
  });
});
