import type { Policies } from '#communities';
import { addMinutes } from '#platform';

export const SEVERITIES = ['concern', 'serious', 'danger'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** After this many calls it is for people to go on; the report stays open in the list. */
export const MOST_ESCALATIONS = 5;

/** When somebody else is called unless a reviewer takes the report first. */
export function escalateAt(severity: Severity, from: Date, policies: Policies): Date {
  const minutes = severity === 'danger' ? policies.incidentDangerMinutes : policies.incidentHours * 60;
  return addMinutes(from, minutes);
}
