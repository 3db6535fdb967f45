/** Bounds that keep memory bounded and every sum an exact integer. */
export const LIMITS = {
  requests: 1_000_000,
  helpers: 1_000_000,
  edges: 5_000_000,
  places: 4_000,
  windowsPerHelper: 1_000,
  startsPerRequest: 200,
  stepsPerHelper: 100,
  together: 1_000_000,
  idLength: 200,
  needed: 1_000_000,
  time: 1_000_000_000,
  minutes: 10_000_000,
  score: 1_000_000_000,
} as const;
