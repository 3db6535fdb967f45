import type { Problem } from '#matching/engine';
import { describe, expect, it } from '@jest/globals';
import { Promised } from './promised.js';

const WEEK = 10_080;

/** One helper with 100 minutes a week and a break of 10, who has promised the first hour of the week. */
const problem: Problem = {
  version: 1,
  requests: [{ id: 'promised', needed: 1, start: 0, end: 60 }],
  helpers: [
    {
      id: 'anna',
      breakMinutes: 10,
      caps: [
        { from: 0, to: WEEK, maxMinutes: 100 },
        { from: WEEK, to: 2 * WEEK, maxMinutes: 100 },
      ],
    },
  ],
  edges: [[0, 0, 0, 60]],
  approved: [[0, 0]],
};
const promised = new Promised({ problem, nodes: [], helperIds: ['anna'] });

describe('what a helper has promised', () => {
  it.each([
    { what: 'a visit begins before the break is over', from: 69, to: 99, room: false },
    { what: 'a visit begins as the break ends', from: 70, to: 100, room: true },
    { what: 'a visit takes the last minutes of the week', from: 70, to: 110, room: true },
    { what: 'a visit takes more than the week has left', from: 70, to: 111, room: false },
    { what: 'a visit lies in another week', from: WEEK, to: WEEK + 100, room: true },
  ])('leaves room where $what: $room', ({ from, to, room }) => {
    expect(promised.leavesRoom('anna', from, to)).toBe(room);
  });
});
