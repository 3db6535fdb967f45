/** Without accents and case, in words: how names are compared. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Does every word that was typed begin a word of the name? The order does not matter; nothing typed fits nobody. */
export function isNamed(name: string, typed: string): boolean {
  const held = wordsOf(name);
  const wanted = wordsOf(typed);
  return wanted.length > 0 && wanted.every((part) => held.some((word) => word.startsWith(part)));
}

/** What was typed looks like an address, not like a name. */
export function contactIn(typed: string): 'email' | 'phone' | undefined {
  if (typed.includes('@')) return 'email';
  return /^[+(\d][\d\s()/.-]{4,}$/.test(typed.trim()) ? 'phone' : undefined;
}
