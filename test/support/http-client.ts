import type { MemberActor } from '#database';
import { SessionService } from '#members';
import type { TestInstallation } from './test-installation.js';

export interface Sent {
  readonly method: string;
  readonly path: string;
  /** A member's session; anonymous when not given. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  /** The code of a problem+json. */
  readonly code: string | undefined;
  readonly text: string;
  readonly headers: Headers;
}

/** A new session of the member: its token for `send`. */
export async function tokenOf({ api }: TestInstallation, actor: MemberActor): Promise<string> {
  return (
    await api
      .get(SessionService)
      .open(actor.personId, { way: 'demonstration', communityId: actor.communityId })
  ).token;
}

/** One request over a real socket, without the comfort of a client that knows what is well-formed. */
export async function send(base: string, { method, path, token, headers, body }: Sent): Promise<Answer> {
  const response = await fetch(`${base}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token ? { cookie: `intreccio-session=${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await textOf(response);
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined;
  return { status: response.status, code, text, headers: response.headers };
}

/** A stream of events has no end to wait for. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  await response.body?.cancel();
  return '';
}

/** Runs the work `atOnce` items at a time, in order of the list. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
