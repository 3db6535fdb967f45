import { isOfUse, isStale, keptUnder } from './kept.rules.js';
import { KEPT_AT, KEPT_OF, openAnswer, sealAnswer } from './sealed-answers.js';
import { destroyKeys, destroySpentKeys } from './sealing.js';

/**
 * Keeps the application and the last agenda on the device, so that they open without a network. What is kept of people
 * is what their own agenda says (when, which help, and who and where as far as they were told) and the inbox: sealed, for
 * some days, and signing out takes all of it away, with the keys. At the first contact with the service what is kept is
 * asked for anew, whichever page is open: a visit that went to somebody else, or a suspension, takes it away.
 */
interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface ToldEvent extends WaitingEvent {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
interface PushedEvent extends WaitingEvent {
  readonly data: { json(): unknown } | null;
}
interface ClickedEvent extends WaitingEvent {
  readonly notification: { close(): void };
}
interface Window {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
interface FetchedEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
/** The little of a service worker's world that is used here: the page's types know none of it. */
interface ServiceWorkerScope {
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window' }): Promise<readonly Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
  readonly registration: {
    showNotification(title: string, options: Record<string, string>): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', hear: (event: WaitingEvent) => void): void;
  addEventListener(type: 'push', hear: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', hear: (event: ClickedEvent) => void): void;
  addEventListener(type: 'fetch', hear: (event: FetchedEvent) => void): void;
  addEventListener(type: 'message', hear: (event: ToldEvent) => void): void;
}
const worker = self as unknown as ServiceWorkerScope;

const FILES = 'intreccio-files-1';
const DATA = 'intreccio-data-2';
/** Kept as it was read, by versions before this one. */
const UNSEALED = 'intreccio-data-1';
const SHELL = '/app-shell';
/** The application has some 130 files; those of the version before are the oldest. */
const MOST_KEPT = 260;

/** Addresses whose answers are no page of the application: they must never be kept as its shell. */
const ELSEWHERE = /^\/($|login|privacy|accessibility|demo|docs|c\/|u\/|v1\/|calendar\/)/;

/** Answers asked for before this many forgettings belong to somebody who has signed out: they are not kept. */
let forgettings = 0;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([worker.clients.claim(), caches.delete(UNSEALED), forgetOld()])),
);

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request));
  else if (request.mode === 'navigate') {
    if (!ELSEWHERE.test(pathname)) event.respondWith(fromNetworkFirst(request, FILES, SHELL));
  } else {
    const name = keptUnder(request.url);
    if (name) {
      event.respondWith(fromNetworkFirst(request, DATA, name));
      event.waitUntil(lookAgain());
    }
  }
});

worker.addEventListener('message', (event) => {
  if (event.data === 'forget') {
    event.waitUntil(forget().then(() => event.ports[0]?.postMessage('forgotten')));
  } else if (Array.isArray(event.data)) {
    event.waitUntil(Promise.all(event.data.map((address) => keepLoaded(String(address)))));
  }
});

/** What a page loaded before it was listened to. What cannot be had now is kept when it is asked for again. */
async function keepLoaded(address: string): Promise<void> {
  const { origin, pathname } = new URL(address);
  if (origin !== location.origin) return;
  const data = keptUnder(address);
  try {
    if (pathname.startsWith('/assets/')) await fromCacheFirst(new Request(address));
    else if (data) await unlessKept(address, DATA, data);
    else if (!ELSEWHERE.test(pathname)) await unlessKept(address, FILES, SHELL);
  } catch {
    // The line went away meanwhile.
  }
}

async function unlessKept(address: string, name: string, key: string): Promise<void> {
  if (!(await keptAnswer(name, key))) await fromNetworkFirst(new Request(address), name, key);
}

/** What is pushed says that there is something, and nothing of it: it stands on a locked screen. */
worker.addEventListener('push', (event) => {
  const { title, body, language } = (event.data?.json() ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  event.waitUntil(
    worker.registration.showNotification(text(title) || 'Intreccio', {
      body: text(body),
      lang: text(language),
      dir: LANGUAGES_BUILT.find(({ code }) => code === language)?.direction ?? 'ltr',
      icon: '/icon-192.png',
      // Several are one: the inbox counts them.
      tag: 'inbox',
    }),
  );
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openInbox());
});

