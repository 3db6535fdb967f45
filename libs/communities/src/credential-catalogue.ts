/** A check as a country's law or practice knows it. */
export interface KnownCheck {
  readonly code: string;
  /** In the country's own language, as its offices call it. */
  readonly name: string;
  readonly country: 'IT' | 'DE' | 'FR' | 'GB';
  /** After this many months it is looked at again; where the law is silent, what is usual. */
  readonly validityMonths: number;
  /** How old the paper may be on the day it is shown. */
  readonly maxAgeMonths: number | null;
  /** Where it stands. The legal basis of asking for it is the community's to write down when it adds the type. */
  readonly source: string;
  readonly contact: 'any' | 'unsupervised-minors';
  /** Usual for volunteers there; what is not is off until a community decides otherwise. */
  readonly usual: boolean;
}

/** The ONE list of checks by country: a start, nothing that binds before a community adds it. */
export const KNOWN_CHECKS: readonly KnownCheck[] = [
  ...interviewsIn('IT', 'Colloquio e referenze', 'Formazione di base'),
  {
    code: 'certificato-penale',
    name: 'Certificato penale per il lavoro con minori',
    country: 'IT',
    validityMonths: 12,
    maxAgeMonths: 6,
    source: 'D.P.R. 313/2002, art. 25-bis; whether unpaid volunteers may be asked for it is contested',
    contact: 'unsupervised-minors',
    usual: false,
  },
  ...interviewsIn('DE', 'Gespräch und Referenzen', 'Grundschulung'),
  {
    code: 'erweitertes-fuehrungszeugnis',
    name: 'Erweitertes Führungszeugnis (Einsichtnahme)',
    country: 'DE',
    validityMonths: 60,
    maxAgeMonths: 3,
    source: 'BZRG § 30a; SGB VIII § 72a: it is looked at and given back, no copy is kept',
    contact: 'unsupervised-minors',
    usual: true,
  },
  ...interviewsIn('FR', 'Entretien et références', 'Formation de base'),
  {
    code: 'attestation-honorabilite',
    name: 'Attestation d’honorabilité',
    country: 'FR',
    validityMonths: 24,
    maxAgeMonths: 6,
    source: 'Code de l’action sociale et des familles, art. L133-6',
    contact: 'unsupervised-minors',
    usual: true,
  },
  ...interviewsIn('GB', 'Interview and references', 'Safeguarding induction'),
  {
    code: 'dbs-enhanced-children',
    name: 'Enhanced DBS check with the children’s barred list',
    country: 'GB',
    validityMonths: 36,
    maxAgeMonths: 3,
    source: 'Police Act 1997, s. 113B; Safeguarding Vulnerable Groups Act 2006',
    contact: 'unsupervised-minors',
    usual: true,
  },
];

function interviewsIn(country: KnownCheck['country'], interview: string, training: string): KnownCheck[] {
  const common = { country, maxAgeMonths: null, contact: 'any', usual: true } as const;
  const source = 'A rule of the community itself';
  return [
    { ...common, code: 'interview', name: interview, validityMonths: 24, source },
    { ...common, code: 'training', name: training, validityMonths: 36, source },
  ];
}
