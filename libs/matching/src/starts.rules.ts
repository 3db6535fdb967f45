/** Starts that a plan weighs for one visit; of a wide window not every quarter of an hour. */
const MOST_WEIGHED = 12;

/**
 * The starts among which a plan chooses: those that helpers can make, thinned out evenly where they are many, but one
 * of each helper's at least and the one that most can make.
 */
export function startsToWeigh(
  best: number,
  helpers: readonly { readonly starts: readonly number[] }[],
): number[] {
  const all = [...new Set(helpers.flatMap(({ starts }) => starts))].sort((a, b) => a - b);
  const every = Math.ceil(all.length / MOST_WEIGHED);
  const kept = new Set(all.filter((_, index) => index % every === 0)).add(best);
  for (const { starts } of helpers)
    if (starts.length > 0 && !starts.some((start) => kept.has(start))) kept.add(starts[0]!);
  return [...kept].sort((a, b) => a - b);
}
