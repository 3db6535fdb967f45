/**
 * Waits for the signal to stop: Ctrl-C, a service manager's SIGTERM, a closed terminal. Ctrl-C under npm arrives
 * twice at once (from the terminal and from npm), which counts as one; a second one later ends the process without
 * waiting any longer.
 */
export function waitForStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first_ms: number | undefined;
    const hear = (signal: NodeJS.Signals): void => {
      const now_ms = performance.now();
      first_ms ??= now_ms;
      resolve(signal);
      if (now_ms - first_ms > 2_000) process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  });
}
