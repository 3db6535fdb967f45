import { defineMachine } from '#platform';

/** One helper's place in one visit. Seats are independent: one helper's no-show never blocks another's credit. */
export const seatMachine = defineMachine({
  name: 'seat',
  initial: 'scheduled',
  states: [
    'scheduled',
    'reconfirmed',
    'arrived',
    'done',
    'hours-confirmed',
    'credited',
    'counted',
    'cancelled-early',
    'cancelled-late',
    'no-show',
    'replacement-sought',
    'replaced',
    'disputed',
    'settled',
    'reversed',
    'released',
  ],
  steps: [
    { name: 'reconfirm', from: ['scheduled'], to: 'reconfirmed', by: ['helper', 'coordinator'] },
    {
      name: 'arrive',
      from: ['scheduled', 'reconfirmed'],
      to: 'arrived',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.arrived',
    },
    // A mark on the arrived seat: the dependant is with the helper, or back with the family.
    {
      name: 'hand-over',
      from: ['arrived'],
      to: 'arrived',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.handed-over',
    },
    {
      name: 'finish',
      from: ['scheduled', 'reconfirmed', 'arrived'],
      to: 'done',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.done',
    },
    {
      name: 'presume-done',
      from: ['scheduled', 'reconfirmed', 'arrived'],
      to: 'done',
      by: ['system'],
      emits: 'seat.done',
    },
    {
      name: 'cancel-early',
      from: ['scheduled', 'reconfirmed'],
      to: 'cancelled-early',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.cancelled',
    },
    {
      name: 'cancel-late',
      from: ['scheduled', 'reconfirmed'],
      to: 'cancelled-late',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.cancelled',
    },
    {
      name: 'miss',
      from: ['scheduled', 'reconfirmed', 'done'],
      to: 'no-show',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.no-show',
    },
    {
      name: 'seek-replacement',
      from: ['scheduled', 'reconfirmed'],
      to: 'replacement-sought',
      by: ['coordinator'],
      emits: 'seat.replacement-sought',
    },
    {
      name: 'replace',
      from: ['replacement-sought'],
      to: 'replaced',
      by: ['system'],
      emits: 'seat.replaced',
    },
    // Who took the place is not wanted by the guardian, or got no answer from them: the search goes on.
    { name: 'seek-again', from: ['replaced'], to: 'replacement-sought', by: ['system'] },
    // The visit begins and nobody was found.
    {
      name: 'end-search',
      from: ['replacement-sought'],
      to: 'released',
      by: ['system'],
      emits: 'seat.not-replaced',
    },
    // The hours' own events are the time entry's.
    {
      name: 'confirm-hours',
      from: ['done'],
      to: 'hours-confirmed',
      by: ['helper', 'family', 'coordinator', 'system'],
    },
    { name: 'dispute', from: ['done'], to: 'disputed', by: ['helper', 'family', 'coordinator', 'system'] },
    { name: 'settle', from: ['disputed'], to: 'settled', by: ['coordinator'] },
    { name: 'credit', from: ['hours-confirmed', 'settled'], to: 'credited', by: ['system'] },
    { name: 'count', from: ['hours-confirmed', 'settled'], to: 'counted', by: ['system'] },
    { name: 'reverse', from: ['credited', 'counted'], to: 'reversed', by: ['coordinator'] },
    { name: 'declare-anew', from: ['reversed'], to: 'done', by: ['helper', 'family', 'coordinator'] },
    // The side said not to have come says otherwise; a coordinator settles it, or upholds what was said first.
    {
      name: 'contest',
      from: ['no-show'],
      to: 'disputed',
      by: ['helper', 'family', 'coordinator'],
      emits: 'seat.contested',
    },
    { name: 'uphold', from: ['disputed'], to: 'no-show', by: ['coordinator'] },
    {
      name: 'release',
      from: ['scheduled', 'reconfirmed', 'replacement-sought'],
      to: 'released',
      by: ['helper', 'family', 'coordinator', 'system'],
    },
  ],
});

export type SeatState = (typeof seatMachine)['initial'];
export type SeatStep = (typeof seatMachine)['steps'][number]['name'];

/** States in which the seat takes the helper's time and a place in its visit, coming or past. */
const ACTIVE: readonly SeatState[] = [
  'scheduled',
  'reconfirmed',
  'arrived',
  'done',
  'hours-confirmed',
  'credited',
  'counted',
  'disputed',
  'settled',
];

/** States from which something is still to come: the visit, its hours, their settlement. */
export const OPEN_SEAT_STATES: readonly SeatState[] = [
  'scheduled',
  'reconfirmed',
  'arrived',
  'done',
  'hours-confirmed',
  'disputed',
  'settled',
  'replacement-sought',
];

/** Ends of a seat whose visit had its turn: it was served, or somebody was missed; it was not given back before. */
export const TURN_SEAT_STATES: readonly SeatState[] = ['credited', 'counted', 'reversed', 'no-show'];

/** Does a seat in this state occupy the helper's time? The column `active` is this, always. */
export function isActive(state: SeatState): boolean {
  return ACTIVE.includes(state);
}

/** Is nothing more to come of this seat? */
export function hasEnded(state: SeatState): boolean {
  return !OPEN_SEAT_STATES.includes(state);
}

/** The visit has not begun to be served: the seat can still be given back. */
export const COMING_SEAT_STATES: readonly SeatState[] = ['scheduled', 'reconfirmed'];
