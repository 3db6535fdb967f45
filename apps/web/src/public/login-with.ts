import { ask, by, words, type Me } from './door.js';
import { INSIDE, NEXT, rememberLanguage, safePath } from './languages.js';

const address = new URLSearchParams(location.search);
const provider = location.pathname.split('/').at(-1)!;
const next = sessionStorage.getItem(NEXT);
// What the service sent along is read once: it stays neither in the address nor in what was visited.
history.replaceState(null, '', location.pathname);
rememberLanguage();

/** Says what came of it, and shows the one way on. */
function tell(sentence: string, wayOn: 'again' | 'go'): void {
  by('waiting').hidden = true;
  const box = by('outcome');
  box.querySelector('p')!.textContent = sentence;
  const link = box.querySelector('a')!;
  link.textContent = words(wayOn)!;
  link.href = wayOn === 'go' ? safePath(next) : '/login';
  box.hidden = false;
  box.focus();
}

async function handIn(): Promise<void> {
  const part = (name: string) => address.get(name) ?? undefined;
  const body = { state: part('state'), code: part('code'), error: part('error'), iss: part('iss') };
  const inside = localStorage.getItem(INSIDE) !== null;
  const path = `/v1/sign-in/providers/${provider}/confirm`;
  const came = await ask<{ outcome: string; me: Me | null }>(by('waiting'), 'POST', path, body);
  by('waiting').hidden = true;
  if (!came) {
    by('way-back').hidden = false;
    return;
  }
  sessionStorage.removeItem(NEXT);
  if (came.me) goIn(came.me);
  else tell(words(came.outcome)!, inside ? 'go' : 'again');
}

/** Straight in, or over the second step of the sign-in page. */
function goIn({ secondFactor }: Me): void {
  if (secondFactor === 'needed' || secondFactor === 'to-enrol') {
    location.replace(`/login?step=second&next=${encodeURIComponent(safePath(next))}`);
    return;
  }
  localStorage.setItem(INSIDE, 'yes');
  location.replace(safePath(next));
}

void handIn();
