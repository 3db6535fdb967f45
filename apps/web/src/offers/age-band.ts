import { t } from '../words/words.js';

/** Years read from left to right in every language. */
export const ageBand = (band: string) => (band === 'adult' ? t('offers.adult') : `\u2066${band}\u2069`);
