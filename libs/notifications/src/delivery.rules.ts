/** A mail is tried at most this often. */
export const MOST_ATTEMPTS = 5;

/** Minutes to wait after the first, second, third, fourth failure that may pass. */
const WAITS_MINUTES = [1, 5, 20, 60] as const;

export interface FailedAttempt {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly permanent: boolean;
}

/** What becomes of a mail that did not leave: again after some minutes, or failed for a coordinator to see. */
export function afterFailure({
  attempts,
  permanent,
}: FailedAttempt): { again: false } | { again: true; minutes: number } {
  const minutes = WAITS_MINUTES[attempts - 1];
  return permanent || attempts >= MOST_ATTEMPTS || minutes === undefined
    ? { again: false }
    : { again: true, minutes };
}
