/** What somebody's data are read and changed for, as a family is told. */
export const PURPOSES = [
  'help',
  'visit',
  'case',
  'record',
  'safety',
  'hours',
  'messages',
  'rights',
  'sign-in',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** By what an action is about: the word before its dot. */
const OF_SUBJECT: Readonly<Record<string, Purpose>> = {
  proposal: 'help',
  unmatched: 'help',
  'replacement-ask': 'help',
  assignment: 'visit',
  seat: 'visit',
  visit: 'visit',
  'care-card': 'visit',
  collection: 'visit',
  request: 'case',
  queue: 'case',
  history: 'case',
  referral: 'case',
  'join-request': 'record',
  availability: 'record',
  member: 'record',
  household: 'record',
  dependant: 'record',
  credential: 'safety',
  exemption: 'safety',
  'minor-consent': 'safety',
  register: 'safety',
  insurance: 'safety',
  relative: 'safety',
  block: 'safety',
  'first-visit': 'safety',
  'second-approver': 'safety',
  account: 'hours',
  hours: 'hours',
  'time-entry': 'hours',
  delivery: 'messages',
  sms: 'messages',
  privacy: 'rights',
  'personal-data': 'rights',
  retention: 'rights',
  session: 'sign-in',
  'second-factor': 'sign-in',
  'identity-link': 'sign-in',
};

/** An action of none of these is the desk's work on a case. */
export function purposeOf(action: string): Purpose {
  return OF_SUBJECT[action.split('.', 1)[0]!] ?? 'case';
}
