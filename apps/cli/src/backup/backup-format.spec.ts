import { describe, expect, test } from '@jest/globals';
import { BackupError, differences, parseLine, RowSum, schemaOf, type BackupHeader } from './backup-format.js';
import { inChunks, linesOf } from './backup-lines.js';

function sumOf(...rows: string[]): RowSum {
  const sum = new RowSum();
  for (const row of rows) sum.add(Buffer.from(row));
  return sum;
}

async function collect(chunks: string[]): Promise<string[]> {
  async function* source(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield Promise.resolve(Buffer.from(chunk));
  }
  const lines: string[] = [];
  for await (const line of linesOf(source())) lines.push(line.toString());
  return lines;
}

describe('the sum of rows', () => {
  test('is the same in any order', () => {
    expect(sumOf('a', 'b', 'c').of('t')).toEqual(sumOf('c', 'a', 'b').of('t'));
  });

  test('differs for another row, for one twice and for none', () => {
    const sums = [
      sumOf(),
      sumOf('a'),
      sumOf('b'),
      sumOf('a', 'a'),
      sumOf('b', 'b'),
      sumOf('a', 'b'),
      sumOf('ab'),
    ];
    expect(new Set(sums.map((sum) => sum.of('t').checksum)).size).toBe(sums.length);
  });
});

describe('two lists of tables', () => {
  const one = sumOf('a').of('one');
  const two = sumOf('b').of('two');

  test('that say the same have no differences', () => {
    expect(differences([one, two], [two, one])).toEqual([]);
  });

  test('name what is missing, superfluous, short of rows or changed', () => {
    expect(differences([one], [two])).toEqual(['one is missing', 'two is superfluous']);
    expect(differences([one], [sumOf('a', 'b').of('one')])).toEqual(['one has 2 rows instead of 1']);
    expect(differences([one], [sumOf('z').of('one')])).toEqual(['one has other content']);
  });
});

describe('the schema of a backup', () => {
  const known = [
    { name: '1.sql', hash: 'a' },
    { name: '2.sql', hash: 'b' },
  ];
  const header = (...migrations: BackupHeader['migrations']): BackupHeader => ({
    format: 'intreccio-backup',
    version: 1,
    createdAt: '',
    postgres: '',
    migrations,
  });

  test('may be this release’s or an older one', () => {
    expect(schemaOf(header(...known), known)).toBe('2.sql');
    expect(schemaOf(header({ name: '1.sql', hash: 'a' }), known)).toBe('1.sql');
  });

  test.each([
    [[], 'names no migration'],
    [[{ name: '2.sql', hash: 'b' }], '2.sql'],
    [[{ name: '1.sql', hash: 'x' }], 'The migration 1.sql is not the one'],
    [[...known, { name: '3.sql', hash: 'c' }], '3.sql, which this release does not'],
  ])('that does not fit is refused: %j', (migrations, sentence) => {
    expect(() => schemaOf(header(...migrations), known)).toThrow(sentence);
  });
});

describe('lines', () => {
  test('are found wherever the chunks are cut', async () => {
    expect(await collect(['on', 'e\ntw', 'o\n\nfo', 'ur'])).toEqual(['one', 'two', '', 'four']);
    expect(await collect(['a\n'])).toEqual(['a']);
    expect(await collect(['\n\n'])).toEqual(['', '']);
    expect(await collect([])).toEqual([]);
  });

  test('come back as they were after they were put together', async () => {
    async function* source(): AsyncGenerator<string> {
      for (let n = 0; n < 20_000; n += 1) yield Promise.resolve(`row ${n}`);
    }
    const chunks: string[] = [];
    for await (const chunk of inChunks(source())) chunks.push(chunk.toString());
    expect(chunks.length).toBeGreaterThan(1);
    const lines = await collect(chunks);
    expect(lines).toHaveLength(20_000);
    expect(lines.at(-1)).toBe('row 19999');
  });

  test('that are no JSON of the wanted shape are refused', () => {
    expect(parseLine<{ a: number }>(Buffer.from('{"a":1}'), 'a')).toEqual({ a: 1 });
    for (const line of ['', '{', '[]', 'null', '{"b":1}']) {
      expect(() => parseLine<{ a: number }>(Buffer.from(line), 'a')).toThrow(BackupError);
    }
    expect(() => parseLine(undefined)).toThrow(BackupError);
  });
});
