/** What a printed register says, in the community's language; Italian, English and Arabic are complete. */
export interface RegisterWords {
  readonly title: string;
  readonly number: string;
  readonly name: string;
  readonly event: string;
  readonly entered: string;
  readonly left: string;
  readonly occasional: string;
  readonly day: string;
  readonly from: string;
  readonly until: string;
  readonly seal: string;
  readonly insuredBy: string;
  readonly erased: string;
  readonly explained: string;
  /** Where not every line is printed, which are and where the others stand. */
  readonly cut: string;
  readonly place: string;
  readonly signature: string;
}

const WORDS: Readonly<Record<string, RegisterWords>> = {
  it: {
    title: 'Registro dei volontari',
    number: 'N.',
    name: 'Cognome e nome',
    event: 'Evento',
    entered: 'Iscrizione',
    left: 'Cancellazione',
    occasional: 'occasionale',
    day: 'Giorno',
    from: 'Coperto dal',
    until: 'Coperto fino al',
    seal: 'Sigillo',
    insuredBy: 'Assicurazione:',
    erased: '(dati cancellati)',
    explained:
      'Ogni riga porta il sigillo di quella prima: una riga cambiata o tolta si vede dalla verifica.',
    cut: 'Qui sono stampate {most} righe di {total}, dalla prima in poi. Le altre sono nel file (CSV), che le ha tutte.',
    place: 'Luogo e data',
    signature: 'Firma di chi rappresenta l’ente',
  },
  en: {
    title: 'Register of volunteers',
    number: 'No.',
    name: 'Family and given name',
    event: 'Event',
    entered: 'Entered',
    left: 'Left',
    occasional: 'occasional',
    day: 'Day',
    from: 'Covered from',
    until: 'Covered until',
    seal: 'Seal',
    insuredBy: 'Insurance:',
    erased: '(erased)',
    explained:
      'Each line carries the seal of the one before it: a line that was changed or taken out shows in the check.',
    cut: 'Printed here are {most} lines of {total}, from the first on. The others are in the file (CSV), which has all of them.',
    place: 'Place and date',
    signature: 'Signature for the body',
  },
  ar: {
    title: 'سجل المتطوعين',
    number: 'رقم',
    name: 'اللقب والاسم',
    event: 'الحدث',
    entered: 'تسجيل',
    left: 'خروج',
    occasional: 'عرضي',
    day: 'اليوم',
    from: 'مغطى من',
    until: 'مغطى حتى',
    seal: 'الختم',
    insuredBy: 'التأمين:',
    erased: '(بيانات محذوفة)',
    explained: 'يحمل كل سطر ختم السطر الذي قبله: أي سطر تغيّر أو حُذف يظهر عند التحقق.',
    cut: 'طُبع هنا {most} سطرًا من {total}، من السطر الأول. الباقي في الملف (CSV) الذي يحويها كلها.',
    place: 'المكان والتاريخ',
    signature: 'توقيع ممثل الجهة',
  },
};

export function registerWords(language: string): RegisterWords {
  return WORDS[language] ?? WORDS['en']!;
}
