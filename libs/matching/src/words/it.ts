import type { Lexicon } from './message-ids.js';

const PEOPLE = '{helpers, plural, one {# persona} other {# persone}}';
const MINUTES = '{minutes, plural, one {# minuto} other {# minuti}}';

export const it: Lexicon = {
  weekdays: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'],
  bands: { morning: 'mattina', afternoon: 'pomeriggio', evening: 'sera', night: 'notte' },
  when: '{weekday} {band}',
  sentences: {
    'why-preference': 'La famiglia ha chiesto di te.',
    'why-continuity':
      'Vi conoscete già: vi siete visti {visitsTogether, plural, one {una volta} other {# volte}}.',
    'why-travel': 'Sono {minutes, plural, one {# minuto} other {# minuti}} di strada da te.',
    'why-skill': 'Conosci la materia che serve.',
    'why-language': 'Parli una lingua che la famiglia ha chiesto.',
    'why-newcomer': 'Non hai ancora avuto una visita: tocca a te.',
    'why-free': 'In questi orari hai tempo, come ci hai detto.',
    'term-serve': 'Prima di tutto: nessuna famiglia resta senza aiuto.',
    'term-continuity':
      '{visitsTogether, plural, =0 {Non si sono ancora conosciuti.} one {Si sono già visti una volta.} other {Si sono già visti # volte.}}',
    'term-travel':
      '{minutes, plural, one {# minuto} other {# minuti}} di strada, su {mostMinutes} al massimo.',
    'term-skill':
      '{subjects, plural, =0 {Non serve una materia.} other {Sa ciò che serve{extraSubjects, plural, =0 {} one {; ha anche # altra materia, utile ad altri} other {; ha anche altre # materie, utili ad altri}}.}}',
    'term-language':
      '{asked, plural, =0 {Va bene qualsiasi lingua.} other {Parla una lingua che la famiglia ha chiesto.}}',
    'term-waiting':
      'La famiglia aspetta da {days, plural, =0 {meno di un giorno} one {# giorno} other {# giorni}}.',
    'term-urgency':
      '{urgency, select, urgent {È urgente} soon {Serve presto} other {Non è urgente}}: {hoursAhead, plural, =0 {manca meno di un’ora} one {manca # ora} other {mancano # ore}}.',
    'term-fairness':
      '{neverPlaced, select, true {Non ha ancora aiutato nessuno: tocca a chi è nuovo.} other {{recentMinutes, plural, =0 {Nessun minuto dato} one {# minuto dato} other {# minuti dati}} nelle ultime otto settimane.}}',
    'term-reciprocity':
      '{inDebit, select, true {Ha ricevuto più di quanto ha dato: così può ricambiare.} other {Non ha ore da ricambiare.}}',
    'term-preference':
      '{asked, select, true {La famiglia ha chiesto proprio questa persona.} other {La famiglia non ha chiesto questa persona.}}',
    'check-credentials': 'Controlli richiesti: {required}, tutti validi fino al {until} o oltre.',
    'check-no-credentials': 'Qui non serve nessun controllo.',
    'check-free': 'Ha tempo: {from}, per {minutes, plural, one {# minuto} other {# minuti}}.',
    'check-travel': 'La strada va bene: {minutes} minuti su {mostMinutes}.',
    'check-weekly-minutes':
      'Settimana: {used} minuti già promessi su {most}; questa proposta ne aggiunge {adds}.',
    'check-insured': 'È assicurata dal {since}.',
    'check-no-insurance': 'Qui non serve l’assicurazione.',
    'check-not-blocked': 'Nessuno dei due ha bloccato l’altro.',
    'scarcity-contested':
      'Ore molto richieste: {families, plural, one {un’altra famiglia chiede le stesse persone} other {altre # famiglie chiedono le stesse persone}}, e {waiting, plural, =0 {ogni aiuto in più serve} one {una è ancora senza aiuto} other {# sono ancora senza aiuto}}. Possono venire: {helpers}.',
    'scarcity-wanted':
      'Ore richieste: {families, plural, =0 {poche persone libere} one {un’altra famiglia chiede le stesse persone} other {altre # famiglie chiedono le stesse persone}}. Possono venire: {helpers}. Senza aiuto: {waiting}.',
    'scarcity-quiet':
      'Ore tranquille: chi può venire ({helpers}) basta per tutti. Altre famiglie che chiedono: {families}. Senza aiuto: {waiting}.',
    'next-needed-elsewhere': 'Serve di più a un’altra famiglia.',
    'next-lower-score':
      'Meno adatta: {fewer, plural, one {# punto} other {# punti}} in meno per questa visita.',
    'cost-nothing': 'Scegliere questa persona non costa niente al piano.',
    'cost-exact': 'Scegliere questa persona costa al piano {points, plural, one {# punto} other {# punti}}.',
    'cost-about':
      'Scegliere questa persona costa al piano circa {points, plural, one {# punto} other {# punti}}, al massimo {most}.',
    'cost-at-least':
      'Scegliere questa persona costa al piano almeno {least, plural, one {# punto} other {# punti}}, a stima {points}.',
    'cost-visits':
      'Scegliere questa persona lascia {visits, plural, one {# visita} other {# visite}} senza aiuto.',
    'cost-unknown': 'Questa persona non ha più posto per questa visita: ha già altri impegni.',
    'rule-category': 'Nessuno offre questo aiuto.',
    'rule-regime': `Solo in un altro modo (volontariato o banca del tempo): ${PEOPLE}.`,
    'rule-own-household': `Della stessa famiglia, nessuno aiuta sé stesso: ${PEOPLE}.`,
    'rule-blocked': `Famiglia e persona non vogliono incontrarsi: ${PEOPLE}.`,
    'rule-turned-down': `Per questa richiesta c’è già stato un no: ${PEOPLE}.`,
    'rule-subjects': `Senza la materia richiesta: ${PEOPLE}.`,
    'rule-languages': `Senza la lingua richiesta: ${PEOPLE}.`,
    'rule-age-band': `Solo per altre età: ${PEOPLE}.`,
    'rule-mobility': `Senza l’aiuto a muoversi che serve: ${PEOPLE}.`,
    'rule-car-seats': `Senza i posti in auto che servono: ${PEOPLE}.`,
    'rule-municipality': `Solo in altri comuni: ${PEOPLE}.`,
    'rule-funds': `Mancano le ore per la banca del tempo: ${PEOPLE} in attesa.`,
    'rule-ceiling': `Con il massimo delle ore già raccolto: ${PEOPLE}.`,
    'rule-asked-today': `Con la chiamata di oggi già arrivata: ${PEOPLE}.`,
    'rule-asked-enough': `Già con abbastanza chiamate questa settimana: ${PEOPLE}.`,
    'rule-reach': `Troppo lontano: ${PEOPLE}.`,
    'rule-collection': `Senza permesso per il ritiro da questa scuola: ${PEOPLE}.`,
    'rule-credential': `A portata, ma senza un controllo richiesto: ${PEOPLE}.`,
    'rule-insurance': `Senza assicurazione in quel giorno: ${PEOPLE}.`,
    'rule-availability': `Senza tempo a quell’ora: ${PEOPLE}.`,
    'rule-overlap': `Già da un’altra famiglia a quell’ora: ${PEOPLE}.`,
    'rule-travel': `Troppo lontano dalla visita prima o dopo: ${PEOPLE}.`,
    'rule-weekly-minutes': `Senza più minuti in quella settimana: ${PEOPLE}.`,
    'rule-busy': `A quell’ora ha già un impegno chi potrebbe venire: ${PEOPLE}.`,
    'rule-cap': `Chi potrebbe venire non ha più minuti in quella settimana: ${PEOPLE}.`,
    'rule-outbid': `Chi potrebbe venire serve a quell’ora a un’altra famiglia: ${PEOPLE}.`,
    'outbid-by':
      '{category}: {visits, plural, one {# visita} other {# visite}} prima di questa, {term, select, continuity {perché si conoscono già} travel {perché la strada è più corta} skill {perché la materia è più adatta} language {per la lingua} waiting {perché aspettavano da più tempo} urgency {perché più urgenti} fairness {per dare un turno a tutti} reciprocity {per ricambiare ore} preference {perché chiesto dalla famiglia} other {perché non c’è posto per tutti}}.',
    'change-availability': `Tutto il resto va bene per ${PEOPLE}: basta averne una libera {from}, per ${MINUTES}.`,
    'change-credential': `Tutto il resto va bene per ${PEOPLE}: basta per una di loro ciò che manca, {credentials}.`,
    'change-reach': `Tutto il resto va bene per ${PEOPLE}: bastano per una di loro ${MINUTES} di strada in più.`,
    'change-weekly-minutes': `Tutto il resto va bene per ${PEOPLE}: bastano da una di loro ${MINUTES} in più quella settimana.`,
    'change-insurance': `Tutto il resto va bene per ${PEOPLE}: basta assicurarne una in tempo.`,
    'change-collection': `Tutto il resto va bene per ${PEOPLE}: basta che la famiglia ne autorizzi una al ritiro da scuola.`,
    'change-overlap': `Tutto il resto va bene per ${PEOPLE}: basta spostare la visita a un’altra ora di quel giorno.`,
    'change-travel': `Tutto il resto va bene per ${PEOPLE}: basta spostare un po’ l’ora della visita.`,
    recruit:
      '{helpers, plural, one {Una persona in più} other {# persone in più}} per {category}, {when}, entro {minutes} minuti da {zone}, {helpers, plural, one {aiuterebbe} other {aiuterebbero}} {families, plural, one {una famiglia} other {# famiglie}} ({visits, plural, one {# visita} other {# visite}}).',
    'recruit-checked':
      '{helpers, plural, one {Una persona in più} other {# persone in più}} per {category}, {when}, entro {minutes} minuti da {zone}, con {credentials}, {helpers, plural, one {aiuterebbe} other {aiuterebbero}} {families, plural, one {una famiglia} other {# famiglie}} ({visits, plural, one {# visita} other {# visite}}).',
  },
};
