import { ask, by, complain, latinDigits, onPress, onSubmit, readAddress, words, type Me } from './door.js';
import { INSIDE, rememberLanguage, safePath } from './languages.js';
import { showProviders } from './providers.js';

const address = new URLSearchParams(location.search);
const token = address.get('token');

function enter({ secondFactor }: Me): void {
  if (secondFactor === 'needed' || secondFactor === 'to-enrol') {
    void import('./second-step.js').then(({ showSecondStep }) => showSecondStep(secondFactor, enter));
    return;
  }
  localStorage.setItem(INSIDE, 'yes');
  location.replace(safePath(address.get('next')));
}

onSubmit('ask', async () => {
  const field = by<HTMLInputElement>('address');
  by('sent').hidden = true;
  const to = readAddress(field.value);
  if (!to) return complain(words('address-wrong')!, field);
  const body = { ...to, language: document.documentElement.lang };
  if (!(await ask(by('ask'), 'POST', '/v1/sign-in', body))) return;
  by('sent').hidden = false;
  by('code').focus();
});

onSubmit('with-code', async () => {
  const field = by<HTMLInputElement>('code');
  const code = latinDigits(field.value).replaceAll(/\s/g, '');
  if (!/^\d{8}$/.test(code)) return complain(words('code-wrong')!, field);
  const me = await ask<Me>(by('with-code'), 'POST', '/v1/sign-in/confirm', { code });
  if (me) enter(me);
});

onSubmit('with-link', async () => {
  const me = await ask<Me>(by('with-link'), 'POST', '/v1/sign-in/confirm', { token });
  if (me) return enter(me);
  // The link is of no more use: what asks for a new mail takes its place.
  by('with-link').hidden = true;
  by('ask').hidden = false;
  by('with-code').hidden = false;
});

onPress('passkey', async () => {
  const { signInWithPasskey } = await import('./second-step.js');
  await signInWithPasskey(enter);
});

/** In demo mode alone, which the server says: be somebody with one button. */
async function showTour(): Promise<void> {
  const { readDemo, showRoles } = await import('./tour.js');
  showRoles(await readDemo(), () => enter({ secondFactor: 'passed' }));
  by('tour').hidden = false;
}

/** Comes back from a screen that wanted the second step, or reloads on the way to it. */
async function goOn(): Promise<void> {
  const answer = await fetch('/v1/me').catch(() => undefined);
  if (answer?.ok) enter((await answer.json()) as Me);
}

rememberLanguage();
by('with-link').hidden = !token;
by('ask').hidden = Boolean(token);
by('with-code').hidden = Boolean(token);
by('with-passkey').hidden = Boolean(token) || !('PublicKeyCredential' in window);
if (!token) void showProviders(address.get('next'));
if (document.documentElement.dataset['demo'] !== undefined && !token) void showTour();
if (address.get('step') === 'second') void goOn();
