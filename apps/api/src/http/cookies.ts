import '@fastify/cookie';
import type { ApiReply, ApiRequest } from './api-request.js';

/** Over https the names carry the __Host- prefix, which ties the cookie to this host and to https. */
function nameOf(kind: 'session' | 'browser', secure: boolean): string {
  return secure ? `__Host-intreccio-${kind}` : `intreccio-${kind}`;
}

function read(request: ApiRequest, kind: 'session' | 'browser'): string | undefined {
  const value = request.cookies[nameOf(kind, true)] ?? request.cookies[nameOf(kind, false)];
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

export const sessionToken = (request: ApiRequest) => read(request, 'session');
export const browserToken = (request: ApiRequest) => read(request, 'browser');

/** Sets one of the two cookies. @param seconds lifetime; 0 deletes it. */
export function setCookie(
  reply: ApiReply,
  kind: 'session' | 'browser',
  value: string,
  seconds: number,
  publicUrl: string,
): void {
  const secure = publicUrl.startsWith('https:');
  reply.setCookie(nameOf(kind, secure), value, {
    path: '/',
    httpOnly: true,
    secure,
    sameSite: 'lax',
    maxAge: seconds,
  });
}
