const DATA = 'intreccio-data-1';

/** Lets the browser keep the application and the agenda for times without a network. */
export function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  // A browser that refuses (private windows do) shows everything all the same, with a network.
  void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}

const LONGEST_WAIT_MS = 2_000;

/**
 * Nothing of a person stays behind on a device that others may use. The service worker forgets too: an answer that is
 * still on its way would otherwise be kept after all.
 */
export async function forgetKept(): Promise<void> {
  if ('caches' in window) await caches.delete(DATA).catch(() => false);
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return;
  await new Promise<void>((done) => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => done(), { once: true });
    channel.port1.start();
    setTimeout(done, LONGEST_WAIT_MS);
    worker.postMessage('forget', [channel.port2]);
  });
}
