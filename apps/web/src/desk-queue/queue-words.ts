import { said } from '../words/words.js';

/** A well-known kind of help in the reader's words; a community's own by its code. */
export const categoryWord = (code: string): string => said(`category.${code}`) ?? code.replaceAll('-', ' ');
