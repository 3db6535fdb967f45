/**
 * The ONE list: when this happened, run these jobs. Each event writes one outbox row for each reaction, in the
 * transaction of the change. A reaction's queue is the part before the dot.
 */
export const REACTIONS = {
  'request.opened': ['matching.community', 'notifications.request-received'],
  'request.changed': ['matching.community'],
  'request.withdrawn': ['upkeep.release-seats', 'matching.community', 'notifications.request-withdrawn'],
  'request.needs-info': ['notifications.request-needs-info'],
  'request.unmet': ['notifications.request-unmet'],
  'visit.cancelled': ['upkeep.release-seats', 'matching.community', 'notifications.visit-cancelled'],
  'availability.changed': ['matching.community'],
  'credential.changed': ['matching.community', 'upkeep.flag-credentials'],
  'credential.expiring': ['notifications.credential-expiring'],
  'credential.expired': ['matching.community', 'upkeep.flag-credentials', 'notifications.credential-expired'],
  'member.suspended': ['matching.community', 'upkeep.flag-suspended'],
  'member.reinstated': ['matching.community', 'upkeep.flag-suspended'],
  'matching.asked': ['matching.community'],
  'matching.finished': ['notifications.proposals-ready'],
  'proposal.rejected': ['matching.community'],
  'assignment.approved': ['notifications.helper-asked'],
  'assignment.accepted': ['notifications.guardian-asked'],
  'assignment.confirmed': ['notifications.visit-confirmed'],
  'assignment.declined': ['upkeep.next-best', 'notifications.helper-declined'],
  'assignment.no-answer': ['upkeep.next-best', 'notifications.helper-silent'],
  'assignment.refused': ['upkeep.next-best', 'notifications.guardian-refused'],
  'assignment.cancelled': ['matching.community', 'notifications.assignment-cancelled'],
  'seat.cancelled': ['matching.community', 'notifications.seat-cancelled'],
  'seat.replacement-sought': ['matching.community', 'notifications.replacement-sought'],
  'seat.replaced': ['upkeep.close-asks'],
  'seat.not-replaced': ['upkeep.close-asks', 'notifications.not-replaced'],
  'seat.regime-asked': ['notifications.regime-asked'],
  'replacement.asked': ['notifications.replacement-asked'],
  'replacement.taken': ['notifications.replacement-taken'],
  'seat.no-show': ['notifications.seat-no-show'],
  'seat.contested': ['notifications.no-show-contested'],
  'seat.arrived': ['notifications.seat-arrived'],
  'seat.handed-over': ['notifications.seat-handed-over'],
  'seat.late': ['notifications.seat-late'],
  'seat.late-desk': ['notifications.seat-late-desk'],
  'seat.done': ['notifications.hours-due'],
  'seat.reminder': ['notifications.seat-reminder'],
  'time-entry.declared': ['notifications.hours-to-confirm'],
  'time-entry.disputed': ['notifications.hours-disputed'],
  'time-entry.settled': ['notifications.hours-settled'],
  'time-entry.confirmed': ['notifications.hours-confirmed'],
  'exchange.recorded': ['notifications.exchange-to-confirm'],
  'exchange.confirmed': ['notifications.exchange-confirmed'],
  'visit.funds-missing': ['notifications.funds-missing'],
} as const satisfies Record<string, readonly string[]>;

export type EventTopic = keyof typeof REACTIONS;
export type ReactionName = (typeof REACTIONS)[EventTopic][number];
export type Reactions = Readonly<Record<EventTopic, readonly string[]>>;
