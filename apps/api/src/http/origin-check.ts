import { defineErrors } from '#platform';
import type { FastifyRequest } from 'fastify';

const originError = defineErrors({
  'foreign-origin': [403, 'This request comes from another site'],
});

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Cross-site request forgery: a browser that changes something must stand on our own page. Programs send no Origin. */
export function checkOrigin(request: FastifyRequest, publicUrl: string): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw originError('foreign-origin');
  const { origin } = request.headers;
  if (origin === undefined) return;
  const own = [publicUrl, `http://${request.headers.host}`, `https://${request.headers.host}`];
  if (!own.includes(origin)) throw originError('foreign-origin');
}
