import type { JoinWords } from './join-words.js';

export const joinEn: JoinWords = {
  invitation: {
    subject: 'An invitation from {community}',
    text: '{community} invites you to join.\nOpen the link, or type this code on the page: {code}\nNot for you? Then do nothing.',
    button: 'Join',
    sms: '{community} invites you. Open {link}\nor type the code {code}. Tel {desk}',
  },
  claim: {
    subject: 'Your page at {community}',
    text: 'So far we have looked after you on the phone. Now you can have a page of your own: everything stays as it is.\nOpen the link, or type this code on the page: {code}\nYou prefer the phone? That is fine too.',
    button: 'Open my page',
    sms: '{community}: open your own page. Go to {link}\nor type the code {code}. Tel {desk}',
  },
  refer: {
    subject: 'Proposing a family to {community}',
    text: 'With this link you can propose a family that agrees to {community}.\nOpen it, or type this code on the page: {code}\nDo not pass it on: it is for your organisation.',
    button: 'Propose a family',
    sms: '{community}: to propose a family open {link}\nor type the code {code}. Tel {desk}',
  },
  code: {
    subject: 'Your code: {code}',
    text: 'Here is your code to join {community}: {code}\nIt works once, for 10 minutes, in the browser where you asked for it.\nYou did not ask? Then do nothing.',
    sms: '{community}: your code is {code}. It works for 10 minutes. Give it to nobody.',
  },
  known: {
    subject: 'You are with us already',
    text: 'Somebody, perhaps you, wants to register this address with {community}. But it is registered already.\nIs it you? Sign in with this address.\nIt is not you? Then do nothing.',
    button: 'Sign in',
    sms: '{community}: this number is registered already. Sign in at {link}\nor call {desk}',
  },
  waits: {
    subject: 'We have your request already',
    text: 'We have your request to join {community} already. We are looking at it and will write to you.\nIs it urgent? Call: {desk}',
    sms: '{community}: we have your request already and will write to you. Tel {desk}',
  },
  welcome: {
    subject: 'Welcome to {community}',
    text: 'You have joined {community}.\nTo sign in this address is enough: we send you a code, no password.\nIf somebody proposed you and you do not want this, call: {desk}',
    button: 'Sign in',
    sms: '{community}: you have joined. Sign in at {link}\nTel {desk}',
  },
  refused: {
    subject: 'Your request to {community}',
    text: 'We are sorry, we cannot let you join {community}.\nWhy: {reason}\nQuestions? Call: {desk}',
    sms: '{community}: we cannot accept your request. To know why call {desk}',
  },
  'address-code': {
    subject: 'Your code: {code}',
    text: 'Do you want to sign in to {community} with this address? Here is the code: {code}\nType it on the page of your settings. It works once, for 10 minutes.\nYou did not ask? Then do nothing.',
    sms: '{community}: the code to sign in with this number is {code}. It works for 10 minutes. Give it to nobody.',
  },
  'address-taken': {
    subject: 'This address is in use already',
    text: 'Somebody, perhaps you, wants to sign in to {community} with this address. But it is a member’s already.\nIs it you? Sign in with this address, or call the desk: {desk}\nIt is not you? Then do nothing.',
    button: 'Sign in',
    sms: '{community}: this number is a member’s already. Sign in at {link}\nor call {desk}',
  },
  'address-changed': {
    subject: 'How you sign in has changed',
    text: 'At {community} the e-mail address or the phone you sign in with has changed.\nWas it you? Then do nothing.\nIt was not you? Call the desk at once: {desk}',
    sms: '{community}: how you sign in has changed. It was not you? Call {desk} at once',
  },
};
