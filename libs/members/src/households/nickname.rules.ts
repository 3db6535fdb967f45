import { memberError } from '../members/members.errors.js';

export const MOST_NICKNAME = 40;

/** Anything like 12/03/2017, 2017-03-12, 12.3.17, a year of birth, or a run of six and more digits. */
const DATE = /\d{1,4}\s*[-/.\\]\s*\d{1,2}\s*[-/.\\]\s*\d{1,4}|\b(19|20)\d{2}\b|\d{6,}/;
/** 'Marco Rossi': two words with capitals read like a name and a surname. */
const FULL_NAME = /^\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+/u;

/**
 * A dependant's nickname or initial, trimmed. Full names and birth dates are not kept of children.
 * @throws DomainError names-too-much
 */
export function checkNickname(nickname: string): string {
  const trimmed = nickname.trim();
  if (
    trimmed.length === 0 ||
    trimmed.length > MOST_NICKNAME ||
    DATE.test(trimmed) ||
    FULL_NAME.test(trimmed)
  ) {
    throw memberError('names-too-much');
  }
  return trimmed;
}
