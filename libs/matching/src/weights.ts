import { InvalidInput } from '#platform';

/**
 * Points of the score's terms. `serve` comes for every seat that is filled and is larger than all other terms
 * together, so that no family is left out to please another. The rest are the most a term can give.
 */
export const DEFAULT_WEIGHTS = {
  serve: 10_000,
  continuity: 300,
  travel: 200,
  skill: 150,
  language: 60,
  waiting: 100,
  urgency: 120,
  fairness: 150,
  reciprocity: 60,
  preference: 120,
  /** What a proposal that stands earns for staying; it never enters a stored score. */
  stability: 15,
} as const;

export type WeightName = keyof typeof DEFAULT_WEIGHTS;
export type Weights = { readonly [K in WeightName]: number };

export interface VersionedWeights {
  readonly version: number;
  readonly weights: Weights;
}

export const WEIGHT_NAMES = Object.keys(DEFAULT_WEIGHTS) as WeightName[];
const MOST_POINTS = 1_000_000;

/** @throws InvalidInput for a missing or odd weight, or a `serve` that the other terms together could outweigh. */
export function checkWeights(input: Readonly<Record<string, unknown>>): Weights {
  const weights = Object.fromEntries(
    WEIGHT_NAMES.map((name) => {
      const value = input[name] ?? DEFAULT_WEIGHTS[name];
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MOST_POINTS) {
        throw new InvalidInput([
          { field: name, message: `${name} must be a whole number from 0 to ${MOST_POINTS}` },
        ]);
      }
      return [name, value];
    }),
  ) as Weights;
  const others = WEIGHT_NAMES.filter((name) => name !== 'serve').reduce(
    (sum, name) => sum + weights[name],
    0,
  );
  if (weights.serve <= others) {
    throw new InvalidInput([
      { field: 'serve', message: `serve must be more than all other weights together (${others})` },
    ]);
  }
  return weights;
}
