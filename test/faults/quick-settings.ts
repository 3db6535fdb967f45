/** Times short enough for a lost job to come again within a test. */
export const QUICK_RELAY = { pollMs: 100, retryMs: 400 };

/** The jobs of a dead worker are free after these. */
export const QUICK_QUEUE = { lock_ms: 1_500, stalledCheck_ms: 500, backoff_ms: 200 };
