import type { PrintedRegister, RegisterEntry } from '#members';
import { describe, expect, test } from '@jest/globals';
import { paperOf } from './register-paper.service.js';

const entry = (number: number) => ({ number, kind: 'entered', familyName: `N${number}` }) as RegisterEntry;

async function* pagesOf(...sizes: number[]): AsyncGenerator<RegisterEntry[]> {
  let number = 0;
  for (const size of sizes) yield Array.from({ length: size }, () => entry((number += 1)));
}

const register = (language: string, ...sizes: number[]): PrintedRegister => ({
  body: 'Esempio',
  timeZone: 'Europe/Rome',
  language,
  insurances: [],
  total: sizes.reduce((sum, size) => sum + size, 0),
  pages: pagesOf(...sizes),
});

async function printed(of: PrintedRegister, most: number) {
  const { parts } = paperOf(of, most);
  const numbers: string[] = [];
  for (const part of parts) if ('rows' in part) for await (const row of part.rows) numbers.push(row[0]!);
  return { numbers, texts: parts.flatMap((part) => ('text' in part ? [part.text] : [])) };
}

describe('a register on paper', () => {
  test('has every line up to the most, over as many pages as they are read in', async () => {
    const { numbers, texts } = await printed(register('it', 2, 2, 1), 5);
    expect(numbers).toEqual(['1', '2', '3', '4', '5']);
    expect(texts).toHaveLength(1);
  });

  test.each(['it', 'en', 'ar'])('with more than that says so in %s, with both numbers', async (language) => {
    const { numbers, texts } = await printed(register(language, 2, 2, 2), 5);
    expect(numbers).toEqual(['1', '2', '3', '4', '5']);
    expect(texts[0]).toMatch(/5.*6.*CSV/);
  });
});
