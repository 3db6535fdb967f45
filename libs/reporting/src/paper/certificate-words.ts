import type { WrittenLanguage } from '#communities';

/** What a certificate of hours says; Italian, English and Arabic are complete. */
export interface CertificateWords {
  readonly language: WrittenLanguage;
  readonly locale: string;
  readonly title: string;
  readonly name: string;
  readonly period: string;
  /** With `{from}` and `{to}`. */
  readonly days: string;
  readonly total: string;
  /** Below a table. */
  readonly sum: string;
  readonly kind: string;
  readonly visits: string;
  readonly hours: string;
  /** Of the section of direct swaps, which has a sum of its own. */
  readonly swapped: string;
  readonly swaps: string;
  readonly swapsExplained: string;
  readonly none: string;
  readonly explained: string;
  readonly issued: string;
}

export const CERTIFICATE_WORDS: Readonly<Record<string, CertificateWords>> = {
  it: {
    language: 'it',
    locale: 'it-IT-u-nu-latn',
    title: 'Certificato delle ore di aiuto',
    name: 'Nome e cognome',
    period: 'Periodo',
    days: 'dal {from} al {to}',
    total: 'Totale (ore:minuti)',
    sum: 'Totale',
    kind: 'Tipo di aiuto',
    visits: 'Visite',
    hours: 'Ore:minuti',
    swapped: 'Scambi diretti di tempo',
    swaps: 'Scambi',
    swapsExplained:
      'Tempo dato ad altri membri in cambio di tempo, confermato da entrambi. Non è nel totale qui sopra.',
    none: 'In questo periodo non ci sono ore confermate.',
    explained:
      'Contano solo le ore dichiarate dopo ogni visita e confermate. Questo certificato non nomina le famiglie.',
    issued: 'Rilasciato il',
  },
  en: {
    language: 'en',
    locale: 'en-GB-u-nu-latn',
    title: 'Certificate of hours of help',
    name: 'Name',
    period: 'Period',
    days: 'from {from} to {to}',
    total: 'Total (hours:minutes)',
    sum: 'Total',
    kind: 'Kind of help',
    visits: 'Visits',
    hours: 'Hours:minutes',
    swapped: 'Direct swaps of time',
    swaps: 'Swaps',
    swapsExplained:
      'Time given to other members in return for time, confirmed by both. It is not in the total above.',
    none: 'There are no confirmed hours in this period.',
    explained:
      'Only hours that were declared after each visit and confirmed are counted. This certificate names no family.',
    issued: 'Issued on',
  },
  ar: {
    language: 'ar',
    locale: 'ar-u-nu-latn',
    title: 'شهادة بساعات المساعدة',
    name: 'الاسم',
    period: 'الفترة',
    days: 'من {from} إلى {to}',
    total: 'المجموع (ساعات:دقائق)',
    sum: 'المجموع',
    kind: 'نوع المساعدة',
    visits: 'الزيارات',
    hours: 'ساعات:دقائق',
    swapped: 'تبادل مباشر للوقت',
    swaps: 'التبادلات',
    swapsExplained: 'وقت أُعطي لأعضاء آخرين مقابل وقت، وأكده الطرفان. لا يدخل في المجموع أعلاه.',
    none: 'لا توجد ساعات مؤكدة في هذه الفترة.',
    explained: 'تُحسب فقط الساعات التي سُجلت بعد كل زيارة ثم أُكدت. لا تذكر هذه الشهادة أسماء العائلات.',
    issued: 'صدرت في',
  },
};
