/** The languages of the application, by what their PO files say of themselves. */
export const LANGUAGES = LANGUAGES_BUILT;

const READ = document.documentElement.lang;

/** The language the server chose for this page; it says so in the page's `lang`. */
export const READ_IN = LANGUAGES.find(({ code }) => code === READ) ?? LANGUAGES[0]!;
