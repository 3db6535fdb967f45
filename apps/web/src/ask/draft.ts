import * as v from 'valibot';
import type { Schemas } from '../api/client.js';
import { destroyKeys, open, seal } from '../offline/sealing.js';
import { addDays, localDay } from '../words/time.js';

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

/** What a family has said so far. Kept on the device until it is sent: a lost connection loses nothing. */
const DraftSchema = v.object({
  categoryId: text(40),
  dependantIds: v.array(text(40)),
  subjects: v.array(text(60)),
  frequency: v.picklist(['once', 'weekly']),
  firstDay: text(10),
  untilDay: text(10),
  weekdays: v.array(v.number()),
  startTime: text(5),
  endTime: text(5),
  returns: v.boolean(),
  returnStart: text(5),
  returnEnd: text(5),
  elsewhere: v.boolean(),
  zoneId: text(40),
  address: text(200),
  dropOffZoneId: text(40),
  dropOffAddress: text(200),
  seatsNeeded: v.number(),
  regime: v.picklist(['volunteer', 'timebank']),
  note: text(300),
});

export type Draft = v.InferOutput<typeof DraftSchema>;

const PLACE = 'intreccio.ask';
const DAYS_AHEAD = 2;
const WEEKS = 4;

export function emptyDraft(): Draft {
  const firstDay = addDays(localDay(), DAYS_AHEAD);
  return {
    categoryId: '',
    dependantIds: [],
    subjects: [],
    frequency: 'once',
    firstDay,
    untilDay: addDays(firstDay, WEEKS * 7),
    weekdays: [],
    startTime: '16:00',
    endTime: '18:00',
    returns: false,
    returnStart: '18:00',
    returnEnd: '18:30',
    elsewhere: false,
    zoneId: '',
    address: '',
    dropOffZoneId: '',
    dropOffAddress: '',
    seatsNeeded: 1,
    regime: 'volunteer',
    note: '',
  };
}

let held: Draft | undefined;
/** One write after the other: the last one stays. */
let writing: Promise<void> = Promise.resolve();

/** Opens what the device keeps, once a page; sealed, since it says where children are. */
export async function openDraft(): Promise<void> {
  if (held) return;
  const plain = await openedDraft();
  held ??= plain;
}

async function openedDraft(): Promise<Draft> {
  try {
    const sealed = Uint8Array.from(atob(localStorage.getItem(PLACE) ?? ''), (one) => one.charCodeAt(0));
    const plain = await open('draft', PLACE, sealed);
    const kept = v.safeParse(DraftSchema, JSON.parse(new TextDecoder().decode(plain)));
    if (kept.success && kept.output.firstDay >= localDay()) return kept.output;
  } catch {
    // Not ours, of an earlier version, or cut off: the same as none.
  }
  localStorage.removeItem(PLACE);
  return emptyDraft();
}

/** What was kept; a draft of another time, or one that does not fit any more, begins anew. */
export const keptDraft = (): Draft => held ?? emptyDraft();

/** A draft of another time, or like an older request, may want a time bank that is no more. */
export const inCommunity = (draft: Draft, { timebank }: { readonly timebank: boolean }): Draft =>
  timebank ? draft : { ...draft, regime: 'volunteer' };

export function keepDraft(draft: Draft): void {
  held = draft;
  writing = writing.then(() => write(draft));
}

async function write(draft: Draft): Promise<void> {
  if (held !== draft) return;
  const sealed = await seal('draft', PLACE, new TextEncoder().encode(JSON.stringify(draft)));
  if (sealed && held === draft) localStorage.setItem(PLACE, btoa(String.fromCharCode(...sealed)));
}

export function forgetDraft(): void {
  held = undefined;
  localStorage.removeItem(PLACE);
  void destroyKeys('draft');
}

/** The same as last time, on the next such day: everything is known but the date. */
export function draftLike(last: Schemas['RequestDto'], today: string): Draft {
  const { schedule } = last;
  const firstDay = nextSuchDay(schedule.firstDay, today);
  return {
    ...emptyDraft(),
    categoryId: last.categoryId,
    dependantIds: last.dependantIds,
    subjects: last.subjects,
    frequency: schedule.frequency,
    firstDay,
    untilDay: addDays(firstDay, WEEKS * 7),
    weekdays: schedule.weekdays ?? [],
    startTime: schedule.startTime,
    endTime: schedule.endTime,
    returns: Boolean(schedule.returnLeg),
    returnStart: schedule.returnLeg?.startTime ?? '18:00',
    returnEnd: schedule.returnLeg?.endTime ?? '18:30',
    elsewhere: last.address !== null && last.address !== undefined,
    zoneId: last.address ? last.zoneId : '',
    address: last.address ?? '',
    dropOffZoneId: last.dropOff?.zoneId ?? '',
    dropOffAddress: last.dropOff?.address ?? '',
    seatsNeeded: last.seatsNeeded,
    regime: last.regimes[0] ?? 'volunteer',
    note: last.note ?? '',
  };
}

/** The first day after today with the weekday of the given one. */
export function nextSuchDay(day: string, today: string): string {
  const weekday = (of: string) => new Date(`${of}T12:00:00Z`).getUTCDay();
  const ahead = (weekday(day) - weekday(today) + 7) % 7 || 7;
  return addDays(today, ahead);
}
