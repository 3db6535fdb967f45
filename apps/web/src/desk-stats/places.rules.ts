/** What is not covered in a municipality; null where it is withheld, or where a share has no population to be of. */
export interface OpenVisits {
  readonly visits: number | null;
  readonly coveredVisits: number | null;
  readonly population: number | null;
}

export function openVisits({ visits, coveredVisits }: OpenVisits): number | null {
  return visits === null || coveredVisits === null ? null : visits - coveredVisits;
}

/** Visits nobody covers for a thousand inhabitants, to the hundredth. */
export function openPerThousand(cell: OpenVisits): number | null {
  const open = openVisits(cell);
  if (open === null || !cell.population) return null;
  return Math.round((open * 100_000) / cell.population) / 100;
}
