/**
 * How a name sounds, roughly: its consonants, whether it begins with a vowel and whether it ends in «a», so that
 * «Mohammed», «Muhamad» and «محمد», «Rossi» and «Rosi», «Giulia» and «Julia» are one, but «Mario» and «Maria» two. Two
 * people may sound alike; whether they are one is for the desk to say.
 */

/** Letters of other alphabets, by the Latin ones they are usually written with. */
function lettersOf(byLatin: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(byLatin).flatMap(([latin, letters]) =>
      [...letters].map((letter) => [letter, latin] as const),
    ),
  );
}

const ARABIC = lettersOf({
  b: 'ب',
  t: 'تثط',
  g: 'جغ',
  c: 'خقك',
  d: 'دذض',
  r: 'ر',
  s: 'زسشصظ',
  f: 'ف',
  l: 'ل',
  m: 'م',
  n: 'ن',
  h: 'هح',
  // Long vowels, and what is heard as one.
  a: 'اأإآىةعء',
  i: 'يئ',
  u: 'وؤ',
});
const CYRILLIC = lettersOf({
  a: 'а',
  b: 'б',
  v: 'в',
  g: 'гґж',
  d: 'д',
  e: 'еєэ',
  s: 'зсцшщ',
  i: 'иіїюяый',
  c: 'кхч',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  t: 'т',
  u: 'у',
  f: 'ф',
  '': 'ь',
});

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

/** A vowel at the beginning stays one, whichever it is; of those at the end, the «a» that tells Maria from Mario. */
function soundOf(word: string): string {
  let text = word;
  for (const [spelling, sound] of SOUNDS) text = text.replace(spelling, sound);
  const consonants = text.replaceAll(/[aeiouyh]/g, '').replaceAll(/(.)\1+/g, '$1');
  // Names of vowels alone (Aia) keep them: they would all be alike.
  if (!consonants) return text;
  return `${/^[aeiouy]/.test(word) ? '-' : ''}${consonants}${/(?:a|ah)$/.test(word) ? 'a' : ''}`;
}

/** The words of a name in small Latin letters, without marks; at most four of them. */
function wordsOf(name: string): string[] {
  const plain = [...name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()]
    .map((letter) => ARABIC.get(letter) ?? CYRILLIC.get(letter) ?? letter)
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
