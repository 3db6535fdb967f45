import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pofile from 'pofile';

/** The first is what everything falls back to. */
export const LANGUAGES = ['it', 'en', 'ar'];
export const RIGHT_TO_LEFT = ['ar'];

/** The messages of a language by id. @returns {Record<string, string>} */
export function readWords(language) {
  const file = fileURLToPath(new URL(`./words/${language}.po`, import.meta.url));
  return Object.fromEntries(
    pofile.parse(readFileSync(file, 'utf8')).items.map((item) => [item.msgid, item.msgstr[0] ?? '']),
  );
}
