/** Which weaknesses of libraries are beyond the time that SECURITY.md gives to replace one. */

export type Severity = 'critical' | 'high' | 'moderate' | 'low' | 'info';

/** SECURITY.md, in days from the day an advisory was first seen. "With the next release" is a quarter at most. */
export const DAYS_TO_REPLACE: Readonly<Record<Severity, number>> = {
  critical: 3,
  high: 14,
  moderate: 90,
  low: 90,
  info: 90,
};

export interface Advisory {
  /** Its address at the registry's source, which is its name. */
  readonly url: string;
  readonly library: string;
  readonly severity: Severity;
  readonly title: string;
  readonly range: string;
}

/** The day an advisory was first seen, by its address. The registry does not say when it was published. */
export type Seen = Readonly<Record<string, string>>;

export interface Judged {
  readonly overdue: readonly string[];
  readonly inTime: readonly string[];
  /** What is written down and is no more: it can go. */
  readonly settled: readonly string[];
}

const DAY_MS = 86_400_000;

/**
 * What `npm audit --json` says.
 * @returns undefined when that is no report: the registry did not answer, or does not offer one
 */
export function advisoriesOf(report: unknown): readonly Advisory[] | undefined {
  const { vulnerabilities } = (report ?? {}) as { vulnerabilities?: Record<string, { via?: unknown[] }> };
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null) return undefined;
  const found = new Map<string, Advisory>();
  for (const { via = [] } of Object.values(vulnerabilities)) {
    for (const cause of via) {
      // A text names another library through which it comes, which has an entry of its own.
      if (typeof cause !== 'object' || cause === null) continue;
      const { url, name, severity, title, range } = cause as Record<string, unknown>;
      const known = Object.hasOwn(DAYS_TO_REPLACE, String(severity)) ? (severity as Severity) : 'critical';
      const one = {
        url: String(url),
        library: String(name),
        severity: known,
        title: String(title),
        range: String(range),
      };
      found.set(`${one.url} ${one.library}`, one);
    }
  }
  return [...found.values()];
}

/** One that nobody has written down is due at once: whoever meets it replaces the library or writes down the day. */
export function judge(advisories: readonly Advisory[], seen: Seen, today: string): Judged {
  const overdue: string[] = [];
  const inTime: string[] = [];
  for (const one of advisories) {
    const what = `${one.library} (${one.range}), ${one.severity}: ${one.title}, ${one.url}`;
    const since = seen[one.url];
    const due = since && dayAfter(since, DAYS_TO_REPLACE[one.severity]);
    if (!due) overdue.push(`${what}; not written down yet`);
    else if (due < today) overdue.push(`${what}; was due on ${due}`);
    else inTime.push(`${what}; due on ${due}`);
  }
  const open = new Set(advisories.map(({ url }) => url));
  return { overdue, inTime, settled: Object.keys(seen).filter((url) => !open.has(url)) };
}

function dayAfter(day: string, days: number): string | undefined {
  const from = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(from) ? undefined : new Date(from + days * DAY_MS).toISOString().slice(0, 10);
}
