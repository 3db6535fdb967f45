/**
 * How a name sounds, roughly: its consonants, so that «Mohammed», «Muhamad» and «محمد», «Rossi» and «Rosi», «Giulia» and
 * «Julia» are one. Two people may sound alike; whether they are one is for the desk to say.
 */

/** Letters of other alphabets by the Latin ones they are usually written with. Long vowels are vowels: they fall out. */
const ARABIC: Readonly<Record<string, string>> = {
  ...{ ا: '', أ: '', إ: '', آ: '', ء: '', ئ: '', ؤ: '', ع: '', ى: '', ة: '', و: '', ي: '', ه: '', ح: '' },
  ...{ ب: 'b', ت: 't', ث: 't', ج: 'g', خ: 'c', د: 'd', ذ: 'd', ر: 'r', ز: 's', س: 's', ش: 's', ص: 's' },
  ...{ ض: 'd', ط: 't', ظ: 's', غ: 'g', ف: 'f', ق: 'c', ك: 'c', ل: 'l', م: 'm', ن: 'n' },
};
const CYRILLIC: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'e', ж: 'g', з: 's', и: 'i', і: 'i' },
  ...{ ї: 'i', к: 'c', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f' },
  ...{ х: 'c', ц: 's', ч: 'c', ш: 's', щ: 's', ь: '', ю: 'i', я: 'i', э: 'e', ы: 'i', й: 'i' },
};

/** Spellings of one sound, the longer first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/sch|sh|sc(?=[ei])/g, 's'],
  [/ph/g, 'f'],
  [/ch|ck|kh|[kqx]/g, 'c'],
  [/gh|j/g, 'g'],
  [/th/g, 't'],
  [/w/g, 'v'],
  [/z/g, 's'],
];

const MOST_WORDS = 4;

function soundOf(word: string): string {
  let text = word;
  for (const [spelling, sound] of SOUNDS) text = text.replace(spelling, sound);
  const consonants = text.replaceAll(/[aeiouyh]/g, '').replaceAll(/(.)\1+/g, '$1');
  // Names of vowels alone (Aia) keep them: they would all be alike.
  return consonants || text;
}

/** The words of a name in small Latin letters, without marks; at most four of them. */
function wordsOf(name: string): string[] {
  const plain = [...name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()]
    .map((letter) => ARABIC[letter] ?? CYRILLIC[letter] ?? letter)
    .join('');
  return plain
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
    .slice(0, MOST_WORDS);
}

/**
 * What two records of one person have in common: each word of the given name with each of the family name, in no order,
 * since the two are easily taken for each other. At most sixteen.
 */
export function likenessKeys(givenName: string, familyName: string): string[] {
  const [given, family] = [wordsOf(givenName).map(soundOf), wordsOf(familyName).map(soundOf)];
  return [...new Set(given.flatMap((one) => family.map((other) => [one, other].toSorted().join(' '))))];
}
