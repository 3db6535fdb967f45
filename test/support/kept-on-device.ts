import type { Page } from 'playwright-core';

/** What a browser keeps of this application: what anybody reads who copies its storage, and what its keys open. */
export interface KeptOnDevice {
  /** All of it as text, letter by letter. */
  readonly raw: string;
  /** Answers by their name, opened by the keys that lie apart. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly keys: readonly string[];
  /** Whether a script gets the bytes of any key. */
  readonly keyBytes: boolean;
}

const READ = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onupgradeneeded = () => request.transaction.abort();
  });
  const database = await done(indexedDB.open('intreccio-keys')).catch(() => undefined);
  const store = () => database.transaction('keys').objectStore('keys');
  const keys = database ? (await done(store().getAllKeys())).map(String) : [];
  const byName = {};
  for (const name of keys) byName[name] = await done(store().get(name));
  database?.close();
  let keyBytes = false;
  for (const key of Object.values(byName)) {
    for (const format of ['raw', 'jwk']) {
      keyBytes ||= await crypto.subtle.exportKey(format, key).then(() => true, () => false);
    }
  }
  const letters = (bytes) => Array.from(bytes, (one) => String.fromCharCode(one)).join('');
  let raw = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie;
  const answers = {};
  for (const cacheName of (await caches.keys()).filter((name) => name.startsWith('intreccio-data'))) {
    const cache = await caches.open(cacheName);
    for (const request of await cache.keys()) {
      const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
      raw += request.url + letters(bytes) + new TextDecoder().decode(bytes);
      const { pathname, search } = new URL(request.url);
      const name = pathname + (search || '?');
      const key = byName['agenda-' + String(new DataView(bytes.buffer).getUint32(0)).padStart(8, '0')];
      if (!key) continue;
      const algorithm = {
        name: 'AES-GCM', iv: bytes.slice(4, 16), additionalData: new TextEncoder().encode('agenda|' + name),
      };
      const plain = await crypto.subtle.decrypt(algorithm, key, bytes.slice(16)).catch(() => undefined);
      if (plain) answers[name] = JSON.parse(new TextDecoder().decode(plain));
    }
  }
  return { raw, answers, keys, keyBytes };
})()`;

export const keptOnDevice = (page: Page): Promise<KeptOnDevice> => page.evaluate<KeptOnDevice>(READ);
