import { said } from './words.js';

interface Named {
  readonly code: string;
  readonly name: string;
}

/** A kind of help: the well-known ones in the reader's language, a community's own as it named them. */
export const categoryName = ({ code, name }: Named): string => said(`category.${code}`) ?? name;

/** A check, likewise. */
export const checkName = ({ code, name }: Named): string => said(`check.${code}`) ?? name;
