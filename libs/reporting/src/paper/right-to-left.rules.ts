/** Hebrew, Arabic and their presentation forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LETTER = /\p{L}/u;

/**
 * The words of a line of a text that runs from right to left, in the order in which they stand on the paper: the PDF
 * writer draws words from the left. Words of another script keep their order among themselves, with the numbers after them.
 */
export function asDrawn(words: readonly string[]): string[] {
  const runs: string[][] = [];
  let foreign = false;
  for (const word of words) {
    const letters = LETTER.test(word);
    const foreignWord = letters && !RIGHT_TO_LEFT.test(word);
    if (foreign && (foreignWord || !letters)) runs.at(-1)!.push(word);
    else {
      runs.push([word]);
      foreign = foreignWord;
    }
  }
  return runs.reverse().flat().map(mirrored);
}

const MIRROR: Readonly<Record<string, string>> = { '(': ')', ')': '(', '«': '»', '»': '«' };

/** A bracket opens towards the words that follow it, which the font does not know. */
function mirrored(word: string): string {
  return RIGHT_TO_LEFT.test(word) ? word.replace(/[()«»]/g, (bracket) => MIRROR[bracket]!) : word;
}

/** The lines of a text that runs from right to left, each as the words that are drawn from the left. @param fits whether a line is short enough */
export function drawnLines(text: string, fits: (line: string) => boolean): string[][] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[][] = [[]];
    for (const word of paragraph.split(' ')) {
      const line = lines.at(-1)!;
      if (line.length === 0 || fits([...line, word].join(' '))) line.push(word);
      else lines.push([word]);
    }
    return lines.map(asDrawn);
  });
}
