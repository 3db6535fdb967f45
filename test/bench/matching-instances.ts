import { Prng } from '../../libs/matching/src/engine/model/prng.js';
import type {
  Problem,
  ProblemEdge,
  ProblemHelper,
  ProblemRequest,
} from '../../libs/matching/src/engine/model/problem.js';

export interface InstanceShape {
  readonly requests: number;
  readonly helpers: number;
  readonly seed: number;
  readonly travel?: boolean;
  /** Candidates kept for a request. */
  readonly top?: number;
  /** Without intervals, minutes caps and breaks: a b-matching. */
  readonly timeless?: boolean;
  /** One seat a request and one visit a helper, without time: the classic assignment problem. */
  readonly single?: boolean;
}

interface Town {
  readonly x: number;
  readonly y: number;
}

interface Skills {
  readonly town: number;
  readonly radius: number;
  readonly categories: readonly number[];
  readonly credentials: number;
  /** Free minutes of the week, [from, to) in turn. */
  readonly free: readonly number[];
  readonly quality: number;
}

const CATEGORIES = 8;
const DAY = 1440;
const PEOPLE_PER_TOWN = 100;

/**
 * A week of clustered towns: 8 categories, credentials, radii of 3 to 20 km, caps of 2 to 10 hours and 1 to 5 visits,
 * scores of about 400 to 1,200, the best candidates of each request.
 */
export function makeInstance(shape: InstanceShape): Problem {
  const prng = new Prng(shape.seed);
  const townCount = Math.max(4, Math.round((shape.helpers + shape.requests) / 2 / PEOPLE_PER_TOWN));
  const side = Math.round(100 * Math.sqrt(townCount));
  const towns = Array.from({ length: townCount }, () => ({
    x: prng.below(side) / 10,
    y: prng.below(side) / 10,
  }));
  const skills = Array.from({ length: shape.helpers }, () => makeSkills(prng, towns.length));
  const helpers = skills.map((_, index) => makeHelper(prng, index, shape));
  const near = towns.map((town) =>
    towns.flatMap((other, index) => (distance(town, other) <= 20 ? [index] : [])),
  );
  const residents = towns.map((_, town) =>
    skills.flatMap((skill, index) => (skill.town === town ? [index] : [])),
  );
  const requests: ProblemRequest[] = [];
  const edges: ProblemEdge[] = [];
  for (let request = 0; request < shape.requests; request += 1) {
    const town = prng.below(towns.length);
    const category = prng.below(CATEGORIES);
    const credential = prng.below(100) < 30 ? 1 << prng.below(3) : 0;
    const length = 30 * (2 + prng.below(5));
    const start = prng.below(7) * DAY + 8 * 60 + 30 * prng.below(22);
    const urgency = prng.below(200);
    const interval = timeless(shape) ? { start: null, end: null } : { start, end: start + length };
    const place = shape.travel ? { place: town } : {};
    requests.push({
      id: `r${request}`,
      needed: prng.below(20) === 0 && !shape.single ? 2 : 1,
      ...interval,
      ...place,
    });
    const found: ProblemEdge[] = [];
    for (const other of near[town]!) {
      const km = distance(towns[town]!, towns[other]!);
      for (const helper of residents[other]!) {
        const skill = skills[helper]!;
        if (km > skill.radius || !skill.categories.includes(category)) continue;
        if ((credential & ~skill.credentials) !== 0 || !covers(skill.free, start, start + length)) continue;
        const closeness = Math.round(300 * (1 - km / skill.radius));
        found.push([request, helper, 400 + closeness + urgency + skill.quality + prng.below(200), length]);
      }
    }
    found.sort((a, b) => b[2] - a[2] || a[1] - b[1]);
    edges.push(...found.slice(0, shape.top ?? 30));
  }
  const travel = shape.travel
    ? towns.map((a) => towns.map((b) => (a === b ? 5 : 8 + Math.round(distance(a, b) * 1.4))))
    : null;
  return { version: 1, requests, helpers, travel, edges, approved: [], current: [], stabilityBonus: 0 };
}

function makeSkills(prng: Prng, towns: number): Skills {
  const categories = Array.from({ length: 1 + prng.below(3) }, () => prng.below(CATEGORIES));
  const free: number[] = [];
  for (let day = 0; day < 7; day += 1) {
    if (prng.below(100) >= 60) continue;
    const from = day * DAY + 8 * 60 + 60 * prng.below(8);
    free.push(from, from + 60 * (3 + prng.below(6)));
  }
  return {
    town: prng.below(towns),
    radius: 3 + prng.below(18),
    categories,
    credentials: prng.below(8),
    free,
    quality: prng.below(100),
  };
}

function timeless(shape: InstanceShape): boolean {
  return shape.timeless === true || shape.single === true;
}

function makeHelper(prng: Prng, index: number, shape: InstanceShape): ProblemHelper {
  const maxMinutes = timeless(shape) ? null : 60 * (2 + prng.below(9));
  return {
    id: `h${index}`,
    maxMinutes,
    maxRequests: shape.single ? 1 : 1 + prng.below(5),
    breakMinutes: timeless(shape) ? 0 : 5 * prng.below(4),
  };
}

function covers(free: readonly number[], start: number, end: number): boolean {
  for (let i = 0; i < free.length; i += 2) if (free[i]! <= start && end <= free[i + 1]!) return true;
  return false;
}

function distance(a: Town, b: Town): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
