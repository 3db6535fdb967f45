import type { SmsWords } from './sms-words.js';

const ANSWER = 'Reply 1 yes, 2 no, 3 call me. Tel {desk}';
const MORE = '{visits, plural, one {} other { and more, # in all}}';

export const smsEn: SmsWords = {
  'new-device': 'New sign-in in your name: {day} at {time}. Not you? Call at once: {desk}',
  'second-factor-added': 'New way to sign in in your name: {day} at {time}. Not you? Call at once: {desk}',
  'second-factor-removed': 'A way to sign in was removed: {day} at {time}. Not you? Call at once: {desk}',
  'second-factor-reset': 'Your second step was reset: {day} at {time}. Not wanted? Call at once: {desk}',
  'request-needs-info': 'We need to know one thing about your request. Please call: {desk}',
  'request-unmet': 'We are sorry, for now we have found nobody. Please call: {desk}',
  'request-withdrawn': 'Your request is closed: nobody will come. You still need help? Call: {desk}',
  'visit-cancelled': `Cancelled: {day} at {time}${MORE}. Questions? Call: {desk}`,
  'visit-closed': `Cancelled: {day} at {time}${MORE}, that day is closed. Questions? Call: {desk}`,
  'household-moved-helper':
    'The visits from {day} at {time} are at another place. No longer fine? Call: {desk}',
  'visit-offered': 'The visit of {day} at {time} is possible again. Do you want it? Call: {desk}',
  'credential-expiring': 'A paper of yours ends soon. Call us and we renew it together: {desk}',
  'credential-expired': 'A paper of yours has ended. Call us, we help: {desk}',
  'helper-asked': `Can you help {day} from {time} to {until}${MORE}? ${ANSWER}`,
  'guardian-asked': `{helper} can come {day} from {time} to {until}${MORE}. All right? ${ANSWER}`,
  'visit-confirmed-helper': `Settled: you are expected {day} from {time} to {until}${MORE}. You cannot? Call: {desk}`,
  'visit-confirmed-family': `Settled: {helper} comes {day} from {time} to {until}${MORE}. Any change? Call: {desk}`,
  'guardian-refused': 'The visit of {day} at {time} will not be with you. Thank you for your yes. Tel {desk}',
  'assignment-cancelled': `Cancelled: {day} at {time}${MORE}. Questions? Call: {desk}`,
  'seat-cancelled': 'Cancelled: {day} at {time}. Questions? Call: {desk}',
  'replacement-sought':
    'The helper of {day} at {time} cannot come. We are looking for someone else. Tel {desk}',
  'replacement-asked': `Someone cannot come. Could you go {day} from {time} to {until}? ${ANSWER}`,
  'replacement-taken': 'For {day} at {time} someone was found. Thank you all the same! Tel {desk}',
  'not-replaced': 'We are sorry: for {day} at {time} we have found nobody. Call at once: {desk}',
  'regime-asked': 'For {day} at {time} we can find help, but of another kind. Is that fine? Call: {desk}',
  'seat-no-show': 'We were told: the visit of {day} at {time} did not take place. Not true? Call: {desk}',
  'no-show-contested': 'For {day} at {time} the two sides tell it differently. We will call you. Tel {desk}',
  'seat-arrived': '{helper} has arrived, {day} at {time}. Tel {desk}',
  'seat-handed-over': '{helper} has finished the hand-over, {day}. Something wrong? Call: {desk}',
  'seat-late-family':
    '{helper} has not told us yet of arriving at {time}. Is everything all right? If not, call: {desk}',
  'seat-late-helper':
    'You were expected at {time}. Are you there? Reply 4. Are you late? Reply 3 or call: {desk}',
  'hand-over-late-family':
    '{helper} has not told us yet of the hand-over at {until}. Is everything all right? If not, call: {desk}',
  'hand-over-late-helper':
    'It was to end at {until}. Handed over? Reply 5. It takes longer? Reply 3 or call: {desk}',
  'seat-late-desk': 'No sign of arrival from {helper}, {day} at {time}. Please call.',
  'hand-over-late-desk': 'No sign of the hand-over from {helper}, {day}, end at {until}. Please call.',
  'hours-due': 'Thank you for {day}! How long did the visit take? Tell us: {desk}',
  'seat-reminder-helper':
    'See you soon: {day} from {time} to {until}. When you arrive reply 4, when you have handed over 5. You cannot? Call: {desk}',
  'seat-reminder-family':
    'See you soon: {helper} comes {day} from {time} to {until}. Any change? Call: {desk}',
  'hours-to-confirm': `For {day}: {minutes, plural, one {# minute} other {# minutes}}. Is that right? ${ANSWER}`,
  'hours-disputed': 'For {day} there are two different times. That happens: we will call you. Tel {desk}',
  'answer-recorded-yes': 'We wrote down your yes for {day} from {time} to {until}. Not so? Call: {desk}',
  'answer-recorded-no': 'We wrote down your no for {day} at {time}. Not so? Call: {desk}',
  'answer-recorded-hours':
    'For {day} we wrote down what you told us: {minutes, plural, one {# minute} other {# minutes}}. Not right? Call: {desk}',
  'answer-recorded-hours-wrong':
    'For {day} we wrote down that the time is not right, as you told us. Not so? Call: {desk}',
  'answer-recorded-question': 'We wrote down your answer about your request. Not so? Call: {desk}',
  'answer-recorded-choice': 'We wrote down what you told us about your data. Not so? Call: {desk}',
  'exchange-to-confirm': 'Someone wrote down a swap of time with you. Is that right? Call: {desk}',
  'sms-answer-noted': 'Thank you, we have your reply. Tel {desk}',
  'sms-answer-called': 'All right, we will call you. If it is urgent, call: {desk}',
  'sms-answer-several':
    'We asked you more than one thing and do not know which you answer. We will call you. Tel {desk}',
  'sms-answer-late': 'This question is closed already, your reply changes nothing. Questions? Call: {desk}',
  'sms-answer-unclear': 'We did not understand the reply. Write one digit alone, or call: {desk}',
  'identity-link-asked':
    'Somebody asked to sign in as you through a sign-in service. Not you? Call at once: {desk}',
  'identity-link-confirmed':
    'From now on your sign-in service lets you in too. You did not ask for it? Call at once: {desk}',
  'funds-missing': 'For {day} at {time} your hours are not enough. We find a way, call: {desk}',
};
