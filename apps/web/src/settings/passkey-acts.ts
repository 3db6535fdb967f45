import { answered, api, keyed } from '../api/client.js';
import { Problem } from '../api/problem.js';

/** The browser's part of a passkey, in words of ours when the person or the browser did not want to. */
async function inBrowser<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new Problem({ code: 'passkey-refused', status: 422 });
  }
}

/** Makes a passkey on this device and adds it to one's own. @throws Problem */
export async function addPasskey(_: undefined, key: string): Promise<unknown> {
  const { options } = await answered(api.POST('/v1/me/passkeys/options'));
  const { makePasskey } = await import('../passkey/passkey-browser.js');
  const made = await inBrowser(() => makePasskey(options));
  return answered(api.POST('/v1/me/passkeys', { params: { header: keyed(key) }, body: made }));
}

/** Proves with a passkey that it is oneself. @throws Problem */
export async function proveByPasskey(_: undefined, key: string): Promise<unknown> {
  const { options } = await answered(api.POST('/v1/sign-in/second-factor/passkey-options'));
  const { showPasskey } = await import('../passkey/passkey-browser.js');
  const shown = await inBrowser(() => showPasskey(options));
  return answered(
    api.POST('/v1/sign-in/second-factor/passkey', { params: { header: keyed(key) }, body: shown }),
  );
}
