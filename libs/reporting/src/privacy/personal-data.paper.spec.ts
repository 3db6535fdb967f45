import { expect, test } from '@jest/globals';
import { paperOf } from './personal-data.paper.js';

const paper = (rows: number, total: number) =>
  paperOf({
    about: 'member',
    community: 'Distretto',
    at: new Date('2026-10-05T08:00:00Z'),
    sections: [
      { name: 'time_entry', total, rows: Array.from({ length: rows }, (_, at) => ({ minutes_given: at })) },
      { name: 'offer', rows: [], total: 0 },
    ],
  }).parts;

test('a table that is printed whole has its name above it, an empty one is left out', () => {
  expect(paper(2, 2)).toEqual([
    { text: 'member\n2026-10-05T08:00:00.000Z' },
    { heading: 'time entry' },
    { text: 'minutes given: 0\n ' },
    { text: 'minutes given: 1\n ' },
  ]);
});

test('one that is cut says which rows are printed, how many there are, and where they all stand', () => {
  expect(paper(2, 3)[1]).toEqual({ heading: 'time entry (1-2 / 3; 1-3: JSON)' });
});
