import { randomInt } from 'node:crypto';

const DIGITS = 12;
const LINK = /^[\w-]{43}$/;
const CODE = /^\d{12}$/;

/**
 * Twelve digits: they are read aloud and typed in every language. A guess hits one of a thousand open invitations once in
 * a thousand million times, and of guesses there are few in a quarter of an hour.
 */
export function newInvitationCode(): string {
  return Array.from({ length: DIGITS }, () => randomInt(10)).join('');
}

/** What somebody has in hand, a link's secret or a code however it was typed; undefined when it is neither. */
export function readInvitationKey(text: string): string | undefined {
  const plain = text.replaceAll(/[\s.-]/g, '');
  if (CODE.test(plain)) return plain;
  return LINK.test(text) ? text : undefined;
}
