import { categoryName } from '../words/known-names.js';
import { categoriesQuery, queries } from '../api/queries.js';

/** A kind of help by its code, in words; the desk's routes have the kinds read before they are shown. */
export function categoryWord(code: string): string {
  const known = queries.getQueryData(categoriesQuery.queryKey)?.find((one) => one.code === code);
  return known ? categoryName(known) : code.replaceAll('-', ' ');
}
