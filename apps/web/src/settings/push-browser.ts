import type { Schemas } from '../api/client.js';

export type PushState = 'on' | 'off' | 'refused' | 'not-here';

const supported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return supported() ? navigator.serviceWorker.getRegistration() : undefined;
}

/** A browser has one subscription; of each community that tells it, what the service calls it stands here. */
const KEPT = 'intreccio.push.';
const kept = () => Object.keys(localStorage).filter((place) => place.startsWith(KEPT));

export const keepSubscription = (communityId: string, id: string): void =>
  localStorage.setItem(KEPT + communityId, id);

/** Ends it for one community; the browser's own when no other needs it. @returns what the service calls it */
export async function endSubscription(communityId: string): Promise<string | null> {
  const id = localStorage.getItem(KEPT + communityId);
  localStorage.removeItem(KEPT + communityId);
  if (kept().length === 0) await forgetBrowser();
  return id;
}

/** How it stands here and in this browser: some cannot, and some were told not to. */
export async function currentSubscription(communityId: string): Promise<PushState> {
  const worker = await registration();
  if (!worker) return 'not-here';
  if (Notification.permission === 'denied') return 'refused';
  const subscribed = await worker.pushManager.getSubscription();
  return subscribed && localStorage.getItem(KEPT + communityId) ? 'on' : 'off';
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
  for (const place of kept()) localStorage.removeItem(place);
  const worker = await registration();
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
