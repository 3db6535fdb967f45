import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../index.js';
import { InvalidProblem, validateProblem } from '../index.js';

interface Draft {
  [field: string]: unknown;
}

/** A sound problem, as plain data to spoil. */
function sound(): Draft & { requests: Draft[]; helpers: Draft[]; edges: unknown[][] } {
  return {
    version: 1,
    requests: [
      { id: 'a', needed: 1, start: 0, end: 60, place: 0 },
      { id: 'b', needed: 1, start: 90, end: 120, place: 1, endPlace: 0 },
    ],
    helpers: [{ id: 'h', maxMinutes: 240, maxRequests: 3, breakMinutes: 10, caps: [] }],
    travel: [
      [0, 20],
      [20, 0],
    ],
    edges: [
      [0, 0, 812, 60],
      [1, 0, 500, 30],
    ],
    approved: [],
    current: [],
    stabilityBonus: 15,
  };
}

function pathOfFault(spoil: (problem: ReturnType<typeof sound>) => void): string {
  const problem = sound();
  spoil(problem);
  try {
    validateProblem(problem);
  } catch (fault) {
    if (fault instanceof InvalidProblem) return fault.path;
    throw fault;
  }
  return 'none';
}

describe('a problem', () => {
  it('is returned as it is when sound', () => {
    const problem = sound();
    expect(validateProblem(problem)).toBe(problem as unknown as Problem);
  });

  it('may leave out what has a natural none', () => {
    const bare = {
      version: 1,
      requests: [{ id: 'a', needed: 1 }],
      helpers: [{ id: 'h' }],
      edges: [[0, 0, 1, 1]],
    };
    expect(() => validateProblem(bare)).not.toThrow();
  });

  it.each<[string, (problem: ReturnType<typeof sound>) => void]>([
    ['$.version', (p) => (p['version'] = '1')],
    ['$.requests', (p) => Object.assign(p, { requests: {} })],
    ['$.speed', (p) => (p['speed'] = 1)],
    ['$.requests[1]', (p) => Object.assign(p.requests, { 1: null })],
    ['$.requests[1].id', (p) => (p.requests[1]!['id'] = 'a')],
    ['$.requests[0].id', (p) => (p.requests[0]!['id'] = '')],
    ['$.requests[0].needed', (p) => (p.requests[0]!['needed'] = 0)],
    ['$.requests[0].needed', (p) => (p.requests[0]!['needed'] = 1.5)],
    ['$.requests[0].start', (p) => (p.requests[0]!['start'] = null)],
    ['$.requests[0].end', (p) => (p.requests[0]!['end'] = null)],
    ['$.requests[0].end', (p) => (p.requests[0]!['end'] = 0)],
    ['$.requests[0].end', (p) => (p.requests[0]!['end'] = '60')],
    ['$.requests[0].place', (p) => (p.requests[0]!['place'] = 2)],
    ['$.requests[1].endPlace', (p) => (p.requests[1]!['endPlace'] = -1)],
    ['$.requests[0].duration', (p) => (p.requests[0]!['duration'] = 60)],
    ['$.helpers[0].maxMinutes', (p) => (p.helpers[0]!['maxMinutes'] = -1)],
    ['$.helpers[0].maxRequests', (p) => (p.helpers[0]!['maxRequests'] = NaN)],
    ['$.requests[0]', (p) => delete p.requests[0]],
    ['$.edges[1]', (p) => delete p.edges[1]],
    ['$.edges', (p) => Object.assign(p.edges, { constructor: 'Map' })],
    ['$.helpers[0].breakMinutes', (p) => (p.helpers[0]!['breakMinutes'] = -10)],
    ['$.helpers[0].caps[0].to', (p) => (p.helpers[0]!['caps'] = [{ from: 5, to: 5 }])],
    [
      '$.helpers[0].caps[0]',
      (p) =>
        (p.helpers[0]!['caps'] = [
          { from: 9, to: 20 },
          { from: 0, to: 10 },
        ]),
    ],
    ['$.travel[1]', (p) => (p['travel'] = [[0, 1], [1]])],
    [
      '$.travel[0][1]',
      (p) =>
        (p['travel'] = [
          [0, -1],
          [1, 0],
        ]),
    ],
    ['$.edges[1]', (p) => Object.assign(p.edges, { 1: [1, 0, 5] })],
    ['$.edges[0][0]', (p) => (p.edges[0]![0] = 2)],
    ['$.edges[0][1]', (p) => (p.edges[0]![1] = -1)],
    ['$.edges[0][2]', (p) => (p.edges[0]![2] = -1)],
    ['$.edges[0][2]', (p) => (p.edges[0]![2] = Infinity)],
    ['$.edges[0][3]', (p) => (p.edges[0]![3] = -60)],
    ['$.edges[2]', (p) => p.edges.push([0, 0, 1, 1])],
    ['$.current[0]', (p) => ((p['current'] = [[0, 0]]), p.edges.shift())],
    ['$.approved[0][0]', (p) => (p['approved'] = [[7, 0]])],
    [
      '$.approved[1]',
      (p) =>
        (p['approved'] = [
          [0, 0],
          [0, 0],
        ]),
    ],
    ['$.stabilityBonus', (p) => (p['stabilityBonus'] = -1)],
    ['$.requests[0].starts', (p) => (p.requests[0]!['starts'] = 15)],
    ['$.requests[0].starts[1]', (p) => (p.requests[0]!['starts'] = [15, 15])],
    ['$.requests[0].starts[0]', (p) => (p.requests[0]!['starts'] = [0])],
    ['$.requests[0].starts', (p) => Object.assign(p.requests[0]!, { start: null, end: null, starts: [15] })],
    ['$.edges[0][4]', (p) => p.edges[0]!.push([])],
    ['$.edges[0][4][0]', (p) => p.edges[0]!.push([15])],
    ['$.edges[0][4][1]', (p) => p.edges[0]!.push([0, 0])],
    ['$.current[0][2]', (p) => (p['current'] = [[0, 0, 15]])],
    ['$.helpers[0].home', (p) => (p.helpers[0]!['home'] = 2)],
    ['$.helpers[0].free[0]', (p) => (p.helpers[0]!['free'] = [[0]])],
    ['$.helpers[0].free[0][1]', (p) => (p.helpers[0]!['free'] = [[60, 60]])],
    [
      '$.helpers[0].free[0]',
      (p) =>
        (p.helpers[0]!['free'] = [
          [60, 90],
          [0, 60],
        ]),
    ],
    ['$.helpers[0].fairness.weeks', (p) => (p.helpers[0]!['fairness'] = { weeks: [] })],
    ['$.helpers[0].fairness.visits[0][1]', (p) => (p.helpers[0]!['fairness'] = { visits: [[1, -5]] })],
    [
      '$.helpers[0].fairness.minutes[1][0]',
      (p) =>
        (p.helpers[0]!['fairness'] = {
          minutes: [
            [60, 5],
            [60, 5],
          ],
        }),
    ],
    ['$.together[0]', (p) => (p['together'] = [[0, 1]])],
    ['$.together[0][1]', (p) => (p['together'] = [[0, 2, 5]])],
    ['$.together[0][1]', (p) => (p['together'] = [[1, 1, 5]])],
    ['$.together[0][2]', (p) => (p['together'] = [[0, 1, 0.5]])],
    [
      '$.together[1]',
      (p) =>
        (p['together'] = [
          [0, 1, 5],
          [1, 0, 5],
        ]),
    ],
  ])('is refused at %s', (path, spoil) => {
    expect(pathOfFault(spoil)).toBe(path);
  });
});

