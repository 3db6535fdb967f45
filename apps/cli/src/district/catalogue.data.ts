export const COMMUNITY_NAME = 'Distretto sociale di Pavia';

/** The one district of an installation: fixed, so that a second seeding meets it whatever its seed. */
export const COMMUNITY_ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export const LANGUAGES = ['it', 'en', 'ar', 'ro', 'sq', 'uk'];

export interface CredentialTypeData {
  readonly code: string;
  readonly name: string;
  readonly validityMonths: number;
  readonly legalBasis: string;
}

export const CREDENTIAL_TYPES: readonly CredentialTypeData[] = [
  {
    code: 'interview-and-references',
    name: 'Colloquio e referenze',
    validityMonths: 24,
    legalBasis:
      'Art. 6(1)(e) GDPR: compito di interesse pubblico del distretto sociale; regolamento del servizio',
  },
  {
    code: 'child-safety-training',
    name: 'Formazione sulla tutela dei minori',
    validityMonths: 36,
    legalBasis:
      'Art. 6(1)(e) GDPR: compito di interesse pubblico; linee guida del distretto sulla tutela dei minori',
  },
  {
    code: 'criminal-record',
    name: 'Certificato del casellario giudiziale (facoltativo)',
    validityMonths: 12,
    legalBasis:
      'Art. 10 GDPR, art. 2-octies d.lgs. 196/2003: solo con delibera della comunità; non richiesto finché manca',
  },
  {
    code: 'driving-licence-check',
    name: 'Verifica della patente',
    validityMonths: 12,
    legalBasis:
      'Art. 6(1)(f) GDPR: legittimo interesse alla sicurezza dei trasporti; art. 116 codice della strada',
  },
  {
    code: 'car-insurance-check',
    name: "Verifica dell'assicurazione auto",
    validityMonths: 6,
    legalBasis:
      'Art. 6(1)(f) GDPR: legittimo interesse alla sicurezza dei trasporti; art. 122 d.lgs. 209/2005',
  },
];

export interface CategoryData {
  readonly code: string;
  readonly name: string;
  readonly needsDependants: boolean;
  readonly needsSubjects: boolean;
  readonly needsDropOff: boolean;
  readonly skipsClosures: boolean;
  readonly directExchange: boolean;
  /** Codes of the credential types it demands. */
  readonly requires: readonly string[];
}

const WITH_CHILDREN = ['interview-and-references', 'child-safety-training'];
const ADULTS = {
  needsDependants: false,
  needsSubjects: false,
  needsDropOff: false,
  skipsClosures: false,
  requires: [],
};

export const CATEGORIES = [
  {
    code: 'babysitting',
    name: 'Babysitting',
    needsDependants: true,
    needsSubjects: false,
    needsDropOff: false,
    skipsClosures: false,
    directExchange: false,
    requires: WITH_CHILDREN,
  },
  {
    code: 'homework-help',
    name: 'Aiuto compiti',
    needsDependants: true,
    needsSubjects: true,
    needsDropOff: false,
    skipsClosures: true,
    directExchange: false,
    requires: WITH_CHILDREN,
  },
  {
    code: 'school-transport',
    name: 'Accompagnamento a scuola',
    needsDependants: true,
    needsSubjects: false,
    needsDropOff: true,
    skipsClosures: true,
    directExchange: false,
    requires: [...WITH_CHILDREN, 'driving-licence-check', 'car-insurance-check'],
  },
  { code: 'accompaniment', name: 'Accompagnamento di adulti', ...ADULTS, directExchange: true },
  { code: 'shopping', name: 'Spesa e commissioni', ...ADULTS, directExchange: true },
  { code: 'small-repairs', name: 'Piccole riparazioni', ...ADULTS, directExchange: true },
] as const satisfies readonly CategoryData[];

export type CategoryCode = (typeof CATEGORIES)[number]['code'];

export const SUBJECTS = [
  'mathematics',
  'italian',
  'english',
  'science',
  'history',
  'italian-second-language',
];

export const ORGANISATIONS = [
  { name: 'Piano di zona di Pavia', kind: 'municipality' },
  { name: 'Associazione Tempo Vicino', kind: 'association' },
] as const;
