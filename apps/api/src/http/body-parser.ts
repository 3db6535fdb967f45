import { defineErrors } from '#platform';
import type { FastifyInstance } from 'fastify';
import { parse } from 'secure-json-parse';
import type { ApiRequest } from './api-request.js';

export const MAX_BODY_BYTES = 1_048_576;
const MAX_DEPTH = 32;
const MAX_FORM_BYTES = 4_096;
/** Where a signature covers the body as it came. */
const SIGNED = /^\/v1\/sms\/inbound\/?(?:\?|$)/;
/** The pages behind the links of mails: their one button is a plain form. */
const LINK_PAGE = /^\/[uc]\/[^/?]+(?:\?|$)/;

const bodyError = defineErrors({
  'bad-json': [400, 'The body is not valid JSON'],
  'json-too-deep': [400, `The JSON is nested deeper than ${MAX_DEPTH} levels`],
  'bad-text': [400, 'A text has characters that cannot be stored (NUL or half a character)'],
});

/** Depth of JSON nesting, by one pass over the text; a parser would meet the stack's end first. */
export function depthOfJson(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i += 1;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (c === 0x7d || c === 0x5d) depth -= 1;
  }
  return deepest;
}

/** NUL and lone surrogates: PostgreSQL refuses them, so they are refused at the door. */
export function hasBadText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed();
  if (Array.isArray(value)) return value.some(hasBadText);
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).some(([key, inner]) => hasBadText(key) || hasBadText(inner));
  }
  return false;
}

/** @throws DomainError bad-json, json-too-deep, bad-text. */
export function readJson(text: string): unknown {
  if (depthOfJson(text) > MAX_DEPTH) throw bodyError('json-too-deep');
  let value: unknown;
  try {
    value = parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw bodyError('bad-json');
  }
  if (hasBadText(value)) throw bodyError('bad-text');
  return value;
}

export function useBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    (request, body, done) => {
      try {
        if (SIGNED.test(request.url)) (request as ApiRequest).signedBody = String(body);
        done(null, body.length === 0 ? undefined : readJson(String(body)));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  // Mail programs unsubscribe with a form (RFC 8058), and links of mails have one button. Nobody reads what is in
  // it, and no other address takes one.
  fastify.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'multipart/form-data'],
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (request, _body, done) =>
      done(
        LINK_PAGE.test(request.url) ? null : Object.assign(new Error('json-only'), { statusCode: 415 }),
        undefined,
      ),
  );
}
