import type { Language } from './message-ids.js';

export const it: Language = {
  footer: '{community}. Domande? Chiama: {desk}',
  linkLabel: 'Apri la mia pagina',
  someone: 'La persona che aiuta',
  digest: {
    subject: '{count, plural, one {Una novità per te} other {# novità per te}}',
    intro: 'Ecco che cosa c’è di nuovo:',
    more: '{count, plural, one {e un’altra, sulla tua pagina} other {e altre #, sulla tua pagina}}',
  },
  unsubscribe: {
    linkLabel: 'Meno mail come questa',
    title: 'Meno mail',
    question: 'Non vuoi più mail come questa? Tutto resta sulla tua pagina.',
    button: 'Basta mail come questa',
    done: 'Fatto. Non ti mandiamo più mail come questa.\nHai cambiato idea? Chiama: {desk}',
  },
  hoursPage: {
    linkLabel: 'Conferma con un tocco',
    button: 'Sì, è giusto',
    signIn: 'Entra nella tua pagina',
    otherwise: 'È diverso? Entra e scrivi quanto è durato davvero, oppure chiama: {desk}',
    open: {
      subject: 'È giusto?',
      text: '{category}, {day} dalle {time} alle {until}, con {helper}.\nDurata: {minutes, plural, one {# minuto} other {# minuti}}.',
    },
    settled: {
      subject: 'Grazie, è confermato',
      text: '{category}, {day}: {minutes, plural, one {# minuto} other {# minuti}}.\nNon devi fare altro. Domande? Chiama: {desk}',
    },
    disputed: {
      subject: 'Ci pensiamo noi',
      text: 'Per {category} di {day} ci sono due durate diverse. Succede.\nGuardiamo noi e ti chiamiamo. Puoi anche chiamarci: {desk}',
    },
    over: {
      subject: 'Questo link non serve più',
      text: 'Il tempo per rispondere da qui è finito, o la visita è cambiata.\nEntra nella tua pagina per vedere come sta, oppure chiama: {desk}',
    },
  },
  push: { title: 'Intreccio', body: 'C’è una novità per te. Tocca per leggerla.' },
  calendar: {
    comes: '{category}: viene {helper}',
    details: 'Tutto il resto è sulla tua pagina: {url}\nDomande? Chiama: {desk}',
  },
  signIn: {
    subject: 'Il tuo codice: {code}',
    text: 'Ecco il tuo codice: {code}\nVale una volta, per 10 minuti. Usalo nel browser in cui l’hai chiesto.\nNon l’hai chiesto tu? Non fare niente. Senza questo codice nessuno entra.',
    linkLabel: 'Entra con un tocco',
    footer: 'Intreccio. Non dare questo codice a nessuno, nemmeno a noi.',
    sms: 'Intreccio: il tuo codice è {code}. Vale 10 minuti. Non darlo a nessuno, nemmeno a noi.',
  },
  messages: {
    'request-received': {
      subject: 'Abbiamo la tua richiesta: {category}',
      text: 'Grazie. Abbiamo la tua richiesta: {category}, prima volta {day} alle {time}.\nOra cerchiamo una persona. Ti faremo sapere.\nÈ cambiato qualcosa? Chiama: {desk}',
    },
    'request-received-desk': {
      subject: 'Nuova richiesta: {category}',
      text: 'Una famiglia chiede aiuto: {category}, prima volta {day} alle {time}.',
    },
    'request-withdrawn': {
      subject: 'La tua richiesta è chiusa: {category}',
      text: 'La richiesta {category} è stata ritirata. Non verrà nessuno.\nTi serve ancora aiuto? Chiama: {desk}',
    },
    'request-withdrawn-desk': {
      subject: 'Richiesta ritirata: {category}',
      text: 'La famiglia ha ritirato la richiesta {category}, prima volta {day} alle {time}.',
    },
    'request-needs-info': {
      subject: 'Una domanda sulla tua richiesta: {category}',
      text: 'Ci serve sapere ancora qualcosa sulla tua richiesta: {category}.\nApri la tua pagina, oppure chiama: {desk}. Ti aiutiamo noi.',
    },
    'request-unmet': {
      subject: 'Per ora non abbiamo trovato nessuno: {category}',
      text: 'Ci dispiace. Per {category} non abbiamo trovato nessuno.\nChiama: {desk}. Pensiamo insieme a che cos’altro può aiutare.',
    },
    'request-unmet-desk': {
      subject: 'Nessuno trovato: {category}',
      text: 'Una richiesta è chiusa senza risposta: {category}, prima volta {day} alle {time}. Chiama la famiglia.',
    },
    'visit-cancelled': {
      subject: 'Annullato: {category}, {day}',
      text: '{visits, plural, one {La visita è annullata:} other {# visite sono annullate:}} {category}, {day} alle {time}.\nDomande? Chiama: {desk}',
    },
    'visit-closed': {
      subject: 'Quel giorno è chiuso: {category}, {day}',
      text: '{visits, plural, one {La visita non si fa, perché quel giorno è chiuso:} other {# visite non si fanno, perché quei giorni sono chiusi:}} {category}, {day} alle {time}.\nDomande? Chiama: {desk}',
    },
    'household-moved-helper': {
      subject: 'Il posto è cambiato: {category}, {day}',
      text: 'Le prossime visite sono in un altro posto, da {day} alle {time}: {category}. Sulla tua pagina trovi dove andare.\nNon va più bene per te? Chiama: {desk}',
    },
    'household-moved-desk': {
      subject: 'Una famiglia ha cambiato casa: {category}, {day}',
      text: 'Una famiglia ha cambiato indirizzo. {visits, plural, one {La visita già decisa resta} other {Le # visite già decise restano}}, da {day} alle {time}. Guarda se per chi aiuta va ancora bene.',
    },
    'visit-offered': {
      subject: 'La vuoi di nuovo? {category}, {day}',
      text: '{visits, plural, one {Il giorno non è più chiuso. Vuoi di nuovo questa visita?} other {I giorni non sono più chiusi. Vuoi di nuovo queste # visite?}} {category}, {day} alle {time}.\nDillo sulla tua pagina, oppure chiama: {desk}. Se non dici niente, non viene nessuno.',
    },
    'visit-blocked-desk': {
      subject: 'Visita da guardare: {category}, {day}',
      text: '{visits, plural, one {Una visita unisce} other {# visite uniscono}} due persone di cui una non vuole più incontrare l’altra: {category}, {day} alle {time}. Chiama e decidi.',
    },
    'credential-expiring': {
      subject: 'Da rinnovare presto: {credential}',
      text: '{credential}: vale fino al giorno {validUntil}.\nChiamaci per rinnovare insieme: {desk}',
    },
    'credential-expiring-desk': {
      subject: 'Scade presto: {credential}',
      text: '{credential} di una persona che aiuta: vale fino al giorno {validUntil}. Chiamala per rinnovare in tempo.',
    },
    'credential-expired': {
      subject: 'Non vale più: {credential}',
      text: '{credential}: valeva fino al giorno {validUntil}. Fino al rinnovo non possiamo chiederti alcune visite.\nChiamaci, ti aiutiamo: {desk}',
    },
    'credential-expired-desk': {
      subject: 'Scaduto: {credential}',
      text: '{credential} di una persona che aiuta: valeva fino al giorno {validUntil}. Guarda le prossime visite segnalate.',
    },
    'insurance-ending-desk': {
      subject: 'L’assicurazione finisce presto: {organisation}',
      text: 'L’assicurazione di {organisation} vale fino al giorno {validUntil}, e dopo non ce n’è un’altra. Da allora nessuno viene proposto e nessuna visita può cominciare; le visite già concordate per dopo sono nella coda.\nScrivi il prossimo contratto nel registro.',
    },
    'insurance-ended-desk': {
      subject: 'L’assicurazione è finita: {organisation}',
      text: 'L’assicurazione di {organisation} valeva fino al giorno {validUntil}. Finché non ne scrivi una nuova nel registro, nessuno viene proposto e nessuna visita può cominciare. Guarda le prossime visite segnalate.',
    },
    'incident-reported': {
      subject: 'Una segnalazione ti aspetta',
      text: 'Qualcuno ha segnalato che qualcosa è andato storto. Nessuno se ne occupa ancora: aprila e guardaci dentro.',
    },
    'incident-escalated': {
      subject: 'Nessuno ha preso una segnalazione',
      text: 'Una segnalazione non è stata presa in tempo. Aprila adesso: qualcuno può avere bisogno di aiuto.',
    },
    'incident-handed-on': {
      subject: 'Una segnalazione è affidata a te',
      text: 'Ti è stata affidata una segnalazione. Aprila appena puoi.',
    },
    'proposals-ready': {
      subject: '{count, plural, one {# proposta da guardare} other {# proposte da guardare}}',
      text: '{count, plural, one {C’è # nuova proposta.} other {Ci sono # nuove proposte.}} Guarda e decidi.',
    },
    'helper-asked': {
      subject: 'Puoi aiutare? {category}, {day}',
      text: 'Puoi aiutare {day} dalle {time} alle {until}? Si tratta di: {category}.\n{visits, plural, one {È una visita sola.} other {Sono # visite in tutto.}}\nDicci sì o no sulla tua pagina. Anche un no va bene. Domande? Chiama: {desk}',
    },
    'guardian-asked': {
      subject: 'Una persona può aiutarti: {category}',
      text: '{helper} può venire {day} dalle {time} alle {until}, per: {category}.\nVa bene per te? Rispondi sì o no sulla tua pagina. Non devi dire il perché.\nPreferisci parlare? Chiama: {desk}',
    },
    'visit-confirmed-helper': {
      subject: 'È deciso: {category}, {day}',
      text: 'Grazie! Ti aspettano {day} dalle {time} alle {until}, per: {category}.\nSulla tua pagina trovi dove andare. Non puoi? Chiama subito: {desk}',
    },
    'visit-confirmed-family': {
      subject: 'È deciso: {category}, {day}',
      text: '{helper} viene {day} dalle {time} alle {until}, per: {category}.\nÈ cambiato qualcosa? Chiama: {desk}',
    },
    'helper-declined-desk': {
      subject: 'Un no da chi aiuta: {category}, {day}',
      text: '{helper} non può per {category} di {day} alle {time}. Guarda la proposta che viene dopo.',
    },
    'helper-silent': {
      subject: 'Grazie lo stesso: {category}',
      text: 'Non hai risposto per {category} di {day}. Va bene così, chiediamo a un’altra persona.\nVuoi una pausa? Chiama: {desk}',
    },
    'helper-silent-desk': {
      subject: 'Nessuna risposta: {category}, {day}',
      text: '{helper} non ha risposto per {category} di {day} alle {time}. Guarda la proposta che viene dopo.',
    },
    'helper-pause': {
      subject: 'Vuoi una pausa?',
      text: 'Ti abbiamo chiesto tre volte e non ti abbiamo sentito. Va bene così.\nD’ora in poi ti scriviamo al massimo una volta al giorno.\nVuoi fermarti per un po’? Scrivilo sulla tua pagina, oppure chiama: {desk}',
    },
    'organisation-changed': {
      subject: 'Adesso ti segue: {organisation}',
      text: 'Da oggi ti segue {organisation}. Chi lavora al suo sportello vede i tuoi dati per aiutarti.\nSe dai una mano, registro e assicurazione cambiano a mezzanotte: se per una visita manca qualcosa, ti chiamiamo.\nNon lo sapevi? Chiama: {desk}',
    },
    'new-device': {
      subject: 'Nuovo accesso, {day} alle {time}',
      text: 'Qualcuno è entrato a tuo nome da un browser che non avevamo mai visto: {day} alle {time}.\nEri tu? Allora non fare nulla.\nNon eri tu? Apri la tua pagina, vai in Impostazioni e chiudi quell’accesso. Poi chiamaci: {desk}',
    },
    'second-factor-added': {
      subject: 'Un nuovo modo per dimostrare che sei tu',
      text: 'Una passkey o un’app di autenticazione è stata aggiunta al tuo profilo: {day} alle {time}.\nEri tu? Allora non fare nulla.\nNon eri tu? Chiamaci subito: {desk}',
    },
    'second-factor-removed': {
      subject: 'Un modo per dimostrare che sei tu è stato tolto',
      text: 'Una passkey o un’app di autenticazione è stata tolta dal tuo profilo: {day} alle {time}. Tutti gli altri accessi sono stati chiusi.\nEri tu? Allora non fare nulla.\nNon eri tu? Chiamaci subito: {desk}',
    },
    'second-factor-reset': {
      subject: 'Il tuo secondo passaggio è stato azzerato',
      text: 'Chi amministra ha tolto le tue passkey e la tua app di autenticazione: {day} alle {time}. Tutti i tuoi accessi sono stati chiusi.\nLa prossima volta che entri puoi impostarne di nuovi.\nNon l’hai chiesto tu? Chiamaci subito: {desk}',
    },
    'identity-link-asked': {
      subject: 'Qualcuno vuole entrare come te',
      text: 'Qualcuno ha chiesto di entrare come te con un servizio di accesso, per esempio SPID. Sei tu? Allora non devi fare niente: lo sportello guarda e risponde.\nNon sei tu? Aprilo nelle impostazioni e rifiuta, o chiama: {desk}',
    },
    'identity-link-asked-desk': {
      subject: 'Da confermare: l’accesso di {helper}',
      text: 'Qualcuno chiede di entrare come {helper} con un servizio di accesso. Guarda se è la stessa persona, poi conferma o rifiuta.',
    },
    'identity-link-confirmed': {
      subject: 'Ora puoi entrare anche così',
      text: 'Lo sportello ha confermato: da ora entri anche con il tuo servizio di accesso. Nelle impostazioni puoi toglierlo quando vuoi.\nNon l’hai chiesto tu? Chiama subito: {desk}',
    },
    'mail-bounced-desk': {
      subject: 'Una mail torna indietro',
      text: 'Le mail per {helper} tornano indietro: l’indirizzo non va più. Chiama e chiedi quello nuovo.',
    },
    'call-me-desk': {
      subject: 'Da richiamare: {category}, {day}',
      text: '{helper} ha risposto a un SMS con “chiamatemi”. Riguarda {category}, {day} alle {time}.',
    },
    'sms-answer-noted': {
      subject: 'La tua risposta',
      text: 'Grazie, abbiamo la tua risposta. Tel {desk}',
    },
    'sms-answer-called': {
      subject: 'La tua risposta',
      text: 'Va bene, ti chiamiamo noi. Se è urgente chiama: {desk}',
    },
    'sms-answer-several': {
      subject: 'La tua risposta',
      text: 'Ti abbiamo chiesto più cose, e non sappiamo a quale rispondi. Ti chiamiamo noi. Tel {desk}',
    },
    'sms-answer-late': {
      subject: 'La tua risposta',
      text: 'Questa domanda è già chiusa, la tua risposta non cambia niente. Domande? Chiama: {desk}',
    },
    'sms-answer-unclear': {
      subject: 'La tua risposta',
      text: 'Non abbiamo capito la risposta. Scrivi solo una cifra, oppure chiama: {desk}',
    },
    'guardian-refused': {
      subject: 'Questa volta no: {category}, {day}',
      text: 'La visita {category} di {day} non si farà con te. Non dipende da te.\nGrazie per il tuo sì. Domande? Chiama: {desk}',
    },
    'guardian-refused-desk': {
      subject: 'La famiglia ha detto no: {category}, {day}',
      text: 'Per {category} di {day} alle {time} la famiglia preferisce un’altra persona al posto di {helper}.',
    },
    'assignment-cancelled': {
      subject: 'Annullato: {category}, {day}',
      text: '{visits, plural, one {La visita è annullata:} other {Tutte le # visite sono annullate:}} {category}, da {day} alle {time}.\nDomande? Chiama: {desk}',
    },
    'seat-cancelled': {
      subject: 'Annullato: {category}, {day}',
      text: 'La visita {category} di {day} alle {time} è annullata.\nDomande? Chiama: {desk}',
    },
    'replacement-sought': {
      subject: 'Cerchiamo un’altra persona: {category}, {day}',
      text: 'Chi doveva venire per {category} di {day} alle {time} non può. Cerchiamo un’altra persona.\nTi faremo sapere. Chiama quando vuoi: {desk}',
    },
    'replacement-sought-desk': {
      subject: 'Serve un sostituto: {category}, {day}',
      text: '{helper} non può venire per {category} di {day} alle {time}. Cerca un sostituto.',
    },
    'replacement-asked': {
      subject: 'Puoi sostituire una persona? {category}, {day}',
      text: 'Una persona non può venire. Puoi andare tu {day} dalle {time} alle {until}, per: {category}?\nLo chiediamo anche ad altri: il primo sì prende il posto. Anche un no va bene.\nRispondi sulla tua pagina, oppure chiama: {desk}',
    },
    'replacement-taken': {
      subject: 'Grazie, abbiamo già trovato: {category}, {day}',
      text: 'Per {category} di {day} alle {time} non serve più nessuno. Non devi fare niente.\nGrazie lo stesso, davvero. Domande? Chiama: {desk}',
    },
    'not-replaced': {
      subject: 'Non abbiamo trovato nessuno: {category}, {day}',
      text: 'Ci dispiace. Per {category} di {day} alle {time} non abbiamo trovato nessuno al posto di chi non poteva.\nChiama subito: {desk}. Ti aiutiamo noi.',
    },
    'not-replaced-desk': {
      subject: 'Nessun sostituto: {category}, {day}',
      text: 'Nessuno è stato trovato al posto di {helper} per {category} di {day} alle {time}. Chiama la famiglia.',
    },
    'regime-asked': {
      subject: 'Va bene un altro tipo di aiuto? {category}, {day}',
      text: 'Per {category} di {day} alle {time} qualcuno potrebbe venire, ma con un altro tipo di aiuto di quello che hai scelto.\nDicci sulla tua pagina se va bene, solo per questa volta. Preferisci parlare? Chiama: {desk}',
    },
    'seat-no-show': {
      subject: 'La visita non c’è stata: {category}, {day}',
      text: 'Ci hanno detto: la visita {category} di {day} alle {time} non c’è stata.\nNon è vero, o ti serve aiuto ora? Chiama: {desk}',
    },
    'seat-no-show-desk': {
      subject: 'Visita mancata: {category}, {day}',
      text: 'La visita {category} con {helper} di {day} alle {time} non c’è stata. Chiama tutte e due le parti.',
    },
    'no-show-contested': {
      subject: 'Lo guardiamo insieme: {category}, {day}',
      text: 'Per {category} di {day} alle {time} le due parti raccontano cose diverse. Può succedere.\nGuardiamo noi e vi chiamiamo. Puoi anche chiamare tu: {desk}',
    },
    'no-show-contested-desk': {
      subject: 'Visita mancata? {category}, {day}',
      text: 'Per {category} con {helper} di {day} alle {time} una parte dice che la visita è mancata, l’altra dice di no. Senti tutte e due le parti e decidi.',
    },
    'seat-arrived': {
      subject: '{helper}: arrivo confermato',
      text: '{helper} ha segnato l’arrivo per {category}, {day} alle {time}.',
    },
    'seat-handed-over': {
      subject: 'Consegna fatta: {category}',
      text: '{helper} ha segnato la consegna per {category}, {day} alle {time}.\nQualcosa non va? Chiama subito: {desk}',
    },
    'seat-late-family': {
      subject: '{helper} è lì con voi? {category}, {time}',
      text: '{helper} non ha ancora segnato l’arrivo per {category} alle {time}.\nVa tutto bene? Se no, chiama subito: {desk}',
    },
    'seat-late-helper': {
      subject: 'Tocca “Sono qui”: {category}, {time}',
      text: 'Non hai ancora segnato l’arrivo per {category} alle {time}.\nTocca “Sono qui” sulla tua pagina. Hai un ritardo o non puoi? Chiama subito: {desk}',
    },
    'seat-late-desk': {
      subject: 'Manca l’arrivo: {category}, {time}',
      text: '{helper} non ha segnato l’arrivo per {category}, {day} alle {time}. Chiama.',
    },
    'hand-over-late-family': {
      subject: 'Siete di nuovo insieme? {category}, {until}',
      text: '{helper} non ha ancora segnato la consegna per {category}. La fine era alle {until}.\nVa tutto bene? Se no, chiama subito: {desk}',
    },
    'hand-over-late-helper': {
      subject: 'Tocca “Consegna fatta”: {category}, {until}',
      text: 'Non hai ancora segnato la consegna per {category}. La fine era alle {until}.\nTocca “Consegna fatta” sulla tua pagina. Serve più tempo? Chiama subito: {desk}',
    },
    'hand-over-late-desk': {
      subject: 'Manca la consegna: {category}, {until}',
      text: '{helper} non ha segnato la consegna per {category}, {day}, fine alle {until}. Chiama.',
    },
    'hours-due': {
      subject: 'Quanto è durata? {category}, {day}',
      text: 'La visita {category} di {day} alle {time} è finita. Grazie!\nScrivi sulla tua pagina quanto tempo è durata.',
    },
    'seat-reminder-helper': {
      subject: 'A presto: {category}, {day}',
      text: 'Un promemoria: {category}, {day} dalle {time} alle {until}. Ti aspettano.\nCi sarai? Dillo sulla tua pagina con “Ci sarò”. Non puoi? Chiama subito: {desk}',
    },
    'seat-reminder-family': {
      subject: 'A presto: {category}, {day}',
      text: 'Un promemoria: {helper} viene per {category}, {day} dalle {time} alle {until}.\nÈ cambiato qualcosa? Chiama subito: {desk}',
    },
    'hours-to-confirm': {
      subject: 'È giusto? {category}, {day}',
      text: 'Per {category} di {day} qualcuno ha scritto: {minutes, plural, one {# minuto} other {# minuti}}.\nÈ giusto? Rispondi sì o no sulla tua pagina. Se non dici niente, vale come sì dopo {autoConfirmDays, plural, one {# giorno} other {# giorni}}.\nDomande? Chiama: {desk}',
    },
    'hours-disputed': {
      subject: 'Lo sistemiamo: {category}, {day}',
      text: 'Per {category} di {day} ci sono due tempi diversi. Può succedere.\nGuardiamo noi e ti chiamiamo. Puoi anche chiamare tu: {desk}',
    },
    'hours-disputed-desk': {
      subject: 'Tempo da sistemare: {category}, {day}',
      text: 'Per {category} di {day} alle {time} le due parti non sono d’accordo sul tempo. Sistema la cosa.',
    },
    'hours-settled': {
      subject: 'Il tempo è sistemato: {category}, {day}',
      text: 'Per {category} di {day} abbiamo scritto: {minutes, plural, one {# minuto} other {# minuti}}.\nDomande? Chiama: {desk}',
    },
    'hours-confirmed': {
      subject: 'Il tempo è confermato: {category}, {day}',
      text: 'Per {category} di {day} abbiamo contato {minutes, plural, one {# minuto} other {# minuti}}. Grazie!',
    },
    'answer-recorded-yes': {
      subject: 'Abbiamo scritto il tuo sì: {category}, {day}',
      text: 'A voce ci hai detto di sì per {category}, {day} dalle {time} alle {until}. L’abbiamo scritto noi per te.\nNon è così, o hai cambiato idea? Chiama subito: {desk}',
    },
    'answer-recorded-no': {
      subject: 'Abbiamo scritto il tuo no: {category}, {day}',
      text: 'A voce ci hai detto di no per {category}, {day} dalle {time} alle {until}. L’abbiamo scritto noi per te. Va bene così.\nNon è così? Chiama: {desk}',
    },
    'answer-recorded-hours': {
      subject: 'Abbiamo scritto il tempo che ci hai detto: {category}, {day}',
      text: 'A voce ci hai detto quanto è durato {category} di {day}: {minutes, plural, one {# minuto} other {# minuti}}. L’abbiamo scritto noi per te.\nNon è giusto? Chiama: {desk}',
    },
    'answer-recorded-hours-wrong': {
      subject: 'Abbiamo scritto che non è giusto: {category}, {day}',
      text: 'A voce ci hai detto che quanto è scritto di {category}, {day} alle {time}, non è giusto. L’abbiamo scritto noi per te. Adesso guardiamo e ti chiamiamo.\nNon ce l’hai detto? Chiama: {desk}',
    },
    'answer-recorded-question': {
      subject: 'Abbiamo scritto la tua risposta: {category}',
      text: 'A voce hai risposto alla nostra domanda sulla tua richiesta: {category}, {day}. L’abbiamo scritto noi per te: adesso la ricerca va avanti.\nNon è così? Chiama: {desk}',
    },
    'answer-recorded-choice': {
      subject: 'Abbiamo scritto quello che ci hai detto sui tuoi dati',
      text: 'A voce ci hai detto che cosa accetti, o che cosa serve sapere di chi affidi. L’abbiamo scritto noi per te.\nNon è così, o hai cambiato idea? Chiama: {desk}',
    },
    'exchange-to-confirm': {
      subject: 'Avete scambiato tempo? {category}',
      text: 'Una persona ha scritto che avete scambiato {minutes, plural, one {# minuto} other {# minuti}}: {category}, {happenedOn}.\nÈ giusto? Rispondi sì o no sulla tua pagina. Domande? Chiama: {desk}',
    },
    'exchange-confirmed': {
      subject: 'Scambio confermato: {category}',
      text: 'Il tuo scambio è confermato: {minutes, plural, one {# minuto} other {# minuti}}, {category}, {happenedOn}.',
    },
    'exchange-reversed': {
      subject: 'Scambio annullato: {category}',
      text: 'Il tuo scambio è annullato: {minutes, plural, one {# minuto} other {# minuti}}, {category}, {happenedOn}. Il tempo è tornato come prima.\nDomande? Chiama: {desk}',
    },
    'join-request-waiting-desk': {
      subject: 'Qualcuno chiede di iscriversi',
      text: 'Una persona chiede di iscriversi, o è stata segnalata. Guarda chi è e rispondi.',
    },
    'referral-asked-desk': {
      subject: 'Da guardare: {organisation} condivide',
      text: '{organisation} chiede di condividere con voi una persona o una famiglia, fino al giorno {validUntil}. Guarda e rispondi.',
    },
    'referral-accepted-desk': {
      subject: '{organisation} ha detto sì',
      text: '{organisation} ha accettato la condivisione, fino al giorno {validUntil}.',
    },
    'referral-refused-desk': {
      subject: '{organisation} ha detto no',
      text: '{organisation} non ha accettato la condivisione. Guarda che cos’altro può aiutare.',
    },
    'referral-revoked-desk': {
      subject: 'Condivisione finita: {organisation}',
      text: '{organisation} ha chiuso una condivisione prima del giorno {validUntil}. Da ora vede solo chi segue il caso da prima.',
    },
    'referral-shared': {
      subject: 'Anche {organisation} ti aiuta',
      text: 'Da ora anche {organisation} vede quello che serve per aiutarti, fino al giorno {validUntil}.\nNon va bene per te, o hai domande? Chiama: {desk}',
    },
    'funds-missing': {
      subject: 'Mancano ore: {category}, {day}',
      text: 'Per {category} di {day} alle {time} le tue ore non bastano.\nTranquilli, troviamo insieme un modo. Chiama: {desk}',
    },
    'funds-missing-desk': {
      subject: 'Mancano ore: {category}, {day}',
      text: 'Né le ore della famiglia né il fondo bastano per {category} di {day} alle {time}. Chiama la famiglia.',
    },
  },
};
