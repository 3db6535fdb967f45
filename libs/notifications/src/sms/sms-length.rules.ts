/** Letters that a network carries in seven bits (GSM 03.38); those of the extension cost two places. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('^{}\\[~]|€');

/** A message is paid by the part: one alone holds a little more than each of several. */
const PARTS = {
  gsm: { alone: 160, each: 153 },
  ucs2: { alone: 70, each: 67 },
} as const;

export const MOST_PARTS = 3;

export interface SmsLength {
  readonly encoding: keyof typeof PARTS;
  readonly units: number;
  readonly parts: number;
}

/** How a text travels: seven-bit letters, or 16 bits each as soon as one is no such letter. */
export function smsLength(text: string): SmsLength {
  const letters = [...text];
  const gsm = letters.every((letter) => BASIC.has(letter) || EXTENSION.has(letter));
  const encoding = gsm ? 'gsm' : 'ucs2';
  const units = gsm ? letters.reduce((sum, letter) => sum + (EXTENSION.has(letter) ? 2 : 1), 0) : text.length;
  const { alone, each } = PARTS[encoding];
  return { encoding, units, parts: units <= alone ? 1 : Math.ceil(units / each) };
}

/** The text, cut at a whole letter where it would need more than `MOST_PARTS` parts. */
export function withinParts(text: string): string {
  const letters = [...text];
  while (smsLength(letters.join('')).parts > MOST_PARTS) letters.pop();
  return letters.join('');
}
