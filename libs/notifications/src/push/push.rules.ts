import { isIP } from 'node:net';

/** A browser's subscription as its script hands it over (Push API). */
export interface PushSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** The push services of the browsers that are in use. An address elsewhere would let members make us call anybody. */
const PUSH_HOSTS = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  'notify.windows.com',
] as const;

/** @param extra further hosts, from the configuration */
export function isPushEndpoint(endpoint: string, extra: readonly string[] = []): boolean {
  if (endpoint.length > 1_000 || !URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, password, host } = new URL(endpoint);
  if (extra.includes(host)) return username === '' && password === '';
  if (protocol !== 'https:' || username !== '' || password !== '' || isIP(hostname) !== 0) return false;
  return (
    host === hostname && PUSH_HOSTS.some((known) => hostname === known || hostname.endsWith(`.${known}`))
  );
}

/** What a push service answered: taken, the browser is gone for good, or nothing now. */
export type PushAnswer = 'taken' | 'gone' | 'later';

export function answerOf(status: number): PushAnswer {
  if (status >= 200 && status < 300) return 'taken';
  return status === 404 || status === 410 ? 'gone' : 'later';
}
