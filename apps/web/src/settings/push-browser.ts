import type { Schemas } from '../api/client.js';

export type PushState = 'on' | 'off' | 'refused' | 'not-here';

const supported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return supported() ? navigator.serviceWorker.getRegistration() : undefined;
}

/** How it stands in this browser: some cannot, and some were told not to. */
export async function currentSubscription(): Promise<PushState> {
  const worker = await registration();
  if (!worker) return 'not-here';
  if (Notification.permission === 'denied') return 'refused';
  return (await worker.pushManager.getSubscription()) ? 'on' : 'off';
}

/** Asks the person, then the browser. @returns nothing when either says no */
export async function subscribeBrowser(
  publicKey: string,
): Promise<Schemas['PushSubscriptionDto'] | undefined> {
  const worker = await registration();
  if (!worker || (await Notification.requestPermission()) !== 'granted') return undefined;
  const subscription = await worker.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch(() => undefined);
  const { endpoint, keys } = subscription?.toJSON() ?? {};
  if (!endpoint || !keys?.p256dh || !keys.auth) return undefined;
  return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
}

export async function forgetBrowser(): Promise<void> {
  const worker = await registration();
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
