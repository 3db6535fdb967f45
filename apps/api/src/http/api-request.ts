import type { SignedInActor } from '#members';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request after the policy guard: `actor` is set when somebody is signed in. */
export type ApiRequest = FastifyRequest & {
  actor?: SignedInActor;
  /** The body as it came, where a signature covers it. */
  signedBody?: string;
};
export type ApiReply = FastifyReply;
