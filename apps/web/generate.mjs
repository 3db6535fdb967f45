/**
 * Types from what already stands elsewhere: the API's description and the message files. Written when one of them is
 * newer, and never kept in git, so that they cannot drift.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';
import { LANGUAGES, readWords, SOURCE } from './words.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const DESCRIPTION = at('../../test/e2e/openapi.snapshot.json');
const API_TYPES = at('./generated/api.d.ts');
const WORD_TYPES = at('./generated/words.d.ts');

function isStale(target, ...sources) {
  const written = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.some((source) => statSync(source).mtimeMs > written);
}

/** A value a message is given: `{name}`, or the first word of `{count, plural, …}`. */
function valuesOf(message) {
  return [...new Set([...message.matchAll(/\{(\w+)(?=[},])/g)].map(([, name]) => name))];
}

function wordTypes() {
  const lines = Object.entries(readWords(SOURCE)).map(([id, message]) => {
    const values = valuesOf(message).filter((name) => !/^\d+$/.test(name));
    return `  '${id}': ${values.length === 0 ? 'undefined' : `{ ${values.map((name) => `${name}: string | number`).join('; ')} }`};`;
  });
  return `/** Every message with the values it is given. */\nexport interface Words {\n${lines.join('\n')}\n}\n`;
}

mkdirSync(at('./generated'), { recursive: true });
if (isStale(API_TYPES, DESCRIPTION)) {
  const types = await openapi(JSON.parse(readFileSync(DESCRIPTION, 'utf8')), { defaultNonNullable: false });
  writeFileSync(API_TYPES, astToString(types));
}
if (isStale(WORD_TYPES, ...LANGUAGES.map((language) => at(`./words/${language}.po`)))) {
  writeFileSync(WORD_TYPES, wordTypes());
}
