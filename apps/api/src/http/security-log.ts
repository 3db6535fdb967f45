import type { Logger } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiRequest } from './api-request.js';

/** What somebody who looks into an attack asks for: how people signed in and out, and changed who may do what. */
const WATCHED: readonly RegExp[] = [
  /^\/v1\/sign-(?:in|out)/,
  /^\/v1\/me\/(?:sessions|proof|addresses|community|erase|passkeys|authenticator|recovery-codes|identity-links)/,
  /^\/v1\/(?:identity-links|join-requests)\//,
  /^\/v1\/(?:invitations|join\/confirm)/,
  /^\/v1\/members\/:id\/(?:roles|suspend|reinstate|erase|second-factor-reset)/,
];
const REFUSED = [401, 403, 429];

/**
 * One line for each act that is watched and for each refusal: what, who, how it ended; when and in which process say
 * the logger's own fields. Ids alone: the network address stands in the log of the proxy, under the same request id.
 */
export function noteSecurity(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? 'unknown';
  const watched = request.method !== 'GET' && WATCHED.some((pattern) => pattern.test(route));
  if (!watched && !REFUSED.includes(reply.statusCode)) return;
  const { actor } = request as ApiRequest;
  logger.info(
    {
      security: watched ? 'act' : 'refusal',
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      communityId: actor?.communityId,
      memberId: actor?.memberId,
    },
    'security',
  );
}
