import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pofile from 'pofile';

const FOLDER = fileURLToPath(new URL('./words', import.meta.url));
/** In which messages are written first; what everything falls back to. */
export const SOURCE = 'it';

const parse = (file) => pofile.parse(readFileSync(file, 'utf8'));

/**
 * The languages there are: one for each PO file of the folder, by what its header says of it. `X-Name` is how the language
 * calls itself, `X-Direction` ltr or rtl; those that have a default may be left out.
 * @throws Error for a header that says too little
 */
export function languagesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.po'))
    .map((name) => factsOf(basename(name, '.po'), parse(join(folder, name)).headers))
    .sort(
      (a, b) => Number(b.code === SOURCE) - Number(a.code === SOURCE) || a.name.localeCompare(b.name, 'en'),
    );
}

function factsOf(code, headers) {
  const { Language, 'X-Name': name, 'X-Direction': direction } = headers;
  if (Language !== code) throw new Error(`${code}.po says that its language is ${Language}.`);
  if (!name) throw new Error(`${code}.po does not say how its language calls itself (X-Name).`);
  if (direction !== 'ltr' && direction !== 'rtl')
    throw new Error(`${code}.po says neither ltr nor rtl (X-Direction).`);
  return {
    code,
    name,
    direction,
    /** For the switch at the top of a page. */
    short: headers['X-Short'] ?? code.toUpperCase(),
    /** How it writes days and numbers. */
    locale: headers['X-Locale'] ?? code,
    /** Between a day and its hours. */
    comma: headers['X-Comma'] ?? ',',
    /** For the head of a column: `narrow` where a language has no short names of the days. */
    weekdays: headers['X-Weekdays'] ?? 'short',
  };
}

/** All of the web application's own. */
export const FACTS = languagesIn(FOLDER);
export const LANGUAGES = FACTS.map(({ code }) => code);

/** The messages of a language by id. @returns {Record<string, string>} */
export function readWords(language, folder = FOLDER) {
  return Object.fromEntries(
    parse(join(folder, `${language}.po`)).items.map((item) => [item.msgid, item.msgstr[0] ?? '']),
  );
}
