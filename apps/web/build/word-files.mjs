import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWords } from '../words.mjs';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/**
 * `import { messages } from '…/it.po'`: the messages of a language, compiled. What the desk's folders alone speak of
 * comes from `it.po?desk`, and what the public pages have in them already from neither.
 */
export function wordFiles() {
  return {
    name: 'word-files',
    transform: {
      filter: { id: /\.po(\?desk)?$/ },
      handler(_, id) {
        const [file, desk] = id.split('?');
        const belongs = desk ? ofDesk() : ofAll();
        const words = Object.entries(readWords(basename(file, '.po'))).filter(([word]) => belongs(word));
        const compiled = Object.fromEntries(words.map(([word, text]) => [word, compileMessage(text)]));
        return { code: `export const messages = ${JSON.stringify(compiled)};`, map: null, moduleType: 'js' };
      },
    },
  };
}

const isDesk = (name) => name.startsWith('desk-');
const isPublic = (name) => name.startsWith('public/');

/** Is the first part of a message's id written in sources that everybody may load? */
export const ofAll = () => writtenIn((name) => !isDesk(name) && !isPublic(name));

export function ofDesk() {
  const [all, desk] = [ofAll(), writtenIn(isDesk)];
  return (word) => desk(word) && !all(word);
}

function writtenIn(wanted) {
  const text = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.spec.') && wanted(name))
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
    .join('\n');
  const begins = new Set([...text.matchAll(/['`]([a-z]\w*)\./gi)].map(([, begin]) => begin));
  return (word) => begins.has(word.split('.')[0]);
}
