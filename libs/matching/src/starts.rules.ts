/** Starts that a plan weighs for one visit; of a wide window not every quarter of an hour. */
const MOST_WEIGHED = 12;

/**
 * The starts among which a plan chooses: those that helpers can make, thinned out evenly where they are many, but
 * one of each helper's at least and the one that most can make. All seats of a visit share its start, so a visit
 * for several is planned where that many can come, or the most there are.
 * @param seats how many helpers the visit needs
 */
export function startsToWeigh(
  best: number,
  helpers: readonly { readonly starts: readonly number[] }[],
  seats = 1,
): number[] {
  const makers = new Map<number, number>();
  for (const { starts } of helpers)
    for (const start of starts) makers.set(start, (makers.get(start) ?? 0) + 1);
  const least = Math.min(seats, makers.get(best) ?? 0);
  const served = (start: number) => makers.get(start)! >= least;
  const all = [...makers.keys()].filter(served).sort((a, b) => a - b);
  const every = Math.ceil(all.length / MOST_WEIGHED);
  const kept = new Set(all.filter((_, index) => index % every === 0)).add(best);
  for (const { starts } of helpers) {
    const made = starts.filter(served);
    if (made.length > 0 && !made.some((start) => kept.has(start))) kept.add(made[0]!);
  }
  return [...kept].sort((a, b) => a - b);
}
