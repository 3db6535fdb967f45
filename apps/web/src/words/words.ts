import { setupI18n, type Messages } from '@lingui/core';
import type { Words } from '../../generated/words.js';

export type WordId = keyof Words;
export type Language = 'it' | 'en' | 'ar';

const FILES: Record<Language, () => Promise<{ messages: Messages }>> = {
  it: () => import('../../words/it.po'),
  en: () => import('../../words/en.po'),
  ar: () => import('../../words/ar.po'),
};

/** What the desk's screens alone say: nobody else waits for it. */
const DESK_FILES: typeof FILES = {
  it: () => import('../../words/it.po?desk'),
  en: () => import('../../words/en.po?desk'),
  ar: () => import('../../words/ar.po?desk'),
};

const i18n = setupI18n();

/** The language the server chose for this page; it says so in the page's `lang`. */
export const language = document.documentElement.lang as Language;

export async function loadWords(): Promise<void> {
  const { messages } = await FILES[language]();
  i18n.loadAndActivate({ locale: language, messages });
}

let deskWords: Promise<void> | undefined;

export function loadDeskWords(): Promise<void> {
  deskWords ??= DESK_FILES[language]().then(
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
  ends.map((end) => `\u2068${end}\u2069`).join(language === 'ar' ? ' ← ' : ' → ');

/** Shows the same page in another language, from the next request on. */
export function speak(wanted: Language): void {
  document.cookie = `intreccio-language=${wanted}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
}
