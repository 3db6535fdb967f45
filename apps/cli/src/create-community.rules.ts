import { isTimeZone } from '#platform';
import { parseArgs, type ParseArgsConfig } from 'node:util';

const OPTIONS = {
  name: { type: 'string' },
  kind: { type: 'string', default: 'district' },
  'time-zone': { type: 'string', default: 'Europe/Rome' },
  country: { type: 'string', default: 'IT' },
  languages: { type: 'string', default: 'it,en,ar' },
  'desk-phone': { type: 'string' },
  'desk-email': { type: 'string' },
  'admin-given-name': { type: 'string' },
  'admin-family-name': { type: 'string' },
  'admin-email': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

const KINDS = ['district', 'time-bank', 'parish', 'school'];
const LINE = /^(?=.*\S)[^\p{Cc}]*$/u;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z]{2})?$/;
/** Texts by their longest, in characters. */
const LINES = { name: 200, 'admin-given-name': 80, 'admin-family-name': 80 } as const;

export const USAGE = `Usage: create-community --name "Distretto di Esempio" --desk-phone +390382000000 --desk-email aiuto@example.org
         --admin-given-name Ada --admin-family-name Esempio --admin-email ada@example.org
         [--kind ${KINDS.join('|')}] [--time-zone Europe/Rome] [--country IT] [--languages it,en,ar]`;

export interface NewCommunity {
  readonly name: string;
  readonly kind: string;
  readonly timeZone: string;
  readonly country: string;
  readonly languages: readonly string[];
  readonly deskPhone: string;
  readonly deskEmail: string;
  readonly administrator: { readonly givenName: string; readonly familyName: string; readonly email: string };
}

/** @returns one sentence when something is missing or wrong */
export function readArguments(argv: string[]): NewCommunity | string {
  let values: Readonly<Record<string, string | undefined>>;
  try {
    ({ values } = parseArgs({ args: argv, options: OPTIONS, strict: true }));
  } catch (error) {
    return (error as Error).message;
  }
  const missing = Object.keys(OPTIONS).find((name) => !values[name]);
  if (missing) return `--${missing} is missing.`;
  for (const [name, most] of Object.entries(LINES)) {
    const text = values[name]!;
    if (text.length > most || !LINE.test(text))
      return `--${name} must be one line of at most ${most} characters.`;
  }
  if (!KINDS.includes(values['kind']!)) return `--kind must be one of ${KINDS.join(', ')}.`;
  if (!isTimeZone(values['time-zone']!))
    return `--time-zone "${values['time-zone']}" is not known; write it like Europe/Rome.`;
  if (!/^[A-Z]{2}$/.test(values['country']!)) return '--country must be two capital letters, like IT.';
  const languages = values['languages']!.split(',').map((language) => language.trim());
  if (!languages.every((language) => LANGUAGE.test(language)) || new Set(languages).size < languages.length)
    return '--languages must be different language codes with commas, the first one the usual, like it,en,ar.';
  return {
    name: values['name']!,
    kind: values['kind']!,
    timeZone: values['time-zone']!,
    country: values['country']!,
    languages,
    deskPhone: values['desk-phone']!,
    deskEmail: values['desk-email']!,
    administrator: {
      givenName: values['admin-given-name']!,
      familyName: values['admin-family-name']!,
      email: values['admin-email']!,
    },
  };
}
