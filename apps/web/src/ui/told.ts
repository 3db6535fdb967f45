/** The faults that a part of the screen tells by itself: nobody else needs to. */
const told = new WeakSet<Error>();
const hearers = new Set<() => void>();

export const isTold = (error: Error): boolean => told.has(error);

export function tell(error: Error): void {
  if (told.has(error)) return;
  told.add(error);
  for (const hear of hearers) hear();
}

/** @returns how to stop */
export function hearTold(hear: () => void): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}
