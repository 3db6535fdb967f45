import { session } from './session.js';
import { CODES, PROBLEMS } from './words-codes.js';

/** The page's words, Italian and English side by side so that none is missing. `{x}` is filled in. */
const WORDS = {
  tagline: [
    'Intreccio mette insieme le famiglie che chiedono una mano e chi ha del tempo da dare; una coordinatrice approva ogni incontro.',
    'Intreccio brings together families who ask for a hand and people who have time to give; a coordinator approves every meeting.',
  ],
  sample: ['Dimostrazione: tutte le persone sono inventate', 'Demonstration: all the people are invented'],
  be: ['Scegli chi vuoi essere', 'Choose who you want to be'],
  beOther: ['Diventa un’altra persona', 'Be somebody else'],
  youAre: ['Ora sei {name}', 'You are now {name}'],
  nobody: [
    'Premi un pulsante per entrare come quella persona. Non serve nessuna password.',
    'Press a button to be that person. No password is needed.',
  ],
  tour: [
    'Il giro completo: la famiglia chiede aiuto, la coordinatrice approva la proposta, il volontario accetta, la famiglia dice sì; poi sposta l’orologio, e le ore si dichiarano e si confermano.',
    'The whole round: the family asks, the coordinator approves the proposal, the helper accepts, the family says yes; then move the clock, and hours are declared and confirmed.',
  ],
  signOut: ['Esci', 'Sign out'],
  docs: ['API', 'API'],
  mailLink: ['Posta', 'Mail'],
  login: ['Entra con la posta', 'Sign in by mail'],
  clock: ['L’orologio della dimostrazione', 'The demonstration’s clock'],
  plusHour: ['+1 ora', '+1 hour'],
  nextMorning: ['Mattina dopo, 10:00', 'Next morning, 10:00'],
  plusDay: ['+1 giorno', '+1 day'],
  plusWeek: ['+1 settimana', '+1 week'],
  clockMoved: ['L’orologio è stato spostato', 'The clock was moved'],
  toStart: ['Sposta l’orologio all’inizio', 'Move the clock to the start'],
  toEnd: ['Sposta l’orologio alla fine', 'Move the clock to the end'],
  mail: ['La posta inviata', 'The mail that was sent'],
  mailHint: [
    'Nessuna mail e nessun SMS esce davvero: li vedi tutti qui.',
    'No mail and no text message really leaves: you see all of them here.',
  ],
  mailEmpty: [
    'Ancora nessuna mail. Arriva quando qualcuno entra con la posta o riceve una richiesta; dalle 21 alle 8 le richieste aspettano il mattino.',
    'No mail yet. It comes when somebody signs in by mail or is asked for help; from 21 to 8 requests wait for the morning.',
  ],
  mailTo: ['A: {to}', 'To: {to}'],
  smsTo: ['SMS a {to}', 'SMS to {to}'],
  smsReply: ['Rispondi {digit}', 'Reply {digit}'],
  beRecipient: ['Entra come questa persona', 'Be this person'],
  openLink: ['Apri il collegamento', 'Open the link'],
  mailLate: ['La mail per entrare non è arrivata. Riprova.', 'The sign-in mail did not come. Try again.'],
  loading: ['Un momento…', 'One moment…'],
  retry: ['Riprova', 'Try again'],
  more: ['Mostra altri', 'Show more'],
  done: ['Fatto', 'Done'],
  showNew: ['Mostra com’è ora', 'Show how it is now'],
  yes: ['Sì', 'Yes'],
  no: ['No', 'No'],
  reason: ['Motivo', 'Reason'],
  optional: ['facoltativo', 'optional'],
  minutes: ['Minuti', 'Minutes'],
  someone: ['una persona', 'a person'],
  visitsCount: ['{n} visite', '{n} visits'],
  visitOne: ['1 visita', '1 visit'],
  weeklyOn: ['ogni {days}, {times}, fino a {until}', 'every {days}, {times}, until {until}'],

  nextVisits: ['Prossime visite', 'Next visits'],
  visitsEmpty: [
    'Nessuna visita in programma. Chiedi aiuto: le visite compaiono qui.',
    'No visit planned. Ask for help: its visits appear here.',
  ],
  somebodyComes: ['Qualcuno viene', 'Somebody comes'],
  nobodyYet: ['Ancora nessuno', 'Nobody yet'],
  cancelVisit: ['Annulla questa visita', 'Cancel this visit'],
  myRequests: ['Le mie richieste', 'My requests'],
  requestsEmpty: [
    'Nessuna richiesta. Con il modulo qui accanto chiedi la prima.',
    'No request. Ask for the first with the form beside.',
  ],
  covered: ['{covered} di {visits} visite coperte', '{covered} of {visits} visits covered'],
  withdraw: ['Ritira la richiesta', 'Withdraw the request'],
  withdrawn: ['Richiesta ritirata', 'Request withdrawn'],
  waitingYes: ['Chi verrebbe: aspetta il tuo sì', 'Who would come: waits for your yes'],
  waitingYesEmpty: [
    'Nessuno da approvare. Quando una persona nuova accetta, la vedi qui e decidi tu.',
    'Nobody to approve. When somebody new accepts, you see them here and you decide.',
  ],
  speaks: ['Parla: {languages}', 'Speaks: {languages}'],
  checked: ['Verifiche superate: {checks}', 'Checks passed: {checks}'],
  guardianYes: ['Sì, va bene', 'Yes, fine'],
  guardianNo: ['No, grazie', 'No, thank you'],
  comes: ['Chi viene', 'Who comes'],
  comesEmpty: ['Ancora nessuna persona confermata.', 'Nobody is confirmed yet.'],
  call: ['Telefono: {phone}', 'Phone: {phone}'],
  hoursToConfirm: ['Ore da confermare', 'Hours to confirm'],
  hoursEmpty: [
    'Niente da confermare. Dopo una visita le ore dichiarate arrivano qui.',
    'Nothing to confirm. After a visit the declared hours come here.',
  ],
  confirmHours: ['Conferma {hours}', 'Confirm {hours}'],
  hoursConfirmed: ['Ore confermate', 'Hours confirmed'],
  dispute: ['Non è giusto', 'That is not right'],
  sendDispute: ['Manda allo sportello', 'Send to the desk'],
  ask: ['Chiedi aiuto', 'Ask for help'],
  kind: ['Tipo di aiuto', 'Kind of help'],
  day: ['Giorno', 'Day'],
  from: ['Dalle', 'From'],
  to: ['Alle', 'To'],
  repeat: ['Quante volte', 'How often'],
  once: ['Una volta', 'Once'],
  weekly: ['Ogni settimana', 'Every week'],
  until: ['Fino al giorno', 'Until the day'],
  children: ['Per chi', 'For whom'],
  subject: ['Materia', 'Subject'],
  dropOffZone: ['Dove portare: zona', 'Where to bring: zone'],
  dropOffAddress: ['Dove portare: indirizzo', 'Where to bring: address'],
  how: ['Come', 'How'],
  gift: ['Come dono, da un volontario', 'As a gift, from a volunteer'],
  timebank: [
    'Con le ore della banca del tempo (ne hai {hours})',
    'With hours of the time bank (you have {hours})',
  ],
  note: ['Cosa deve sapere chi ti aiuta', 'What the helper should know'],
  noteHint: ['Facoltativo. Non scrivere dati sulla salute.', 'Optional. Write nothing about health.'],
  sendRequest: ['Invia la richiesta', 'Send the request'],
  sent: [
    'Richiesta inviata. Cerchiamo subito: la coordinatrice vede la proposta fra qualche secondo.',
    'Request sent. We look at once: the coordinator sees the proposal in a few seconds.',
  ],

  balance: ['Le mie ore', 'My hours'],
  saldo: ['saldo', 'balance'],
  held: ['promesse a visite future', 'promised to coming visits'],
  statement: ['Movimenti', 'What moved them'],
  statementEmpty: [
    'Nessun movimento. Le ore si muovono quando due persone le confermano.',
    'Nothing moved. Hours move when two people confirm them.',
  ],
  inbox: ['Avvisi', 'Inbox'],
  inboxEmpty: [
    'Nessun avviso. Qui arriva tutto quello che devi sapere.',
    'No notice. All you must know comes here.',
  ],
  unread: ['nuovo', 'new'],
  markRead: ['Segna come letto', 'Mark as read'],
  whoRead: ['Chi ha letto i miei dati', 'Who read my data'],
  whoReadHint: [
    'Ogni lettura dei dati di una famiglia resta scritta.',
    'Every read of a family’s data stays written.',
  ],
  whoReadEmpty: ['Nessuno ha ancora letto i tuoi dati.', 'Nobody has read your data yet.'],
  me: ['Tu', 'You'],
  system: ['Il sistema', 'The system'],
  person: ['Persona …{id}', 'Person …{id}'],

  toAnswer: ['Ti chiedono una mano', 'You are asked for a hand'],
  toAnswerEmpty: [
    'Nessuna richiesta in attesa. Quando la coordinatrice approva una proposta per te, la vedi qui. Nella posta trovi le richieste mandate agli altri: puoi entrare come loro.',
    'No request waits. When the coordinator approves a proposal for you, you see it here. The mail shows those sent to others: you can be them.',
  ],
  answerBy: ['Rispondi entro {when}', 'Answer by {when}'],
  ages: ['Età: {ages}', 'Age: {ages}'],
  accept: ['Accetto', 'I accept'],
  decline: ['Non posso', 'I cannot'],
  firstTime: [
    'Prima volta con questa famiglia: dopo di te decide anche la famiglia.',
    'First time with this family: after you the family decides too.',
  ],
  accepted: ['Hai accettato', 'You accepted'],
  seats: ['Le mie visite', 'My visits'],
  seatsEmpty: [
    'Nessuna visita confermata. Appena una proposta è confermata, qui trovi giorno e indirizzo.',
    'No confirmed visit. As soon as a proposal is confirmed, day and address are here.',
  ],
  waitsGuardian: [
    'Hai accettato: aspettiamo il sì della famiglia.',
    'You accepted: we wait for the family’s yes.',
  ],
  reconfirm: ['Ci sarò', 'I will come'],
  arrived: ['Sono qui', 'I am here'],
  handedOver: ['Bambini affidati', 'Handed over'],
  finish: ['Visita finita', 'Visit done'],
  declare: ['Dichiara {hours}', 'Declare {hours}'],
  declareOther: ['Un altro numero di minuti', 'Another number of minutes'],
  declareSend: ['Dichiara', 'Declare'],
  declared: ['Ore dichiarate: ora l’altra parte le conferma', 'Hours declared: now the other side confirms'],
  cannotCome: ['Non posso venire', 'I cannot come'],
  sendCannot: ['Libera la visita', 'Free the visit'],
  handOverTo: ['Ti aspetta {name}', '{name} expects you'],
  myWeek: ['La mia settimana', 'My week'],
  weekEmpty: ['Nessun orario indicato.', 'No hours given.'],
  weekMost: ['Al massimo {hours} a settimana', 'At most {hours} a week'],
  paused: ['In pausa fino a {day}', 'Paused until {day}'],

  justAsked: ['Appena chiesta qui', 'Just asked for here'],
  proposals: ['Proposte da approvare', 'Proposals to approve'],
  proposalsEmpty: [
    'Nessuna proposta in attesa. Le prossime arrivano con la prossima ricerca.',
    'No proposal waits. The next come with the next run.',
  ],
  choose: ['Scegli una proposta dall’elenco.', 'Choose a proposal from the list.'],
  firstTogether: ['Prima volta', 'First time'],
  why: ['Perché questa proposta', 'Why this proposal'],
  checks: ['Controlli', 'Checks'],
  nextBest: ['Altre persone possibili', 'Other possible people'],
  noOther: ['Nessun’altra persona rispetta tutte le regole.', 'Nobody else keeps all the rules.'],
  points: ['{n} punti', '{n} points'],
  fewer: ['{n} punti in meno: {terms}', '{n} points fewer: {terms}'],
  elsewhere: ['Serve di più in un’altra visita', 'Needed more at another visit'],
  approve: ['Approva', 'Approve'],
  approved: [
    'Approvata: {name} riceve la richiesta fra {n} secondi',
    'Approved: {name} is asked in {n} seconds',
  ],
  approvedSent: [
    'Approvata: la richiesta a {name} è partita (di notte parte alle 8)',
    'Approved: {name} is being asked (at night, at 8)',
  ],
  undo: ['Annulla l’approvazione', 'Undo the approval'],
  undone: ['Approvazione annullata', 'Approval undone'],
  reject: ['Rifiuta', 'Reject'],
  rejectTitle: ['Motivo del rifiuto', 'Reason for the rejection'],
  reject1: ['La famiglia preferisce un’altra persona', 'The family prefers somebody else'],
  reject2: ['Troppo lontano', 'Too far'],
  reject3: ['Già impegnata altrove', 'Already taken elsewhere'],
  rejectOther: ['Un altro motivo', 'Another reason'],
  rejected: [
    'Proposta rifiutata: si cerca un’altra persona',
    'Proposal rejected: somebody else is looked for',
  ],
  dates: ['Quando', 'When'],
  travelTo: ['{n} minuti di strada', '{n} minutes by road'],
  overridden: [
    'Regole messe da parte: {rules}. Motivo: {reason}',
    'Rules set aside: {rules}. Reason: {reason}',
  ],
  unmatched: ['Visite senza nessuno', 'Visits with nobody'],
  unmatchedEmpty: ['Tutte le visite hanno qualcuno.', 'Every visit has somebody.'],
  keptOut: ['Esclusi: {rules}', 'Kept out: {rules}'],
  runs: ['Ricerche di abbinamento', 'Matching runs'],
  runsEmpty: ['Nessuna ricerca ancora.', 'No run yet.'],
  runNow: ['Cerca adesso', 'Run now'],
  runAsked: ['Ricerca chiesta: il risultato compare fra poco', 'Run asked for: the result comes soon'],
  runLine: [
    '{proposed} nuove proposte, {kept} tenute, {unmatched} visite senza nessuno',
    '{proposed} new proposals, {kept} kept, {unmatched} visits with nobody',
  ],
  gap: ['Distanza dall’ottimo al più {gap} %', 'At most {gap} % from the optimum'],
  took: ['{s} secondi', '{s} seconds'],
  disputes: ['Ore contestate', 'Disputed hours'],
  disputesEmpty: ['Nessuna contestazione.', 'No dispute.'],
  settle: ['Decidi', 'Settle'],
  settled: ['Contestazione decisa', 'Dispute settled'],
  declaredMinutes: ['dichiarati {a}, contati {b}', 'declared {a}, counted {b}'],
  deliveries: ['Avvisi non recapitati', 'Failed deliveries'],
  deliveriesEmpty: ['Tutti gli avvisi sono arrivati.', 'Every notice arrived.'],
  deadLetters: ['Reazioni fallite', 'Dead letters'],
  deadLettersEmpty: [
    'Nessuna: tutto quello che doveva succedere è successo.',
    'None: all that had to happen has happened.',
  ],
  tries: ['{n} tentativi', '{n} attempts'],

  policies: ['Regole della comunità', 'The community’s policies'],
  policiesHint: [
    'Ogni regola vale da un giorno in poi; il passato tiene le sue.',
    'A policy holds from a day on; the past keeps its own.',
  ],
  policy: ['Regola', 'Policy'],
  value: ['Valore', 'Value'],
  members: ['Persone', 'People'],
  membersEmpty: ['Nessuna persona.', 'Nobody.'],
  since: ['nel registro da {day}', 'registered since {day}'],
  deskOnly: ['si raggiunge solo dallo sportello', 'reached by the desk alone'],
  audit: ['Registro degli accessi', 'Audit records'],
  auditEmpty: ['Nessun accesso registrato.', 'No access recorded.'],
  verify: ['Verifica la catena', 'Verify the chain'],
  verifyHint: [
    'Ogni registrazione è legata alla precedente: se una cambia, la catena si rompe.',
    'Each record is tied to the one before: if one changes, the chain breaks.',
  ],
  intact: ['La catena è intatta.', 'The chain is intact.'],
  broken: ['La catena è rotta alla registrazione {n}.', 'The chain is broken at record {n}.'],
  sealed: ['sigillo n. {n}', 'seal no. {n}'],
  notSealed: ['da sigillare', 'to be sealed'],
};

/** The words of a key in the chosen language. */
export function t(key, values = {}) {
  return fill(WORDS[key][side()], values);
}

/** The words of a code of the service; a code without words is shown as it is. */
export function say(table, code, values = {}) {
  const found = CODES[table][code];
  return found ? fill(found[side()], values) : String(code);
}

export const visitsOf = (n) => (n === 1 ? t('visitOne') : t('visitsCount', { n }));

const side = () => (session.language === 'it' ? 0 : 1);
const fill = (text, values) => text.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/** A problem in words: known codes in the chosen language, others as the service tells them. */
export function problemWords(error) {
  const phone = session.deskPhone;
  if (!('code' in error)) return { title: PROBLEMS.internal[side()], detail: '', fields: [] };
  const known = PROBLEMS[error.code]?.[side()];
  const detail = session.language === 'en' || !known ? error.detail : '';
  const help = error.status === 0 || error.status >= 500 ? `${phone ? `☎ ${phone}` : ''}` : '';
  return {
    title: known ?? error.title,
    detail: [detail, help].filter(Boolean).join(' '),
    fields: (error.errors ?? []).map(({ message }) => message),
  };
}
