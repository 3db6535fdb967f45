/** What of two plans stands side by side; `minutes` are read as hours and minutes. */
export const FIGURES = [
  { name: 'seats', minutes: false },
  { name: 'families', minutes: false },
  { name: 'visitsUnmatched', minutes: false },
  { name: 'helpers', minutes: false },
  { name: 'travelMinutes', minutes: true },
  { name: 'mostMinutes', minutes: true },
  { name: 'spreadMinutes', minutes: true },
] as const;

type Plan = Readonly<Record<(typeof FIGURES)[number]['name'], number>>;

/** The finding, with coverage before everything else: more families with help, fewer, or only others who come. */
export function verdictOf(current: Plan, supposed: Plan): 'more' | 'fewer' | 'shorter' | 'longer' | 'same' {
  if (supposed.seats !== current.seats) return supposed.seats > current.seats ? 'more' : 'fewer';
  if (supposed.travelMinutes !== current.travelMinutes) {
    return supposed.travelMinutes < current.travelMinutes ? 'shorter' : 'longer';
  }
  return 'same';
}
