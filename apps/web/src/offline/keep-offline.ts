const DATA = 'intreccio-data-1';

/** Lets the browser keep the application and the agenda for times without a network. */
export function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  // A browser that refuses (private windows do) shows everything all the same, with a network.
  void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}

/** Nothing of a person stays behind on a device that others may use. */
export async function forgetKept(): Promise<void> {
  if ('caches' in window) await caches.delete(DATA).catch(() => false);
}
