/** Languages in which this service writes. */
export const WRITTEN_LANGUAGES = ['it', 'en', 'ar'] as const;
export type WrittenLanguage = (typeof WRITTEN_LANGUAGES)[number];

const isWritten = (code: string): code is WrittenLanguage => WRITTEN_LANGUAGES.some((one) => one === code);

/** The first of the wanted languages that this service writes, else Italian. */
export function writtenLanguage(wanted: readonly string[]): WrittenLanguage {
  return wanted.map((code) => code.split('-')[0]!.toLowerCase()).find(isWritten) ?? 'it';
}

type Names = Readonly<Record<string, Readonly<Record<WrittenLanguage, string>>>>;

/** The well-known kinds of help by code; the web application's words say the same. */
export const KIND_NAMES: Names = {
  accompaniment: { it: 'Accompagnamento di adulti', en: 'Accompanying adults', ar: 'مرافقة الكبار' },
  babysitting: { it: 'Babysitting', en: 'Babysitting', ar: 'مجالسة الأطفال' },
  companionship: { it: 'Compagnia', en: 'Company', ar: 'المؤانسة' },
  errands: { it: 'Commissioni', en: 'Errands', ar: 'قضاء الحوائج' },
  homework: { it: 'Compiti', en: 'Homework', ar: 'الواجبات المدرسية' },
  'homework-help': { it: 'Aiuto compiti', en: 'Homework help', ar: 'المساعدة في الواجبات' },
  'school-transport': { it: 'Accompagnamento a scuola', en: 'School transport', ar: 'التوصيل إلى المدرسة' },
  shopping: { it: 'Spesa e commissioni', en: 'Shopping and errands', ar: 'التسوق وقضاء الحوائج' },
  'small-repairs': { it: 'Piccole riparazioni', en: 'Small repairs', ar: 'إصلاحات صغيرة' },
  transport: { it: 'Accompagnamento', en: 'Transport', ar: 'التوصيل' },
};

/** The well-known checks by code. A country's papers keep the name that its offices use, whatever the language. */
export const CHECK_NAMES: Names = {
  interview: { it: 'Colloquio e referenze', en: 'Interview and references', ar: 'مقابلة وتزكيات' },
  'interview-and-references': {
    it: 'Colloquio e referenze',
    en: 'Interview and references',
    ar: 'مقابلة وتزكيات',
  },
  training: { it: 'Formazione di base', en: 'Basic training', ar: 'تدريب أساسي' },
  'child-safety-training': {
    it: 'Formazione sulla tutela dei minori',
    en: 'Training in child protection',
    ar: 'تدريب على حماية القاصرين',
  },
  'criminal-record': {
    it: 'Certificato del casellario giudiziale (facoltativo)',
    en: 'Criminal record certificate (optional)',
    ar: 'شهادة السجل الجنائي (اختيارية)',
  },
  'driving-licence-check': {
    it: 'Verifica della patente',
    en: 'Driving licence seen',
    ar: 'التحقق من رخصة القيادة',
  },
  'car-insurance-check': {
    it: 'Verifica dell’assicurazione auto',
    en: 'Car insurance seen',
    ar: 'التحقق من تأمين السيارة',
  },
};

/** A kind of help in the reader's language; one that only its community knows, as the community named it. */
export function kindName(language: WrittenLanguage, code: string | undefined, name: string): string {
  return nameIn(KIND_NAMES, language, code, name);
}

/** A check, as `kindName`. */
export function checkName(language: WrittenLanguage, code: string | undefined, name: string): string {
  return nameIn(CHECK_NAMES, language, code, name);
}

function nameIn(names: Names, language: WrittenLanguage, code: string | undefined, name: string): string {
  return code !== undefined && Object.hasOwn(names, code) ? names[code]![language] : name;
}
