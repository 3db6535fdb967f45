import { commonError } from '#platform';
import { randomBytes } from 'node:crypto';

const COMMUNITY_BYTES = 16;
const SECRET_BYTES = 32;
const TOKEN = /^[\w-]{64}$/;

/** The secret part of an address that needs no sign-in: the community, so that it is found, and what nobody guesses. */
export function newLinkToken(communityId: string): string {
  const community = Buffer.from(communityId.replaceAll('-', ''), 'hex');
  return Buffer.concat([community, randomBytes(SECRET_BYTES)]).toString('base64url');
}

/** The community a token names, whether it is a good one or not. @throws DomainError not-found for what is no token */
export function communityOfToken(token: string): string {
  if (!TOKEN.test(token)) throw commonError('not-found');
  const hex = Buffer.from(token, 'base64url').subarray(0, COMMUNITY_BYTES).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
