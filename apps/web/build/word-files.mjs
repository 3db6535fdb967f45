import { compileMessage } from '@lingui/message-utils/compileMessage';
import { basename } from 'node:path';
import { readWords } from '../words.mjs';

/** `import { messages } from '…/it.po'`: the messages of a language, compiled. */
export function wordFiles() {
  return {
    name: 'word-files',
    transform: {
      filter: { id: /\.po$/ },
      handler(_, file) {
        const words = Object.entries(readWords(basename(file, '.po')));
        const compiled = Object.fromEntries(words.map(([id, text]) => [id, compileMessage(text)]));
        return { code: `export const messages = ${JSON.stringify(compiled)};`, map: null, moduleType: 'js' };
      },
    },
  };
}
