import type { Instance } from './instance.js';

/** Whether a helper's visits (positions in order of time) respect every cap left by approved work. */
export function withinCaps(
  instance: Instance,
  helper: number,
  positions: Int32Array,
  count: number,
): boolean {
  if (count > instance.capRequests[helper]!) return false;
  const { minutes, window, contraction } = instance;
  const first = instance.helperFirst[helper]!;
  let total = 0;
  let open = -1;
  let inWindow = 0;
  let windowMinutes = 0;
  for (let k = 0; k < count; k += 1) {
    const edge = first + positions[k]!;
    total += minutes[edge]!;
    if (window[edge]! < 0) continue;
    if (window[edge] !== open) {
      open = window[edge]!;
      inWindow = 0;
      windowMinutes = 0;
    }
    inWindow += 1;
    windowMinutes += minutes[edge]!;
    if (inWindow > contraction.windowRequestsLeft[open]!) return false;
    if (windowMinutes > contraction.windowMinutesLeft[open]!) return false;
  }
  return total <= instance.capMinutes[helper]!;
}