async function openInbox(): Promise<void> {
  const [open] = await worker.clients.matchAll({ type: 'window' });
  if (!open) return void (await worker.clients.openWindow('/inbox'));
  await open.focus();
  await open.navigate('/inbox');
}

async function forget(): Promise<void> {
  forgettings += 1;
  await Promise.all([caches.delete(DATA), destroyKeys('agenda')]);
}

/** Names of assets change with their content: what is kept is right for ever. */
async function fromCacheFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: FILES });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(FILES, request.url, answer);
  return answer;
}

async function fromNetworkFirst(request: Request, name: string, key: string): Promise<Response> {
  const asked = forgettings;
  try {
    const answer = await fetch(request);
    if (answer.ok && asked === forgettings) await keep(name, key, answer);
    if (name === DATA && !answer.ok) await letGo(key, answer.status);
    return answer;
  } catch (error) {
    const kept = await keptAnswer(name, key);
    if (kept) return kept;
    throw error;
  }
}

/** Who may not read it now has none of it from before either. */
async function letGo(key: string, status: number): Promise<void> {
  if (status === 401) await forget();
  else if (status === 403 || status === 404) await letGoOf(key);
}

const letGoOf = async (key: string) => (await caches.open(DATA)).delete(key);

/** What the page asks for by itself is had by then. */
const PAGE_ASKS_MS = 3_000;
let looking = false;

/** Asks anew for what was kept before this contact and is not asked for by the page that is open. */
async function lookAgain(): Promise<void> {
  if (looking) return;
  looking = true;
  try {
    await new Promise((done) => setTimeout(done, PAGE_ASKS_MS));
    for (const address of await staleAddresses()) {
      const key = keptUnder(new URL(address, location.origin).href);
      if (key) await fromNetworkFirst(new Request(address), DATA, key);
    }
  } catch {
    // The line went away meanwhile.
  } finally {
    looking = false;
  }
}

async function staleAddresses(): Promise<string[]> {
  if (!(await caches.has(DATA))) return [];
  const cache = await caches.open(DATA);
  const stale: string[] = [];
  for (const key of await cache.keys()) {
    const kept = await cache.match(key);
    if (!kept || !isStale(kept.headers.get(KEPT_AT), Date.now())) continue;
    const address = kept.headers.get(KEPT_OF);
    if (address) stale.push(address);
    // Kept by a version that did not say what it had asked.
    else await cache.delete(key);
  }
  return stale;
}

async function keptAnswer(name: string, key: string): Promise<Response | undefined> {
  if (name !== DATA) return caches.match(key, { cacheName: name });
  await forgetOld();
  const kept = await caches.match(key, { cacheName: DATA });
  return kept && openAnswer(key, kept);
}

/** Forgets the oldest beyond a bound. What finds no room on the device is shown all the same. */
async function keep(name: string, key: string, answer: Response): Promise<void> {
  const asked = forgettings;
  const kept = name === DATA ? await sealAnswer(key, answer.clone()) : answer.clone();
  if (!kept) return;
  try {
    const cache = await caches.open(name);
    await cache.put(key, kept);
    await letGoOfOldest(cache);
  } catch {
    // The device is full. An earlier answer would stand for this one.
    if (name === DATA) await letGoOf(key).catch(() => undefined);
  }
  // Somebody signed out while this was being written.
  if (name === DATA && asked !== forgettings) await forget();
}

async function letGoOfOldest(cache: Cache): Promise<void> {
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST_KEPT)).map((old) => cache.delete(old)));
}

async function forgetOld(): Promise<void> {
  await destroySpentKeys();
  if (!(await caches.has(DATA))) return;
  const cache = await caches.open(DATA);
  for (const key of await cache.keys()) {
    const answer = await cache.match(key);
    if (!isOfUse(answer?.headers.get(KEPT_AT) ?? null, Date.now())) await cache.delete(key);
  }
}
