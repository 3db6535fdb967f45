import type { Prng } from './random.js';

interface Origin {
  /** Language a person is written to in. */
  readonly language: string;
  readonly givenNames: readonly string[];
  readonly familyNames: readonly string[];
}

/**
 * First names as they are heard in the district; the surnames are invented, so that no family is meant.
 * Weights follow the communities that live there.
 */
const ORIGINS: readonly (readonly [Origin, number])[] = [
  [
    {
      language: 'it',
      givenNames: [
        'Giulia', 'Marco', 'Chiara', 'Luca', 'Elena', 'Davide', 'Sara', 'Andrea', 'Francesca', 'Matteo', 'Paola',
        'Stefano', 'Anna', 'Paolo', 'Silvia', 'Roberto', 'Marta', 'Giorgio', 'Laura', 'Enrico', 'Teresa', 'Piero',
      ], // prettier-ignore
      familyNames: [
        'Brolanti', 'Vescardi', 'Tornaghesi', 'Pralungo', 'Cascinari', 'Mondelari', 'Ripagrande', 'Sargolini',
        'Olmastri', 'Fontarella', 'Gelsomari', 'Vallorani', 'Campestrini Volta', 'Lungofiume', 'Ponteverdi', 'Ghiaroni Alba',
      ], // prettier-ignore
    },
    76,
  ],
  [
    {
      language: 'ro',
      givenNames: ['Ioana', 'Andrei', 'Mihaela', 'Cristian', 'Elena', 'Florin', 'Daniela', 'Radu'],
      familyNames: ['Lunceanu', 'Verdescu', 'Apostrescu', 'Colinaru', 'Stejareanu'],
    },
    9,
  ],
  [
    {
      language: 'ar',
      givenNames: ['Amira', 'Youssef', 'Layla', 'Karim', 'Mariam', 'Omar', 'Salma', 'Hassan'],
      familyNames: ['El Nahrani', 'Ben Zaytun', 'Al Wadari', 'El Qamrawi', 'Ben Yasmani'],
    },
    6,
  ],
  [
    {
      language: 'sq',
      givenNames: ['Arta', 'Besnik', 'Elira', 'Gentian', 'Mirela', 'Ilir'],
      familyNames: ['Lumaraj', 'Gurishti', 'Shkrelaku', 'Detashi'],
    },
    5,
  ],
  [
    {
      language: 'uk',
      givenNames: ['Oksana', 'Andriy', 'Iryna', 'Taras', 'Nadiya', 'Olena'],
      familyNames: ['Verbenko', 'Sonyachko', 'Kalynivska', 'Richkovenko'],
    },
    4,
  ],
];

const EN_SPEAKERS_PERCENT = 18;
const STREETS = [
  'Via dei Gelsi', 'Via delle Lucciole', 'Vicolo del Mirtillo', 'Via del Salice Vecchio', 'Via degli Aironi Bianchi',
  'Piazzetta delle Rondini', 'Via della Cascina Rossa', 'Via del Melograno', 'Strada delle Risaie', 'Via dei Papaveri',
  'Via del Mulino Nuovo', 'Via delle Ginestre', 'Via del Ponticello', 'Vicolo dei Tigli', 'Via della Meridiana',
]; // prettier-ignore
const NICKNAMES = [
  'Leo', 'Mimi', 'Tato', 'Bea', 'Nico', 'Lulù', 'Ricky', 'Sole', 'Teo', 'Gigia', 'Pepe', 'Nina', 'Zazà', 'Momo',
  'Lilla', 'Chicco', 'Viola', 'Totò', 'Cocò', 'Rudy',
]; // prettier-ignore

export interface HumanName {
  readonly givenName: string;
  readonly familyName: string;
  readonly language: string;
  readonly languages: readonly string[];
}

export function nameOf(random: Prng): HumanName {
  const origin = random.weighted(ORIGINS);
  const languages = new Set([origin.language, 'it']);
  if (random.chance(EN_SPEAKERS_PERCENT)) languages.add('en');
  return {
    givenName: random.pick(origin.givenNames),
    familyName: random.pick(origin.familyNames),
    language: origin.language,
    languages: [...languages],
  };
}

export function addressOf(random: Prng): string {
  return `${random.pick(STREETS)} ${1 + random.below(90)}`;
}

export function nicknameOf(random: Prng): string {
  return random.pick(NICKNAMES);
}

/** Letters a mail address keeps: accents and everything else fall away. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

/** An address at a domain that RFC 2606 reserves: no mail can ever reach anybody. */
export function emailOf(name: { givenName: string; familyName: string }, number?: number): string {
  const suffix = number === undefined ? '' : `.${number}`;
  return `${plain(name.givenName)}.${plain(name.familyName)}${suffix}@example.org`;
}

/**
 * A number in the block +39 0382 555 of the Pavia exchange: well-formed, and used here alone in the manner of the
 * 555 numbers of films. 4 digits hold 10,000 people; beyond them a number is one digit too long to be a phone's.
 */
export function phoneOf(number: number): string {
  return `+390382555${String(number % 100_000).padStart(4, '0')}`;
}
