/** The cell with the most of it. */
export function peak<T>(cells: readonly T[], of: (cell: T) => number | null): T | undefined {
  return cells.reduce<T | undefined>(
    (best, cell) => (best === undefined || (of(cell) ?? 0) > (of(best) ?? 0) ? cell : best),
    undefined,
  );
}
