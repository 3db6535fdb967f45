import type { Row } from './bulk-writer.js';
import { humanOf, memberRows, type Human, type Role } from './humans.js';
import type { HumanName } from './people.data.js';
import type { Sealer } from './sealing.js';
import type { World } from './world.js';

const it = (givenName: string, familyName: string): HumanName => ({
  givenName,
  familyName,
  language: 'it',
  languages: ['it', 'en'],
});

/** The people the demonstration shows by name. Their mail addresses do not depend on seed, date or size. */
export const KNOWN = {
  family: it('Giulia', 'Brolanti'),
  helper: it('Marco', 'Vescardi'),
  timebankHelper: it('Teresa', 'Pralungo'),
  coordinator: it('Chiara', 'Mondelari'),
  secondCoordinator: it('Davide', 'Sargolini'),
  administrator: it('Elena', 'Ripagrande'),
  auditor: it('Paolo', 'Fontarella'),
} as const satisfies Record<string, HumanName>;

export type KnownPerson = keyof typeof KNOWN;

const STAFF: readonly { name: HumanName; role: Role; organisation: number }[] = [
  { name: KNOWN.coordinator, role: 'coordinator', organisation: 0 },
  { name: KNOWN.secondCoordinator, role: 'coordinator', organisation: 0 },
  { name: it('Silvia', 'Tornaghesi'), role: 'coordinator', organisation: 1 },
  { name: KNOWN.administrator, role: 'administrator', organisation: 0 },
  { name: KNOWN.auditor, role: 'auditor', organisation: 0 },
];

/** Phone numbers and mail endings below this belong to the staff. */
export const STAFF_NUMBERS = 10;

export function staffAt(world: World, index: number): Human {
  const { name, organisation } = STAFF[index]!;
  return humanOf(world, {
    kind: 'staff',
    index,
    number: index,
    organisation,
    registeredDaysAgo: 400 - index,
    name,
  });
}

/** A coordinator of the organisation; the first organisation has two, taken in turns. */
export function coordinatorId(world: World, organisation: number, turn: number): string {
  return staffAt(world, organisation === 0 ? turn % 2 : 2).memberId;
}

export function* staffRows(world: World, sealer: Sealer): Generator<Row> {
  for (const [index, { role }] of STAFF.entries()) {
    yield* memberRows(world, sealer, staffAt(world, index), [role], false);
  }
}