it('accepts all that is optional', () => {
  const rich = (p: ReturnType<typeof sound>): void => {
    p.requests[0]!['starts'] = [15, 30];
    p.edges[0]!.push([0, 30]);
    p['current'] = [[0, 0, 30]];
    Object.assign(p.helpers[0]!, {
      home: 1,
      free: [
        [0, 120],
        [121, 180],
      ],
      fairness: { visits: [[0, 5]], minutes: null },
    });
    p['together'] = [[0, 1, 30]];
  };
  expect(pathOfFault(rich)).toBe('none');
});

describe('approved work', () => {
  const both = [
    [0, 0],
    [1, 0],
  ];

  it('may be exactly break and road apart', () => {
    expect(pathOfFault((p) => (p['approved'] = both))).toBe('none');
  });

  it('may not be one minute closer', () => {
    const spoil = (p: ReturnType<typeof sound>): void => {
      p['approved'] = both;
      p.requests[1]!['start'] = 89;
    };
    expect(pathOfFault(spoil)).toBe('$.approved[1]');
  });

  it('may not exceed the seats', () => {
    const spoil = (p: ReturnType<typeof sound>): void => {
      p.helpers.push({ id: 'i', maxMinutes: null, maxRequests: null, breakMinutes: 0 });
      p.edges.push([0, 1, 1, 60]);
      p['approved'] = [
        [0, 0],
        [0, 1],
      ];
    };
    expect(pathOfFault(spoil)).toBe('$.approved[1]');
  });
});
