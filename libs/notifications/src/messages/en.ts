import type { Language } from './message-ids.js';

export const en: Language = {
  footer: '{community}. Questions? Call us: {desk}',
  linkLabel: 'Open my page',
  someone: 'A helper',
  digest: {
    subject: '{count, plural, one {One thing for you} other {# things for you}}',
    intro: 'This is new:',
    more: '{count, plural, one {and one more, on your page} other {and # more, on your page}}',
  },
  unsubscribe: {
    linkLabel: 'Fewer mails like this',
    title: 'Fewer mails',
    question: 'No more mails like this one? Everything stays on your page.',
    button: 'Stop mails like this',
    done: 'Done. We send you no more mails like this one.\nYou changed your mind? Call us: {desk}',
  },
  hoursPage: {
    linkLabel: 'Confirm with one tap',
    button: 'Yes, that is right',
    signIn: 'Open my page',
    otherwise: 'Something else? Open your page and write how long it took, or call us: {desk}',
    open: {
      subject: 'Is this right?',
      text: '{category}, {day} from {time} to {until}, with {helper}.\nIt took {minutes, plural, one {# minute} other {# minutes}}.',
    },
    settled: {
      subject: 'Thank you, it is confirmed',
      text: '{category}, {day}: {minutes, plural, one {# minute} other {# minutes}}.\nThere is nothing more to do. Questions? Call us: {desk}',
    },
    disputed: {
      subject: 'We will sort it out',
      text: 'There are two different times for {category} on {day}. That happens.\nWe look into it and call you. You can also call us: {desk}',
    },
    over: {
      subject: 'This link is of no more use',
      text: 'The time to answer from here is over, or the visit has changed.\nOpen your page to see how it stands, or call us: {desk}',
    },
  },
  push: { title: 'Intreccio', body: 'There is something new for you. Tap to read it.' },
  calendar: {
    comes: '{category}: {helper} comes',
    details: 'Everything else is on your page: {url}\nQuestions? Call us: {desk}',
  },
  signIn: {
    subject: 'Your code: {code}',
    text: 'Here is your code: {code}\nIt works once, for 10 minutes. Use it in the browser where you asked for it.\nYou did not ask? Then do nothing. Nobody gets in without this code.',
    linkLabel: 'Sign in with one tap',
    footer: 'Intreccio. Never give this code to anyone, not even to us.',
    sms: 'Intreccio: your code is {code}. It works for 10 minutes. Give it to nobody, not even to us.',
  },
  messages: {
    'request-received': {
      subject: 'We have your request: {category}',
      text: 'Thank you. We have your request: {category}, first time {day} at {time}.\nWe are now looking for someone. You will hear from us.\nDid something change? Call us: {desk}',
    },
    'request-received-desk': {
      subject: 'New request: {category}',
      text: 'A family asks for help: {category}, first time {day} at {time}.',
    },
    'request-withdrawn': {
      subject: 'Your request is closed: {category}',
      text: 'The request {category} is withdrawn. Nobody will come.\nNeed help again? Call us: {desk}',
    },
    'request-withdrawn-desk': {
      subject: 'Request withdrawn: {category}',
      text: 'The family withdrew the request {category}, first time {day} at {time}.',
    },
    'request-needs-info': {
      subject: 'One question about your request: {category}',
      text: 'We need to know a little more about your request: {category}.\nOpen your page, or call us: {desk}. We will help you.',
    },
    'request-unmet': {
      subject: 'We have found nobody yet: {category}',
      text: 'We are sorry. For {category} we have found nobody.\nCall us: {desk}. Let us think together what else could help.',
    },
    'request-unmet-desk': {
      subject: 'Nobody found: {category}',
      text: 'A request is closed as unmet: {category}, first time {day} at {time}. Please call the family.',
    },
    'visit-cancelled': {
      subject: 'Cancelled: {category}, {day}',
      text: '{visits, plural, one {The visit is cancelled:} other {# visits are cancelled:}} {category}, {day} at {time}.\nQuestions? Call us: {desk}',
    },
    'visit-closed': {
      subject: 'Closed that day: {category}, {day}',
      text: '{visits, plural, one {The visit does not take place, because that day is closed:} other {# visits do not take place, because those days are closed:}} {category}, {day} at {time}.\nQuestions? Call us: {desk}',
    },
    'household-moved-helper': {
      subject: 'The place has changed: {category}, {day}',
      text: 'The coming visits are at another place, from {day} at {time}: {category}. On your page you find where to go.\nIs that no longer fine for you? Call us: {desk}',
    },
    'household-moved-desk': {
      subject: 'A family has moved: {category}, {day}',
      text: 'A family has another address. {visits, plural, one {The visit that is settled stays} other {The # visits that are settled stay}}, from {day} at {time}. Please see whether it still suits the helper.',
    },
    'visit-offered': {
      subject: 'Would you like it again? {category}, {day}',
      text: '{visits, plural, one {The day is not closed any more. Would you like this visit again?} other {The days are not closed any more. Would you like these # visits again?}} {category}, {day} at {time}.\nTell us on your page, or call us: {desk}. If you say nothing, nobody will come.',
    },
    'visit-blocked-desk': {
      subject: 'A visit to look at: {category}, {day}',
      text: '{visits, plural, one {One visit brings} other {# visits bring}} two people together of whom one does not want to meet the other any more: {category}, {day} at {time}. Please call and decide.',
    },
    'credential-expiring': {
      subject: 'Soon to be renewed: {credential}',
      text: 'Your {credential} is valid until {validUntil}.\nPlease call us so that we can renew it together: {desk}',
    },
    'credential-expiring-desk': {
      subject: 'Ends soon: {credential}',
      text: 'A helper’s {credential} is valid until {validUntil}. Call them, so that it is renewed in time.',
    },
    'credential-expired': {
      subject: 'No longer valid: {credential}',
      text: 'Your {credential} was valid until {validUntil}. Until it is renewed we cannot ask you for some visits.\nCall us, we will help you: {desk}',
    },
    'credential-expired-desk': {
      subject: 'Expired: {credential}',
      text: 'A helper’s {credential} was valid until {validUntil}. Look at the coming visits that are flagged.',
    },
    'insurance-ending-desk': {
      subject: 'Insurance ends soon: {organisation}',
      text: 'The insurance of {organisation} covers until {validUntil}, and none follows it. After that day nobody is proposed and no visit may begin; visits agreed for later wait in the queue.\nWrite the next contract down in the register.',
    },
    'insurance-ended-desk': {
      subject: 'Insurance is over: {organisation}',
      text: 'The insurance of {organisation} covered until {validUntil}. Until a new one is written down in the register nobody is proposed and no visit may begin. Look at the coming visits that are flagged.',
    },
    'incident-reported': {
      subject: 'A report waits for you',
      text: 'Somebody reported that something went wrong. Nobody has taken it yet: open it and look into it.',
    },
    'incident-escalated': {
      subject: 'Nobody has taken a report',
      text: 'A report was not taken in time. Please open it now: somebody may need help.',
    },
    'incident-handed-on': {
      subject: 'A report was given to you',
      text: 'A report was given to you to look into. Open it when you can.',
    },
    'proposals-ready': {
      subject: '{count, plural, one {# proposal to look at} other {# proposals to look at}}',
      text: '{count, plural, one {There is # new proposal.} other {There are # new proposals.}} Please look and decide.',
    },
    'helper-asked': {
      subject: 'Can you help? {category}, {day}',
      text: 'Could you help on {day} from {time} to {until}? It is about: {category}.\n{visits, plural, one {It is one visit.} other {There are # visits in all.}}\nPlease tell us yes or no on your page. A no is fine too. Questions? Call us: {desk}',
    },
    'guardian-asked': {
      subject: 'Somebody can help you: {category}',
      text: '{helper} can come on {day} from {time} to {until}, for: {category}.\nIs that all right for you? Please say yes or no on your page. You need not give a reason.\nYou rather talk? Call us: {desk}',
    },
    'visit-confirmed-helper': {
      subject: 'It is settled: {category}, {day}',
      text: 'Thank you! You are expected on {day} from {time} to {until}, for: {category}.\nOn your page you find where to go. You cannot come? Call us at once: {desk}',
    },
    'visit-confirmed-family': {
      subject: 'It is settled: {category}, {day}',
      text: '{helper} comes on {day} from {time} to {until}, for: {category}.\nSomething changed? Call us: {desk}',
    },
    'helper-declined-desk': {
      subject: 'A helper said no: {category}, {day}',
      text: '{helper} cannot help with {category} on {day} at {time}. Please look at the next best.',
    },
    'helper-silent': {
      subject: 'Thank you all the same: {category}',
      text: 'You did not answer about {category} on {day}. That is all right, we ask somebody else.\nWould you like a break? Call us: {desk}',
    },
    'helper-silent-desk': {
      subject: 'No answer: {category}, {day}',
      text: '{helper} did not answer about {category} on {day} at {time}. Please look at the next best.',
    },
    'helper-pause': {
      subject: 'Would you like a break?',
      text: 'We asked three times and did not hear from you. That is all right.\nFrom now on we write once a day at most.\nWould you like to stop for a while? Say so on your page, or call us: {desk}',
    },
    'organisation-changed': {
      subject: 'Now with you: {organisation}',
      text: 'From today {organisation} looks after you. The people at its desk see your details to help you.\nIf you give a hand, register and insurance change at midnight: if something is missing for a visit, we call you.\nYou did not know? Call us: {desk}',
    },
    'new-device': {
      subject: 'New sign-in, {day} at {time}',
      text: 'Somebody signed in as you on a browser we have not seen before: {day} at {time}.\nWas it you? Then do nothing.\nIt was not you? Open your page, go to Settings and end that session. Then call us: {desk}',
    },
    'second-factor-added': {
      subject: 'A new way to prove it is you',
      text: 'A passkey or an authenticator was added to your account: {day} at {time}.\nWas it you? Then do nothing.\nIt was not you? Call us at once: {desk}',
    },
    'second-factor-removed': {
      subject: 'A way to prove it is you was removed',
      text: 'A passkey or an authenticator was removed from your account: {day} at {time}. All other sessions were ended.\nWas it you? Then do nothing.\nIt was not you? Call us at once: {desk}',
    },
    'second-factor-reset': {
      subject: 'Your second step was reset',
      text: 'An administrator removed your passkeys and your authenticator: {day} at {time}. All your sessions were ended.\nThe next time you sign in you can set up new ones.\nYou did not ask for this? Call us at once: {desk}',
    },
    'identity-link-asked': {
      subject: 'Somebody wants to sign in as you',
      text: 'Somebody asked to sign in as you through a sign-in service, such as SPID. Was it you? Then there is nothing to do: the desk looks and answers.\nWas it not you? Open the settings and refuse it, or call: {desk}',
    },
    'identity-link-asked-desk': {
      subject: 'To confirm: how {helper} signs in',
      text: 'Somebody asks to sign in as {helper} through a sign-in service. Look whether it is the same person, then confirm or refuse.',
    },
    'identity-link-confirmed': {
      subject: 'You can sign in this way too now',
      text: 'The desk has confirmed it: from now on your sign-in service lets you in too. You can remove it in the settings at any time.\nYou did not ask for it? Call at once: {desk}',
    },
    'mail-bounced-desk': {
      subject: 'A mail came back',
      text: 'Mails to {helper} come back: the address does not work any more. Please call and ask for the new one.',
    },
    'call-me-desk': {
      subject: 'Please call back: {category}, {day}',
      text: '{helper} answered a text message with “call me”. It is about {category}, {day} at {time}.',
    },
    'sms-answer-noted': {
      subject: 'Your reply',
      text: 'Thank you, we have your reply. Tel {desk}',
    },
    'sms-answer-called': {
      subject: 'Your reply',
      text: 'All right, we will call you. If it is urgent, call: {desk}',
    },
    'sms-answer-several': {
      subject: 'Your reply',
      text: 'We asked you more than one thing and do not know which you answer. We will call you. Tel {desk}',
    },
    'sms-answer-late': {
      subject: 'Your reply',
      text: 'This question is closed already, your reply changes nothing. Questions? Call: {desk}',
    },
    'sms-answer-unclear': {
      subject: 'Your reply',
      text: 'We did not understand the reply. Write one digit alone, or call: {desk}',
    },
    'guardian-refused': {
      subject: 'Not this time: {category}, {day}',
      text: 'The visit {category} on {day} will not take place with you. It has nothing to do with you.\nThank you for your yes. Questions? Call us: {desk}',
    },
    'guardian-refused-desk': {
      subject: 'The family said no: {category}, {day}',
      text: 'The family would like someone else than {helper} for {category} on {day} at {time}.',
    },
    'assignment-cancelled': {
      subject: 'Cancelled: {category}, {day}',
      text: '{visits, plural, one {The visit is cancelled:} other {All # visits are cancelled:}} {category}, from {day} at {time}.\nQuestions? Call us: {desk}',
    },
    'seat-cancelled': {
      subject: 'Cancelled: {category}, {day}',
      text: 'The visit {category} on {day} at {time} is cancelled.\nQuestions? Call us: {desk}',
    },
    'replacement-sought': {
      subject: 'We are looking for someone else: {category}, {day}',
      text: 'The helper for {category} on {day} at {time} cannot come. We are looking for someone else.\nYou will hear from us. Call us at any time: {desk}',
    },
    'replacement-sought-desk': {
      subject: 'Replacement needed: {category}, {day}',
      text: '{helper} cannot come for {category} on {day} at {time}. Please find a replacement.',
    },
    'replacement-asked': {
      subject: 'Can you step in? {category}, {day}',
      text: 'Someone cannot come. Could you go on {day} from {time} to {until}, for: {category}?\nWe ask others too: the first yes takes the place. A no is fine.\nAnswer on your page, or call us: {desk}',
    },
    'replacement-taken': {
      subject: 'Thank you, someone was found: {category}, {day}',
      text: 'For {category} on {day} at {time} nobody is needed any more. You need not do anything.\nThank you all the same. Questions? Call us: {desk}',
    },
    'not-replaced': {
      subject: 'We have found nobody: {category}, {day}',
      text: 'We are sorry. For {category} on {day} at {time} we have found nobody in place of the one who could not come.\nCall us at once: {desk}. We will help you.',
    },
    'not-replaced-desk': {
      subject: 'No replacement: {category}, {day}',
      text: 'Nobody was found in place of {helper} for {category} on {day} at {time}. Please call the family.',
    },
    'regime-asked': {
      subject: 'Is another kind of help fine? {category}, {day}',
      text: 'For {category} on {day} at {time} someone could come, but with another kind of help than you chose.\nTell us on your page whether that is fine, for this time only. You would rather talk? Call us: {desk}',
    },
    'seat-no-show': {
      subject: 'The visit did not take place: {category}, {day}',
      text: 'We were told: the visit {category} on {day} at {time} did not take place.\nIs that wrong, or do you need help now? Call us: {desk}',
    },
    'seat-no-show-desk': {
      subject: 'Visit missed: {category}, {day}',
      text: 'The visit {category} with {helper} on {day} at {time} did not take place. Please call both sides.',
    },
    'no-show-contested': {
      subject: 'We are looking into it: {category}, {day}',
      text: 'For {category} on {day} at {time} the two sides tell it differently. That can happen.\nWe are looking into it and will call you. You can also call us: {desk}',
    },
    'no-show-contested-desk': {
      subject: 'Visit missed? {category}, {day}',
      text: 'For {category} with {helper} on {day} at {time} one side says the visit was missed, the other says it was not. Please hear both and decide.',
    },
    'seat-arrived': {
      subject: '{helper} has arrived',
      text: '{helper} has arrived for {category}, {day} at {time}.',
    },
    'seat-handed-over': {
      subject: 'All handed over: {category}',
      text: '{helper} has finished the hand-over for {category}, {day} at {time}.\nSomething is not right? Call us at once: {desk}',
    },
    'seat-late-family': {
      subject: 'Is {helper} there? {category}, {time}',
      text: '{helper} has not told us yet about arriving for {category} at {time}.\nIs everything all right? If not, call us at once: {desk}',
    },
    'seat-late-helper': {
      subject: 'Have you arrived? {category}, {time}',
      text: 'You have not told us yet that you arrived for {category} at {time}.\nTap “I am here” on your page. You are late or cannot come? Call us at once: {desk}',
    },
    'seat-late-desk': {
      subject: 'Arrival missing: {category}, {time}',
      text: 'No sign of arrival from {helper} for {category}, {day} at {time}. Please call.',
    },
    'hand-over-late-family': {
      subject: 'Is everybody back? {category}, {until}',
      text: '{helper} has not told us yet that {category} ended well. It should have ended at {until}.\nIs everything all right? If not, call us at once: {desk}',
    },
    'hand-over-late-helper': {
      subject: 'Is the hand-over done? {category}, {until}',
      text: 'You have not told us yet that you handed over after {category}, which was to end at {until}.\nTap “Handed over” on your page. It takes longer? Call us at once: {desk}',
    },
    'hand-over-late-desk': {
      subject: 'Hand-over missing: {category}, {until}',
      text: 'No sign of the hand-over from {helper} for {category}, {day}, which was to end at {until}. Please call.',
    },
    'hours-due': {
      subject: 'How long was it? {category}, {day}',
      text: 'The visit {category} on {day} at {time} is over. Thank you!\nPlease write on your page how long it took.',
    },
    'seat-reminder-helper': {
      subject: 'See you soon: {category}, {day}',
      text: 'A reminder: {category} on {day} from {time} to {until}. You are expected.\nWill you come? Say so on your page with “I will come”. You cannot? Call us at once: {desk}',
    },
    'seat-reminder-family': {
      subject: 'See you soon: {category}, {day}',
      text: 'A reminder: {helper} comes for {category} on {day} from {time} to {until}.\nSomething changed? Call us at once: {desk}',
    },
    'hours-to-confirm': {
      subject: 'Is this right? {category}, {day}',
      text: 'For {category} on {day} somebody wrote: {minutes, plural, one {# minute} other {# minutes}}.\nIs that right? Say yes or no on your page. If you say nothing, it counts as yes after {autoConfirmDays, plural, one {# day} other {# days}}.\nQuestions? Call us: {desk}',
    },
    'hours-disputed': {
      subject: 'We will sort it out: {category}, {day}',
      text: 'There are two different times for {category} on {day}. That happens.\nWe look into it and call you. You can also call us: {desk}',
    },
    'hours-disputed-desk': {
      subject: 'Time to settle: {category}, {day}',
      text: 'The two sides do not agree on the time for {category} on {day} at {time}. Please settle it.',
    },
    'hours-settled': {
      subject: 'The time is settled: {category}, {day}',
      text: 'For {category} on {day} we wrote: {minutes, plural, one {# minute} other {# minutes}}.\nQuestions? Call us: {desk}',
    },
    'hours-confirmed': {
      subject: 'The time is confirmed: {category}, {day}',
      text: 'For {category} on {day} we counted {minutes, plural, one {# minute} other {# minutes}}. Thank you!',
    },
    'answer-recorded-yes': {
      subject: 'We wrote down your yes: {category}, {day}',
      text: 'You told us yes for {category} on {day} from {time} to {until}. We wrote it down for you.\nIt is not so, or you changed your mind? Call us at once: {desk}',
    },
    'answer-recorded-no': {
      subject: 'We wrote down your no: {category}, {day}',
      text: 'You told us no for {category} on {day} from {time} to {until}. We wrote it down for you. That is fine.\nIt is not so? Call us: {desk}',
    },
    'answer-recorded-hours': {
      subject: 'We wrote down the time you told us: {category}, {day}',
      text: 'You told us how long {category} on {day} took: {minutes, plural, one {# minute} other {# minutes}}. We wrote it down for you.\nIt is not right? Call us: {desk}',
    },
    'answer-recorded-hours-wrong': {
      subject: 'We wrote down that it is not right: {category}, {day}',
      text: 'You told us that what is written about {category} on {day} at {time} is not right. We wrote it down for you. Now we look into it and call you.\nYou did not tell us that? Call us: {desk}',
    },
    'answer-recorded-question': {
      subject: 'We wrote down your answer: {category}',
      text: 'You answered our question about your request: {category}, {day}. We wrote it down for you, and the search goes on.\nIt is not so? Call us: {desk}',
    },
    'answer-recorded-choice': {
      subject: 'We wrote down what you told us about your data',
      text: 'You told us what you agree to, or what one must know of those you entrust. We wrote it down for you.\nIt is not so, or you changed your mind? Call us: {desk}',
    },
    'exchange-to-confirm': {
      subject: 'Did you swap time? {category}',
      text: 'A member wrote that you swapped {minutes, plural, one {# minute} other {# minutes}}: {category}, {happenedOn}.\nIs that right? Say yes or no on your page. Questions? Call us: {desk}',
    },
    'exchange-confirmed': {
      subject: 'Swap confirmed: {category}',
      text: 'Your swap is confirmed: {minutes, plural, one {# minute} other {# minutes}}, {category}, {happenedOn}.',
    },
    'exchange-reversed': {
      subject: 'Swap taken back: {category}',
      text: 'Your swap is taken back: {minutes, plural, one {# minute} other {# minutes}}, {category}, {happenedOn}. The time is as it was before.\nQuestions? Call us: {desk}',
    },
    'join-request-waiting-desk': {
      subject: 'Somebody asks to join',
      text: 'Somebody asks to join, or was proposed. Please look who it is and answer.',
    },
    'referral-asked-desk': {
      subject: 'Please look: {organisation} shares',
      text: '{organisation} asks to share a person or a family with you, until {validUntil}. Please look and answer.',
    },
    'referral-accepted-desk': {
      subject: '{organisation} said yes',
      text: '{organisation} has accepted the referral, until {validUntil}.',
    },
    'referral-refused-desk': {
      subject: '{organisation} said no',
      text: '{organisation} has not accepted the referral. Please look what else can help.',
    },
    'referral-revoked-desk': {
      subject: 'Referral ended: {organisation}',
      text: '{organisation} has ended a referral before {validUntil}. From now on only who had the case before sees it.',
    },
    'referral-shared': {
      subject: '{organisation} helps you too',
      text: 'From now on {organisation} too sees what is needed to help you, until {validUntil}.\nThat is not fine for you, or you have questions? Call us: {desk}',
    },
    'funds-missing': {
      subject: 'Hours are missing: {category}, {day}',
      text: 'For {category} on {day} at {time} your hours are not enough.\nDo not worry, we find a way together. Call us: {desk}',
    },
    'funds-missing-desk': {
      subject: 'Hours are missing: {category}, {day}',
      text: 'Neither the family’s hours nor the pool cover {category} on {day} at {time}. Please call the family.',
    },
  },
};
