import { open, seal } from './sealing.js';

/** When an answer was kept, in ms; the application reads it too. */
export const KEPT_AT = 'kept-at';
/** What was asked, with what moves with the clock: so it can be asked anew. */
export const KEPT_OF = 'kept-of';
const TYPE = 'kept-type';

/** @returns undefined when the browser cannot seal it: then it is not kept */
export async function sealAnswer(name: string, answer: Response): Promise<Response | undefined> {
  const sealed = await seal('agenda', name, await answer.arrayBuffer());
  if (!sealed) return undefined;
  return new Response(sealed, {
    headers: {
      'content-type': 'application/octet-stream',
      [TYPE]: answer.headers.get('content-type') ?? 'application/json',
      [KEPT_AT]: String(Date.now()),
      [KEPT_OF]: answer.url.replace(location.origin, ''),
    },
  });
}

/** @returns undefined when its key is gone */
export async function openAnswer(name: string, kept: Response): Promise<Response | undefined> {
  const plain = await open('agenda', name, new Uint8Array(await kept.arrayBuffer()));
  if (!plain) return undefined;
  return new Response(plain, {
    headers: {
      'content-type': kept.headers.get(TYPE) ?? 'application/json',
      [KEPT_AT]: kept.headers.get(KEPT_AT) ?? '0',
    },
  });
}
