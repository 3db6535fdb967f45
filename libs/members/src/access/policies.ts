import type { Role } from '#database';

/** `first-step`: whoever is signed in, even where their second factor is still missing. */
export type Allowed = 'anyone' | 'first-step' | 'signed-in' | readonly Role[];

const desk = ['coordinator', 'administrator'] as const;
const deskAndAuditor = ['coordinator', 'administrator', 'auditor'] as const;

/**
 * The ONE table of who may do what, by role. A route without an action of this table fails the start.
 * Whose record it is (own household, own proposal, own organisation) is decided by the room's service on top of this.
 */
export const ACTIONS = {
  'health.read': 'anyone',
  'demo.use': 'anyone',
  'page.read': 'anyone',
  'sign-in.start': 'anyone',
  'sign-in.confirm': 'anyone',
  'sign-in.passkey': 'anyone',
  'second-factor.present': 'first-step',
  'second-factor.enrol': 'first-step',
  'second-factor.manage-own': 'signed-in',
  'second-factor.reset': ['administrator'],
  'session.end': 'first-step',
  'join.start': 'anyone',
  'session.manage-own': 'signed-in',
  'session.prove': 'signed-in',
  'address.manage-own': 'signed-in',
  'identity-link.manage-own': 'signed-in',
  'identity-link.read': desk,
  'identity-link.decide': desk,
  'me.read': 'first-step',
  'me.edit': 'signed-in',
  'membership.read-own': 'signed-in',
  'life-cycles.read': 'anyone',
  'live.listen': 'signed-in',

  'community.read': 'signed-in',
  'community.edit': ['administrator'],
  'category.edit': ['administrator'],
  'credential-type.edit': ['administrator'],
  'policy.read': 'signed-in',
  'policy.edit': ['administrator'],
  'closure.edit': desk,
  'weights.read': deskAndAuditor,
  'weights.edit': ['administrator'],

  'leave.read': desk,
  'leave.edit': desk,
  'duty.read': desk,
  'duty.edit': desk,
  'member.list': desk,
  'member.read': ['family', 'helper', 'coordinator', 'administrator'],
  'member.create': desk,
  'invitation.read': desk,
  'invitation.edit': desk,
  'join-request.read': desk,
  'join-request.propose': desk,
  'join-request.decide': desk,
  'member.edit': ['family', 'helper', 'coordinator', 'administrator'],
  'member.grant-role': ['administrator'],
  'member.suspend': desk,
  'member.change-organisation': desk,
  'block.edit': ['family', 'helper', 'coordinator', 'administrator'],
  'referral.read': desk,
  'referral.edit': desk,
  'second-approver.read': desk,
  'second-approver.name': desk,
  'credential.read': ['helper', 'coordinator', 'administrator'],
  'credential.record': desk,
  'incident.read': ['family', 'helper', 'coordinator', 'administrator'],
  'incident.review': desk,
  'first-visit.record': desk,
  'privacy.read': desk,
  'privacy.choose': ['family', 'helper', 'coordinator', 'administrator'],
  'personal-data.read-own': 'signed-in',
  'personal-data.read': ['administrator'],
  'register.read': deskAndAuditor,
  'register.edit': desk,
  'minor.read': ['helper', 'coordinator', 'administrator'],
  'minor.edit': desk,
  'relative.read': desk,
  'relative.edit': desk,
  'exemption.read': ['helper', 'coordinator', 'administrator'],
  'exemption.grant': ['administrator'],
  'household.list': ['family', 'coordinator', 'administrator'],
  'household.read': ['family', 'coordinator', 'administrator'],
  'household.create': desk,
  'household.edit': ['family', 'coordinator', 'administrator'],
  'household.add-guardian': desk,
  'household.limit-guardian': desk,
  'household.remove-guardian': desk,
  'dependant.edit': ['family', 'coordinator', 'administrator'],
  'care-card.read': ['family', 'helper', 'coordinator', 'administrator'],
  'care-card.edit': ['family', 'coordinator', 'administrator'],
  'collection.authorise': ['family', 'coordinator', 'administrator'],
  'collection.read': ['family', 'helper', 'coordinator', 'administrator'],

  'availability.read': ['helper', 'coordinator', 'administrator'],
  'availability.edit': ['helper', 'coordinator', 'administrator'],
  'offer.read': ['helper', 'coordinator', 'administrator'],
  'offer.edit': ['helper', 'coordinator', 'administrator'],

  'request.list': ['family', 'coordinator', 'administrator'],
  'request.read': ['family', 'coordinator', 'administrator'],
  'request.create': ['family', 'coordinator', 'administrator'],
  'request.edit': ['family', 'coordinator', 'administrator'],
  'request.open': ['family', 'coordinator', 'administrator'],
  'request.withdraw': ['family', 'coordinator', 'administrator'],
  'request.own-case': desk,
  'visit.list': ['family', 'helper', 'coordinator', 'administrator'],
  'visit.cancel': ['family', 'coordinator', 'administrator'],
  'session.edit': desk,

  'matching.run': desk,
  'matching.read': deskAndAuditor,
  'recruiting.read': deskAndAuditor,
  'what-if.run': desk,
  'proposal.read': ['coordinator', 'administrator'],
  'proposal.decide': desk,
  'proposal.create': desk,

  'assignment.read': ['family', 'helper', 'coordinator', 'administrator'],
  'assignment.answer': ['helper', 'coordinator', 'administrator'],
  'assignment.guardian-answer': ['family', 'coordinator', 'administrator'],
  'assignment.cancel': ['family', 'helper', 'coordinator', 'administrator'],
  'seat.read': ['family', 'helper', 'coordinator', 'administrator'],
  'seat.step': ['family', 'helper', 'coordinator', 'administrator'],
  'seat.replace': desk,
  'seat.agree-regime': ['family', 'coordinator', 'administrator'],
  'replacement.read': ['helper', 'coordinator', 'administrator'],
  'replacement.answer': ['helper', 'coordinator', 'administrator'],
  'hours.declare': ['family', 'helper', 'coordinator', 'administrator'],
  'hours.confirm': ['family', 'helper', 'coordinator', 'administrator'],
  'hours.confirm-by-link': 'anyone',
  'hours.read-given': ['family', 'helper', 'coordinator', 'administrator'],
  'hours.settle': desk,

  'ledger.read-own': ['family', 'helper', 'coordinator', 'administrator'],
  'ledger.read-all': deskAndAuditor,
  'ledger.donate': ['family', 'helper', 'coordinator', 'administrator'],
  'ledger.correct': desk,
  'exchange.record': ['family', 'helper', 'coordinator', 'administrator'],

  'calendar.manage-own': ['family', 'helper'],
  'calendar.read-feed': 'anyone',
  'push.manage-own': 'signed-in',
  'notification.read-own': 'signed-in',
  'notification.unsubscribe': 'anyone',
  'sms.receive': 'anyone',
  'delivery.read': desk,
  'dead-letter.read': desk,
  'dead-letter.retry': desk,
  'audit.read': ['administrator', 'auditor'],
  'audit.read-own': ['family', 'helper', 'coordinator', 'administrator'],
  'history.read': deskAndAuditor,
  'queue.read': desk,
  'statistics.read': deskAndAuditor,
} as const satisfies Record<string, Allowed>;

export type Action = keyof typeof ACTIONS;

export type Decision = 'allow' | 'sign-in-first' | 'second-factor-first' | 'deny';

/** Who asks, as far as the table wants to know. */
export interface Asking {
  readonly roles: readonly Role[];
  /** Signed in as far as this person must: nothing is missing. */
  readonly complete: boolean;
}

/** May somebody (undefined: not signed in) take the action at all? */
export function decide(action: Action, asking: Asking | undefined): Decision {
  const allowed: Allowed = ACTIONS[action];
  if (allowed === 'anyone') return 'allow';
  if (asking === undefined) return 'sign-in-first';
  if (allowed === 'first-step') return 'allow';
  if (!asking.complete) return 'second-factor-first';
  if (allowed === 'signed-in') return 'allow';
  return asking.roles.some((role) => (allowed as readonly Role[]).includes(role)) ? 'allow' : 'deny';
}
