import type { Wrong } from '../ui/field.js';
import { isFar, isLong } from './days.rules.js';
import type { Draft } from './draft.js';

export const STEPS = ['what', 'when', 'where', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** What a kind of help demands. */
export interface Demands {
  readonly needsDependants: boolean;
  readonly needsSubjects: boolean;
  readonly needsDropOff: boolean;
}

/** What a step still lacks, in the order of its fields. */
export function wrongsOf(step: Step, draft: Draft, demands: Demands | undefined, today: string): Wrong[] {
  if (step === 'what') return wrongWhat(draft, demands);
  if (step === 'when') return wrongWhen(draft, today);
  if (step === 'where') return wrongWhere(draft, demands);
  return STEPS.slice(0, -1).flatMap((before) => wrongsOf(before, draft, demands, today));
}

function wrongWhat(draft: Draft, demands: Demands | undefined): Wrong[] {
  if (!demands) return [{ field: 'categoryId', words: 'wrong.category' }];
  const wrongs: Wrong[] = [];
  if (demands.needsDependants && draft.dependantIds.length === 0) {
    wrongs.push({ field: 'dependantIds', words: 'wrong.dependants' });
  }
  if (demands.needsSubjects && draft.subjects.length === 0) {
    wrongs.push({ field: 'subjects', words: 'wrong.subjects' });
  }
  return wrongs;
}

function wrongWhen(draft: Draft, today: string): Wrong[] {
  const wrongs: Wrong[] = [];
  if (!/^\d{4}-\d\d-\d\d$/.test(draft.firstDay)) wrongs.push({ field: 'firstDay', words: 'wrong.day' });
  else if (draft.firstDay < today) wrongs.push({ field: 'firstDay', words: 'wrong.past' });
  else if (isFar(draft.firstDay, today)) wrongs.push({ field: 'firstDay', words: 'wrong.far' });
  if (draft.endTime <= draft.startTime) wrongs.push({ field: 'endTime', words: 'wrong.times' });
  if (draft.frequency === 'weekly' && draft.untilDay < draft.firstDay) {
    wrongs.push({ field: 'untilDay', words: 'wrong.until' });
  } else if (draft.frequency === 'weekly' && isLong(draft)) {
    wrongs.push({ field: 'untilDay', words: 'wrong.long' });
  }
  if (draft.returns && (draft.returnStart < draft.endTime || draft.returnEnd <= draft.returnStart)) {
    wrongs.push({ field: 'returnStart', words: 'wrong.return' });
  }
  return wrongs;
}

function wrongWhere(draft: Draft, demands: Demands | undefined): Wrong[] {
  const wrongs: Wrong[] = [];
  if (draft.elsewhere && !draft.zoneId) wrongs.push({ field: 'zoneId', words: 'wrong.zone' });
  if (draft.elsewhere && !draft.address.trim()) wrongs.push({ field: 'address', words: 'wrong.address' });
  if (demands?.needsDropOff && !draft.dropOffZoneId) {
    wrongs.push({ field: 'dropOffZoneId', words: 'wrong.zone' });
  }
  if (demands?.needsDropOff && !draft.dropOffAddress.trim()) {
    wrongs.push({ field: 'dropOffAddress', words: 'wrong.dropOff' });
  }
  return wrongs;
}

/** The request that the draft asks for; what its kind of help does not need is left out. */
export function requestOf(
  draft: Draft,
  demands: Demands,
  asking: { readonly householdId: string; readonly memberId: string; readonly payerAccountId?: string },
) {
  const payer = asking.payerAccountId
    ? { payerAccountId: asking.payerAccountId }
    : { payerMemberId: asking.memberId };
  return {
    householdId: asking.householdId,
    categoryId: draft.categoryId,
    open: true,
    dependantIds: demands.needsDependants ? draft.dependantIds : [],
    subjects: demands.needsSubjects ? draft.subjects : [],
    schedule: {
      frequency: draft.frequency,
      firstDay: draft.firstDay,
      startTime: draft.startTime,
      endTime: draft.endTime,
      ...(draft.frequency === 'weekly'
        ? { untilDay: draft.untilDay, ...(draft.weekdays.length > 0 ? { weekdays: draft.weekdays } : {}) }
        : {}),
      ...(draft.returns && demands.needsDropOff
        ? { returnLeg: { startTime: draft.returnStart, endTime: draft.returnEnd } }
        : {}),
    },
    seatsNeeded: draft.seatsNeeded,
    regimes: [draft.regime],
    ...(draft.regime === 'timebank' ? payer : {}),
    ...(draft.elsewhere ? { zoneId: draft.zoneId, address: draft.address.trim() } : {}),
    ...(demands.needsDropOff
      ? { dropOff: { zoneId: draft.dropOffZoneId, address: draft.dropOffAddress.trim() } }
      : {}),
    ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
  };
}
