import type { MessageId } from '../messages/message-ids.js';

const ANSWER = 'Rispondi 1 sì, 2 no, 3 chiamatemi. Tel {desk}';
const MORE = '{visits, plural, one {} other { e altre volte, # in tutto}}';

export const smsIt = {
  'new-device': 'Nuovo accesso a tuo nome: {day} alle {time}. Non eri tu? Chiama subito: {desk}',
  'second-factor-added':
    'Nuovo modo di entrare a tuo nome: {day} alle {time}. Non eri tu? Chiama subito: {desk}',
  'second-factor-removed':
    'Tolto un modo di entrare a tuo nome: {day} alle {time}. Non eri tu? Chiama subito: {desk}',
  'second-factor-reset':
    'Secondo passaggio azzerato: {day} alle {time}. Non lo volevi? Chiama subito: {desk}',
  'request-needs-info': 'Ci serve sapere una cosa sulla tua richiesta. Chiama: {desk}',
  'request-unmet': 'Ci dispiace, per ora non abbiamo trovato nessuno. Chiama: {desk}',
  'request-withdrawn': 'La tua richiesta è chiusa: non verrà nessuno. Serve ancora aiuto? Chiama: {desk}',
  'visit-cancelled': `Annullato: {day} alle {time}${MORE}. Domande? Chiama: {desk}`,
  'visit-closed': `Annullato: {day} alle {time}${MORE}, perché quel giorno è chiuso. Domande? Chiama: {desk}`,
  'household-moved-helper':
    'Le visite da {day} alle {time} sono in un altro posto. Non va più bene? Chiama: {desk}',
  'visit-offered': 'La visita di {day} alle {time} si può fare di nuovo. La vuoi? Chiama: {desk}',
  'credential-expiring': 'Un tuo documento scade presto. Chiamaci per rinnovarlo insieme: {desk}',
  'credential-expired': 'Un tuo documento è scaduto. Chiamaci, ti aiutiamo: {desk}',
  'helper-asked': `Puoi aiutare {day} dalle {time} alle {until}${MORE}? ${ANSWER}`,
  'guardian-asked': `{helper} può venire {day} dalle {time} alle {until}${MORE}. Va bene? ${ANSWER}`,
  'visit-confirmed-helper': `Deciso: ti aspettano {day} dalle {time} alle {until}${MORE}. Non puoi? Chiama: {desk}`,
  'visit-confirmed-family': `Deciso: {helper} viene {day} dalle {time} alle {until}${MORE}. Cambia qualcosa? Chiama: {desk}`,
  'guardian-refused': 'La visita di {day} alle {time} non si farà con te. Grazie del tuo sì. Tel {desk}',
  'assignment-cancelled': `Annullato: {day} alle {time}${MORE}. Domande? Chiama: {desk}`,
  'seat-cancelled': 'Annullato: {day} alle {time}. Domande? Chiama: {desk}',
  'replacement-sought': "Chi doveva venire {day} alle {time} non può. Cerchiamo un'altra persona. Tel {desk}",
  'replacement-asked': `Una persona non può venire. Puoi andare tu {day} dalle {time} alle {until}? ${ANSWER}`,
  'replacement-taken': 'Per {day} alle {time} abbiamo già trovato. Grazie lo stesso! Tel {desk}',
  'not-replaced': 'Ci dispiace: per {day} alle {time} non abbiamo trovato nessuno. Chiama subito: {desk}',
  'regime-asked':
    'Per {day} alle {time} possiamo trovare aiuto, ma di un altro tipo. Va bene? Chiama: {desk}',
  'seat-no-show': "Ci hanno detto: la visita di {day} alle {time} non c'è stata. Non è vero? Chiama: {desk}",
  'no-show-contested':
    'Per {day} alle {time} le due parti raccontano cose diverse. Vi chiamiamo noi. Tel {desk}',
  'seat-arrived': "{helper} ha segnato l'arrivo, {day} alle {time}. Tel {desk}",
  'seat-handed-over': '{helper} ha segnato la consegna, {day}. Qualcosa non va? Chiama: {desk}',
  'seat-late-family':
    "{helper} non ha ancora segnato l'arrivo delle {time}. Va tutto bene? Se no, chiama: {desk}",
  'seat-late-helper':
    'Ti aspettavano alle {time}. Sei lì? Rispondi 4. Hai un ritardo? Rispondi 3 o chiama: {desk}',
  'hand-over-late-family':
    '{helper} non ha ancora segnato la consegna delle {until}. Va tutto bene? Se no, chiama: {desk}',
  'hand-over-late-helper':
    'La fine era alle {until}. Consegna fatta? Rispondi 5. Serve tempo? Rispondi 3 o chiama: {desk}',
  'seat-late-desk': "Manca l'arrivo di {helper}, {day} alle {time}. Chiama.",
  'hand-over-late-desk': 'Manca la consegna di {helper}, {day}, fine alle {until}. Chiama.',
  'hours-due': 'Grazie per {day}! Quanto tempo è durata la visita? Diccelo: {desk}',
  'seat-reminder-helper':
    'A presto: {day} dalle {time} alle {until}. Quando arrivi rispondi 4, a consegna fatta 5. Non puoi? Chiama: {desk}',
  'seat-reminder-family':
    'A presto: {helper} viene {day} dalle {time} alle {until}. Cambia qualcosa? Chiama: {desk}',
  'hours-to-confirm': `Per {day}: {minutes, plural, one {# minuto} other {# minuti}}. Giusto? ${ANSWER}`,
  'hours-disputed': 'Per {day} ci sono due tempi diversi. Può succedere: vi chiamiamo noi. Tel {desk}',
  'answer-recorded-yes':
    'Abbiamo scritto il tuo sì per {day} dalle {time} alle {until}. Non è così? Chiama: {desk}',
  'answer-recorded-no': 'Abbiamo scritto il tuo no per {day} alle {time}. Non è così? Chiama: {desk}',
  'answer-recorded-hours':
    'Per {day} abbiamo scritto quanto ci hai detto: {minutes, plural, one {# minuto} other {# minuti}}. Non è giusto? Chiama: {desk}',
  'answer-recorded-hours-wrong':
    'Per {day} abbiamo scritto che il tempo non è giusto, come ci hai detto. Non è così? Chiama: {desk}',
  'answer-recorded-question': 'Abbiamo scritto la tua risposta sulla richiesta. Non è così? Chiama: {desk}',
  'answer-recorded-choice':
    'Abbiamo scritto quello che ci hai detto sui tuoi dati. Non è così? Chiama: {desk}',
  'exchange-to-confirm': 'Qualcuno ha scritto uno scambio di tempo con te. Giusto? Chiama: {desk}',
  'sms-answer-noted': 'Grazie, abbiamo la tua risposta. Tel {desk}',
  'sms-answer-called': 'Va bene, ti chiamiamo noi. Se è urgente chiama: {desk}',
  'sms-answer-several':
    'Ti abbiamo chiesto più cose, e non sappiamo a quale rispondi. Ti chiamiamo noi. Tel {desk}',
  'sms-answer-late':
    'Questa domanda è già chiusa, la tua risposta non cambia niente. Domande? Chiama: {desk}',
  'sms-answer-unclear': 'Non abbiamo capito la risposta. Scrivi solo una cifra, oppure chiama: {desk}',
  'identity-link-asked':
    'Qualcuno ha chiesto di entrare come te con un servizio di accesso. Non sei tu? Chiama subito: {desk}',
  'identity-link-confirmed':
    "Da ora entri anche con il tuo servizio di accesso. Non l'hai chiesto tu? Chiama subito: {desk}",
  'funds-missing': 'Per {day} alle {time} le tue ore non bastano. Troviamo un modo, chiama: {desk}',
} satisfies Partial<Record<MessageId, string>>;
