import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const LIST = 'libs/reporting/docs/asvs-5.0-level-2.md';
const STANDINGS = ['met', 'does not apply', 'not met'];

/** Sections of ASVS 5.0.0 and their items of levels 1 and 2, as `1-11,13`. */
const ITEMS: Readonly<Record<string, string>> = {
  '1.1': '1-2',
  '1.2': '1-9',
  '1.3': '1-11',
  '1.4': '1-3',
  '1.5': '1-2',
  '2.1': '1-3',
  '2.2': '1-3',
  '2.3': '1-4',
  '2.4': '1',
  '3.2': '1-2',
  '3.3': '1-4',
  '3.4': '1-6',
  '3.5': '1-5',
  '3.7': '1-2',
  '4.1': '1-3',
  '4.2': '1',
  '4.3': '1-2',
  '4.4': '1-4',
  '5.1': '1',
  '5.2': '1-3',
  '5.3': '1-2',
  '5.4': '1-3',
  '6.1': '1-3',
  '6.2': '1-12',
  '6.3': '1-4',
  '6.4': '1-4',
  '6.5': '1-5',
  '6.6': '1-3',
  '6.8': '1-4',
  '7.1': '1-3',
  '7.2': '1-4',
  '7.3': '1-2',
  '7.4': '1-5',
  '7.5': '1-2',
  '7.6': '1-2',
  '8.1': '1-2',
  '8.2': '1-3',
  '8.3': '1',
  '8.4': '1',
  '9.1': '1-3',
  '9.2': '1-4',
  '10.1': '1-2',
  '10.2': '1-2',
  '10.3': '1-4',
  '10.4': '1-11',
  '10.5': '1-5',
  '10.6': '1-2',
  '10.7': '1-3',
  '11.1': '1-2',
  '11.2': '1-3',
  '11.3': '1-3',
  '11.4': '1-4',
  '11.5': '1',
  '11.6': '1',
  '12.1': '1-3',
  '12.2': '1-2',
  '12.3': '1-4',
  '13.1': '1',
  '13.2': '1-5',
  '13.3': '1-2',
  '13.4': '1-5',
  '14.1': '1-2',
  '14.2': '1-4',
  '14.3': '1-3',
  '15.1': '1-3',
  '15.2': '1-3',
  '15.3': '1-7',
  '16.1': '1',
  '16.2': '1-5',
  '16.3': '1-4',
  '16.4': '1-3',
  '16.5': '1-3',
  '17.1': '1',
  '17.2': '1-4',
  '17.3': '1-2',
};

/** Met by what a reader alone can judge: no test shows it. */
const BY_READING: Readonly<Record<string, string>> = {
  '1.2.5': 'programs are started with lists of arguments of ours',
  '3.5.4': 'how an installation is named is its operator’s',
  '3.7.1': 'a choice of techniques',
  '6.1.3': 'a document',
  '6.4.2': 'what is not there',
  '7.1.1': 'a document',
  '11.2.1': 'a choice of libraries',
  '12.2.2': 'certificates are the operator’s',
  '13.1.1': 'a document',
  '13.2.3': 'what is not there',
  '13.3.2': 'a file of the operator’s',
  '13.4.1': 'what an image is built of',
  '15.1.1': 'a document',
  '15.1.2': 'the lock file itself',
  '15.3.2': 'an option of each request',
};

interface Row {
  readonly item: string;
  readonly level: string;
  readonly standing: string;
  readonly shownBy: string;
}

/** What stands against the risks of one factor: a table of its own, each line with its tests. */
async function controlsOfOneFactor(): Promise<Row[]> {
  const [, section = ''] = /\n## One factor\n(.*?)\n## /s.exec(await readFile(LIST, 'utf8')) ?? [];
  return section.split('\n').flatMap((line) => {
    const [, risk = '', shownBy = ''] = line.split('|').map((it) => it.trim());
    return shownBy.includes('`') ? [{ item: risk, level: '', standing: 'met', shownBy }] : [];
  });
}

async function rowsOfList(): Promise<Row[]> {
  const lines = (await readFile(LIST, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [, item = '', level = '', , standing = '', shownBy = ''] = line
      .split(/(?<!\\)\|/)
      .map((it) => it.trim());
    return /^\d+\.\d+\.\d+$/.test(item) ? [{ item, level, standing, shownBy }] : [];
  });
}

/** What stands in backticks and is a path: with the beginning or a part of a test's title after a colon. */
function referencesOf({ shownBy }: Row): { path: string; title: string | undefined }[] {
  return [...shownBy.matchAll(/`([^`]+)`/g)].flatMap(([, text]) => {
    const [path, title] = text!.split(/: (.*)/s);
    const isPath = /^[\w./-]+$/.test(path!) && (path!.includes('/') || existsSync(path!));
    return isPath ? [{ path: path!, title }] : [];
  });
}

function numbersOf(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}

test('every item of levels 1 and 2 stands in the list once, with its standing', async () => {
  const rows = await rowsOfList();
  const wanted = Object.entries(ITEMS).flatMap(([section, ranges]) =>
    numbersOf(ranges).map((number) => `${section}.${number}`),
  );
  expect(wanted).toHaveLength(253);
  expect(rows.map(({ item }) => item).sort()).toEqual(wanted.sort());
  expect(rows.filter(({ standing }) => !STANDINGS.includes(standing))).toEqual([]);
  expect(rows.filter(({ level }) => level === '1')).toHaveLength(70);
});

test('every file and test that the list names is there', async () => {
  const gone: string[] = [];
  for (const row of [...(await rowsOfList()), ...(await controlsOfOneFactor())]) {
    for (const { path, title } of referencesOf(row)) {
      if (!existsSync(path)) gone.push(`${row.item}: ${path}`);
      else if (title && !(await readFile(path, 'utf8')).includes(title))
        gone.push(`${row.item}: ${path}: ${title}`);
    }
  }
  expect(gone).toEqual([]);
});

test('what stands against the risks of one factor names a test each', async () => {
  const controls = await controlsOfOneFactor();
  expect(controls.length).toBeGreaterThan(7);
  expect(controls.filter((row) => !referencesOf(row).some(({ title }) => title))).toEqual([]);
});

test('what is met names a test that shows it, but for what a reader alone can judge', async () => {
  const isTest = ({ path }: { path: string }) => path.endsWith('.spec.ts') || path.startsWith('test/');
  const untested = (await rowsOfList()).filter(
    (row) => row.standing === 'met' && !referencesOf(row).some(isTest),
  );
  const order = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });
  expect(untested.map(({ item }) => item).toSorted(order)).toEqual(Object.keys(BY_READING).toSorted(order));
});

test('what is met names what shows it, and what is not says why', async () => {
  const rows = await rowsOfList();
  const bare = rows.filter((row) => row.standing === 'met' && referencesOf(row).length === 0);
  expect(bare.filter(({ shownBy }) => !shownBy.startsWith('The section on'))).toEqual([]);
  expect(rows.filter(({ standing, shownBy }) => standing !== 'met' && shownBy.length < 7)).toEqual([]);
});
