import { setupI18n, type Messages } from '@lingui/core';
import type { Words } from '../../generated/words.js';
import { READ_IN } from './languages.js';

export type WordId = keyof Words;
interface WordFile {
  readonly messages: Messages;
}

/** One file a language: whoever adds one adds a language. */
const FILES = import.meta.glob<WordFile>('../../words/*.po');
/** What the desk's screens alone say: nobody else waits for it. */
const DESK_FILES = import.meta.glob<WordFile>('../../words/*.po', { query: '?desk' });

const i18n = setupI18n();

export const language = READ_IN.code;
const FILE = `../../words/${language}.po`;

export async function loadWords(): Promise<void> {
  const { messages } = await FILES[FILE]!();
  i18n.loadAndActivate({ locale: language, messages });
}

let deskWords: Promise<void> | undefined;

export function loadDeskWords(): Promise<void> {
  deskWords ??= DESK_FILES[FILE]!().then(
    ({ messages }) => i18n.load(language, messages),
    (failed: unknown) => {
      // The next screen asks anew.
      deskWords = undefined;
      throw failed;
    },
  );
  return deskWords;
}

type Values<Id extends WordId> = Words[Id] extends undefined ? [] : [values: Words[Id]];

/** The message in the page's language. */
export function t<Id extends WordId>(id: Id, ...[values]: Values<Id>): string {
  return i18n._(id, values as Record<string, string | number> | undefined);
}

/** A message that may not be there, such as one for each code of a list that communities extend. */
export function said(id: string): string | undefined {
  return id in i18n.messages ? i18n._(id) : undefined;
}

/**
 * From the one to the other, in the direction one reads. Each stands apart: two names in another script would
 * run together, and change places.
 */
export const fromTo = (...ends: readonly string[]): string =>
  ends.map((end) => `\u2068${end}\u2069`).join(READ_IN.direction === 'rtl' ? ' ← ' : ' → ');

/** Shows the same page in another language, from the next request on. */
export function speak(wanted: string): void {
  document.cookie = `intreccio-language=${wanted}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
}
