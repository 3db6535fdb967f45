import type { JoinWords } from './join-words.js';

export const joinIt: JoinWords = {
  invitation: {
    subject: 'Un invito da {community}',
    text: '{community} ti invita a iscriverti.\nApri il collegamento, oppure scrivi questo codice nella pagina: {code}\nNon ti interessa? Non fare niente.',
    button: 'Iscriviti',
    sms: '{community} ti invita. Apri {link}\noppure scrivi il codice {code}. Tel {desk}',
  },
  claim: {
    subject: 'La tua pagina su {community}',
    text: 'Finora ti abbiamo seguito noi per telefono. Adesso puoi avere la tua pagina: resta tutto com’è.\nApri il collegamento, oppure scrivi questo codice nella pagina: {code}\nPreferisci il telefono? Va bene anche così.',
    button: 'Apri la mia pagina',
    sms: '{community}: apri la tua pagina. Vai su {link}\noppure scrivi il codice {code}. Tel {desk}',
  },
  refer: {
    subject: 'Segnalare una famiglia a {community}',
    text: 'Con questo collegamento puoi segnalare a {community} una famiglia che è d’accordo.\nAprilo, oppure scrivi questo codice nella pagina: {code}\nNon darlo ad altri: vale per il tuo ente.',
    button: 'Segnala una famiglia',
    sms: '{community}: per segnalare una famiglia apri {link}\noppure scrivi il codice {code}. Tel {desk}',
  },
  code: {
    subject: 'Il tuo codice: {code}',
    text: 'Ecco il codice per iscriverti a {community}: {code}\nVale una volta, per 10 minuti, nel browser in cui l’hai chiesto.\nNon l’hai chiesto tu? Non fare niente.',
    sms: '{community}: il tuo codice è {code}. Vale 10 minuti. Non darlo a nessuno.',
  },
  known: {
    subject: 'Sei già dei nostri',
    text: 'Qualcuno, forse tu, vuole iscrivere questo indirizzo a {community}. Ma è già iscritto.\nSei tu? Entra con questo indirizzo.\nNon sei tu? Non fare niente.',
    button: 'Entra',
    sms: '{community}: questo numero è già iscritto. Entra da {link}\no chiama {desk}',
  },
  waits: {
    subject: 'La tua richiesta è già da noi',
    text: 'Abbiamo già la tua richiesta di iscriverti a {community}. La stiamo guardando e ti scriviamo.\nHai fretta? Chiama: {desk}',
    sms: '{community}: abbiamo già la tua richiesta, ti scriviamo. Tel {desk}',
  },
  welcome: {
    subject: 'Benvenuta, benvenuto in {community}',
    text: 'La tua iscrizione a {community} è fatta.\nPer entrare basta questo indirizzo: ti mandiamo un codice, senza password.\nSe qualcuno ti ha segnalato e non vuoi, chiama: {desk}',
    button: 'Entra',
    sms: '{community}: la tua iscrizione è fatta. Entra da {link}\nTel {desk}',
  },
  refused: {
    subject: 'La tua richiesta a {community}',
    text: 'Ci dispiace, non possiamo iscriverti a {community}.\nPerché: {reason}\nDomande? Chiama: {desk}',
    sms: '{community}: non possiamo accogliere la tua richiesta. Per sapere perché chiama {desk}',
  },
  'address-code': {
    subject: 'Il tuo codice: {code}',
    text: 'Vuoi entrare in {community} anche con questo indirizzo? Ecco il codice: {code}\nScrivilo nella pagina delle tue impostazioni. Vale una volta, per 10 minuti.\nNon l’hai chiesto tu? Non fare niente.',
    sms: '{community}: il codice per entrare con questo numero è {code}. Vale 10 minuti. Non darlo a nessuno.',
  },
  'address-taken': {
    subject: 'Questo indirizzo è già in uso',
    text: 'Qualcuno, forse tu, vuole entrare in {community} con questo indirizzo. Ma è già di una persona iscritta.\nSei tu? Entra con questo indirizzo, oppure chiama lo sportello: {desk}\nNon sei tu? Non fare niente.',
    button: 'Entra',
    sms: '{community}: questo numero è già di una persona iscritta. Entra da {link}\no chiama {desk}',
  },
  'address-changed': {
    subject: 'È cambiato come entri',
    text: 'In {community} è cambiato l’indirizzo o il telefono con cui entri.\nL’hai fatto tu? Va bene così.\nNon l’hai fatto tu? Chiama subito lo sportello: {desk}',
    sms: '{community}: è cambiato come entri. Non l’hai fatto tu? Chiama subito {desk}',
  },
};
