import { dayOf, isSpent, keyName, type Purpose } from './sealing.rules.js';

/**
 * Seals what is kept on the device (AES-256-GCM) under keys that no script can read the bytes of. They lie apart, in
 * IndexedDB, and are destroyed at signing out, at the end of a session and by time. Against somebody who takes the
 * unlocked device with the browser's own files it is a lock whose key hangs beside it for as long; a copy of what is
 * kept, alone or from before, is worth nothing.
 */
const DATABASE = 'intreccio-keys';
const KEYS = 'keys';
const IV_BYTES = 12;
const DAY_BYTES = 4;

const text = new TextEncoder();

/** @param name what it is kept as: sealed under one name it opens under no other */
const bound = (purpose: Purpose, name: string) => text.encode(`${purpose}|${name}`);

/** @returns undefined where the browser keeps no keys (private windows do not): then nothing is kept */
export async function seal(
  purpose: Purpose,
  name: string,
  plain: BufferSource,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const day = dayOf(Date.now());
    const key = await keyOfToday(purpose, day);
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const algorithm = { name: 'AES-GCM', iv, additionalData: bound(purpose, name) };
    const body = await crypto.subtle.encrypt(algorithm, key, plain);
    const sealed = new Uint8Array(DAY_BYTES + IV_BYTES + body.byteLength);
    new DataView(sealed.buffer).setUint32(0, day);
    sealed.set(iv, DAY_BYTES);
    sealed.set(new Uint8Array(body), DAY_BYTES + IV_BYTES);
    return sealed;
  } catch {
    return undefined;
  }
}

/** @returns undefined when its key is gone, or when it is not what was sealed under this name */
export async function open(
  purpose: Purpose,
  name: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<ArrayBuffer | undefined> {
  try {
    const day = new DataView(sealed.buffer, sealed.byteOffset).getUint32(0);
    if (isSpent(keyName(purpose, day), Date.now())) return undefined;
    const key = await found(await keys('readonly'), keyName(purpose, day));
    if (!key) return undefined;
    const iv = sealed.subarray(DAY_BYTES, DAY_BYTES + IV_BYTES);
    const algorithm = { name: 'AES-GCM', iv, additionalData: bound(purpose, name) };
    return await crypto.subtle.decrypt(algorithm, key, sealed.subarray(DAY_BYTES + IV_BYTES));
  } catch {
    return undefined;
  }
}

export async function destroyKeys(purpose: Purpose): Promise<void> {
  const range = IDBKeyRange.bound(`${purpose}-`, `${purpose}-\uffff`);
  try {
    await done((await keys('readwrite')).delete(range));
  } catch {
    // Where no keys are kept there is none to destroy.
  }
}

export async function destroySpentKeys(): Promise<void> {
  try {
    const store = await keys('readwrite');
    const names = (await done(store.getAllKeys())).map(String);
    await Promise.all(
      names.filter((name) => isSpent(name, Date.now())).map((name) => done(store.delete(name))),
    );
  } catch {
    // Keys that cannot be read cannot be used either.
  }
}

async function keyOfToday(purpose: Purpose, day: number): Promise<CryptoKey> {
  const name = keyName(purpose, day);
  const known = await found(await keys('readonly'), name);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  // Another window may have made one meanwhile: the first stays.
  const store = await keys('readwrite');
  const first = await found(store, name);
  if (first) return first;
  await done(store.put(made, name));
  return made;
}

async function keys(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(KEYS));
  const database = await done(opening);
  const transaction = database.transaction(KEYS, mode);
  for (const end of ['complete', 'abort'] as const) transaction.addEventListener(end, () => database.close());
  return transaction.objectStore(KEYS);
}

const found = (store: IDBObjectStore, name: string) => done<CryptoKey | undefined>(store.get(name));

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
    request.addEventListener('blocked', () => reject(new Error('IndexedDB is blocked')));
  });
}
