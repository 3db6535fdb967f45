/** How each language writes days and numbers: hours to 24, digits as Europe writes them. */
export const LOCALES = { it: 'it-IT', en: 'en-GB', ar: 'ar-EG-u-nu-latn' } as const;
