const OWN = ['400 1em "Titillium Web"', '600 1em "Titillium Web"'] as const;

/**
 * Asks for the application's own letters.
 * @returns how to write in them if they are here: once, before the first screen. Coming later they would move what
 * somebody is about to tap, so they are for the next page then.
 */
export function askForLetters(): () => void {
  let here = false;
  void Promise.all(OWN.map((letters) => document.fonts.load(letters))).then(
    () => (here = true),
    () => undefined,
  );
  return () => document.documentElement.classList.toggle('own-letters', here);
}
