/** A cell that speaks of fewer people than this is not shared. */
export const FEWEST_PEOPLE = 5;

/** A figure with the number of people behind it; `people` is null once withheld. */
export interface Cell {
  readonly people: number | null;
  readonly withheld: boolean;
}

type Figures<T extends Cell> = Exclude<keyof T, 'people' | 'withheld'>;

/**
 * The cells as they may be shared: figures of one to four people become null. Where the cells add up to a total that is
 * shared too, exactly one withheld cell could be worked out, so the smallest other one is withheld with it.
 * @param figures the fields that are withheld; the others (a name, a weekday) stay
 */
export function withholdSmall<T extends Cell>(
  cells: readonly T[],
  figures: readonly Figures<T>[],
  options: { readonly addUp: boolean },
): T[] {
  const hidden = new Set<T>(cells.filter(isSmall));
  if (options.addUp && hidden.size === 1) {
    const others = cells.filter((cell) => !hidden.has(cell) && (cell.people ?? 0) > 0);
    const [smallest] = others.sort((a, b) => a.people! - b.people!);
    if (smallest) hidden.add(smallest);
  }
  return cells.map((cell) => (hidden.has(cell) ? withhold(cell, figures) : cell));
}

function isSmall({ people }: Cell): boolean {
  return people !== null && people > 0 && people < FEWEST_PEOPLE;
}

function withhold<T extends Cell>(cell: T, figures: readonly Figures<T>[]): T {
  const nothing = Object.fromEntries(figures.map((field) => [field, null]));
  return { ...cell, ...nothing, people: null, withheld: true };
}
