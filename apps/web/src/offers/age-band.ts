import { t } from '../words/words.js';

/** The youngest first. */
export const ageBands = (bands: readonly string[]): readonly string[] =>
  [...new Set(bands)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map(ageBand);

/** Years read from left to right in every language. */
export const ageBand = (band: string) => (band === 'adult' ? t('offers.adult') : `\u2066${band}\u2069`);
