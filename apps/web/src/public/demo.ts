import { ask, by } from './door.js';
import { showMails } from './demo-mail.js';
import { INSIDE, rememberLanguage } from './languages.js';
import { READ_IN } from '../words/languages.js';
import { readDemo, showRoles, type DemoState } from './tour.js';

/** Somebody's own work may be going on in another tab; the clock is everybody's. */
const EVERY_MS = 15_000;
const DAY_MINUTES = 1_440;

let state: DemoState;

/** Through the sign-in page's second step, where one is asked for. */
function enter(): void {
  localStorage.setItem(INSIDE, 'yes');
  location.assign('/login?step=second');
}

/** An instant on the community's clock, in the language of the page. */
function written(instant: string, dateStyle: 'full' | 'medium'): string {
  const { locale } = READ_IN;
  const { timeZone } = state;
  return [{ dateStyle }, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const]
    .map((part) => new Intl.DateTimeFormat(locale, { timeZone, ...part }).format(new Date(instant)))
    .join(' · ');
}

async function showClock(): Promise<void> {
  state = await readDemo();
  by('now').textContent = written(state.now, 'full');
}

/** Minutes until it is this hour on the community's clock. */
function minutesUntil(hour: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: state.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(state.now));
  const [hours, minutes] = parts.split(':').map(Number);
  const wait = hour * 60 - (hours! * 60 + minutes!);
  return wait > 0 ? wait : wait + DAY_MINUTES;
}

rememberLanguage();
for (const button of document.querySelectorAll<HTMLButtonElement>('#clock button')) {
  button.addEventListener('click', () => {
    const { minutes, hour } = button.dataset;
    const body = { minutes: minutes ? Number(minutes) : minutesUntil(Number(hour)) };
    void ask(by('clock'), 'POST', '/demo/clock', body).then((moved) => moved && showClock());
  });
}
await showClock();
showRoles(state!, enter);
showMails(enter, (instant) => written(instant, 'medium'));
if (location.hash === '#mail') by('mail').scrollIntoView();
setInterval(() => {
  if (!document.hidden) void showClock().catch(() => undefined);
}, EVERY_MS);
