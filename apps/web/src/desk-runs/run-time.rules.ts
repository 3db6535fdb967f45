/** The parts of a run that take time, in their order, and where its counts say how much. */
export const RUN_PARTS = ['load', 'candidates', 'solve', 'write'] as const;
export type RunPart = (typeof RUN_PARTS)[number];

export interface RunTime {
  readonly ms: number;
  readonly parts: readonly { readonly part: RunPart; readonly ms: number }[];
}

/** How long a run took, and each part of it; undefined for a run that has not told it. */
export function timeOf(counts: Readonly<Record<string, number | undefined>>): RunTime | undefined {
  const parts = RUN_PARTS.flatMap((part) => {
    const ms = counts[`${part}Ms`];
    return ms === undefined ? [] : [{ part, ms }];
  });
  if (parts.length === 0) return undefined;
  return { ms: parts.reduce((sum, { ms }) => sum + ms, 0), parts };
}

/** Seconds as somebody says them: tenths under ten, whole ones above, never none at all. */
export function spokenSeconds(ms: number): number {
  const seconds = ms / 1_000;
  return seconds < 10 ? Math.max(0.1, Math.round(seconds * 10) / 10) : Math.round(seconds);
}
