/** What the addresses of the desk's screens remember: filters and what is open, so that a link shows the same. */

export const QUEUE_KINDS = [
  'new',
  'no-candidate',
  'waiting-reply',
  'at-risk',
  'replacement',
  'hours-to-confirm',
  'dispute',
  'call-back',
  'credential',
  'incident',
  'join-request',
  'identity-link',
  'dead-letter',
] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

export interface QueueSearch {
  readonly kind?: QueueKind;
  /** Only the cases of who is signed in. */
  readonly mine?: true;
  readonly category?: string;
  readonly municipality?: string;
  /** The item that is open, as the queue names it. */
  readonly item?: string;
}

type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined;

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined;

export function queueSearch(raw: Raw): QueueSearch {
  return {
    kind: QUEUE_KINDS.find((kind) => kind === raw.kind),
    mine: raw.mine === true || undefined,
    category: text(raw.category),
    municipality: text(raw.municipality),
    item: text(raw.item),
  };
}

export const PEOPLE_ROLES = ['family', 'helper', 'coordinator', 'administrator', 'auditor'] as const;
export const PEOPLE_STATES = ['active', 'suspended', 'left'] as const;

export interface PeopleSearch {
  readonly role?: (typeof PEOPLE_ROLES)[number];
  readonly state?: (typeof PEOPLE_STATES)[number];
}

export function peopleSearch(raw: Raw): PeopleSearch {
  return {
    role: PEOPLE_ROLES.find((role) => role === raw.role),
    state: PEOPLE_STATES.find((state) => state === raw.state),
  };
}

export interface WeekSearch {
  /** Monday of the week that is shown, 'YYYY-MM-DD'. */
  readonly week?: string;
  readonly open?: true;
}

export function weekSearch(raw: Raw): WeekSearch {
  const week = text(raw.week);
  return {
    week: week && /^\d{4}-\d{2}-\d{2}$/.test(week) ? week : undefined,
    open: raw.open === true || undefined,
  };
}

export interface HoursSearch {
  /** Only the hours that this member gave, or their household was given. */
  readonly person?: string;
}

export const hoursSearch = (raw: Raw): HoursSearch => ({ person: idOf(raw.person) });

export interface CaseSearch {
  /** The visit that is looked at. */
  readonly visit?: string;
}

export const caseSearch = (raw: Raw): CaseSearch => ({ visit: idOf(raw.visit) });

/** The request that is asked for again. */
export function askSearch(raw: Raw): { readonly like?: string } {
  return { like: idOf(raw.like) };
}
