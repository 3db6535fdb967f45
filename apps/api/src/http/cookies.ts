import '@fastify/cookie';
import type { ApiReply, ApiRequest } from './api-request.js';

type CookieKind = 'session' | 'browser' | 'device';

const isSecure = (publicUrl: string) => publicUrl.startsWith('https:');

/** Over https the names carry the __Host- prefix, which ties the cookie to this host and to https. */
function nameOf(kind: CookieKind, publicUrl: string): string {
  return isSecure(publicUrl) ? `__Host-intreccio-${kind}` : `intreccio-${kind}`;
}

/** Under the one name that is set: another host of the domain can plant the name without the prefix. */
function read(request: ApiRequest, kind: CookieKind, publicUrl: string): string | undefined {
  const value = request.cookies[nameOf(kind, publicUrl)];
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

export const sessionToken = (request: ApiRequest, publicUrl: string) => read(request, 'session', publicUrl);
export const browserToken = (request: ApiRequest, publicUrl: string) => read(request, 'browser', publicUrl);
export const deviceToken = (request: ApiRequest, publicUrl: string) => read(request, 'device', publicUrl);

/** Sets one of the cookies. @param seconds lifetime; 0 deletes it. */
export function setCookie(
  reply: ApiReply,
  kind: CookieKind,
  value: string,
  seconds: number,
  publicUrl: string,
): void {
  reply.setCookie(nameOf(kind, publicUrl), value, {
    path: '/',
    httpOnly: true,
    secure: isSecure(publicUrl),
    sameSite: 'lax',
    maxAge: seconds,
  });
}
