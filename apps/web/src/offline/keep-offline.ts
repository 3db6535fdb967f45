import { destroyKeys } from './sealing.js';

const DATA = 'intreccio-data-2';

/** Lets the browser keep the application and the agenda for times without a network. */
export function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const first = navigator.serviceWorker.controller === null;
  // A browser that refuses (private windows do) shows everything all the same, with a network.
  void navigator.serviceWorker
    .register('/sw.js')
    .then(() => (first ? tellLoaded() : undefined))
    .catch(() => undefined);
}

/** On a first visit the page is there before the service worker, which is told what it did not see. */
async function tellLoaded(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const tell = (addresses: readonly string[]) => active?.postMessage(addresses, []);
  tell([location.href]);
  new PerformanceObserver((list) => tell(list.getEntries().map(({ name }) => name))).observe({
    type: 'resource',
    buffered: true,
  });
}

const LONGEST_WAIT_MS = 2_000;

/**
 * Nothing of a person stays behind on a device that others may use. The service worker forgets too: an answer that is
 * still on its way would otherwise be kept after all.
 */
export async function forgetKept(): Promise<void> {
  await destroyKeys('agenda');
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
