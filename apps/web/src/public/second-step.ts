import { makePasskey, showPasskey } from '../passkey/passkey-browser.js';
import { qrOf } from '../passkey/qr.js';
import { ask, by, complain, latinDigits, onPress, onSubmit, words, type Me } from './door.js';

type Options = { readonly options: object };
type Enter = (me: Me) => void;

/** What a passkey made of the options; tells when the person or the browser did not want to. */
async function passkeyOf<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    complain(words('passkey-refused')!);
    return undefined;
  }
}

/** Options from the service, the passkey's answer, back to the service. */
async function withPasskey<T>(
  part: HTMLElement,
  paths: { readonly options: string; readonly answer: string },
  act: (options: object) => Promise<object>,
): Promise<T | undefined> {
  const asked = await ask<Options>(part, 'POST', paths.options);
  const answer = asked && (await passkeyOf(act(asked.options)));
  return answer && ask<T>(part, 'POST', paths.answer, answer);
}

/** Signs in with a passkey alone. */
export async function signInWithPasskey(enter: Enter): Promise<void> {
  const paths = { options: '/v1/sign-in/passkey-options', answer: '/v1/sign-in/passkey' };
  const me = await withPasskey<Me>(by('with-passkey'), paths, showPasskey);
  if (me) enter(me);
}

/** Takes over when the first step is done and a second is missing. */
export async function showSecondStep(standing: 'needed' | 'to-enrol', enter: Enter): Promise<void> {
  for (const part of ['with-link', 'ask', 'with-code', 'with-passkey', 'providers', 'tour'])
    by(part).hidden = true;
  by('leave').hidden = false;
  onPress('leave', async () => {
    await ask(by('second'), 'POST', '/v1/sign-out');
    location.replace('/login');
  });
  if (standing === 'needed') await askForFactor(enter);
  else offerEnrolment(enter);
}

function reveal(part: string): void {
  by(part).hidden = false;
  by(part).querySelector<HTMLElement>('h2')?.focus();
}

async function askForFactor(enter: Enter): Promise<void> {
  const answer = await fetch('/v1/sign-in/second-factor').catch(() => undefined);
  if (!answer?.ok) return complain(words('unreachable')!);
  const kinds = (await answer.json()) as Record<'passkey' | 'authenticator' | 'recoveryCode', boolean>;
  by('second-passkey').hidden = !kinds.passkey;
  by('second-code').hidden = !kinds.authenticator;
  by('second-recovery').hidden = !kinds.recoveryCode;
  onPress('second-passkey', async () => {
    const path = '/v1/sign-in/second-factor/passkey';
    const me = await withPasskey<Me>(by('second'), { options: `${path}-options`, answer: path }, showPasskey);
    if (me) enter(me);
  });
  onSubmit('second-code', async () => {
    const field = by<HTMLInputElement>('factor-code');
    const code = sixDigits(field);
    const me = code && (await ask<Me>(by('second-code'), 'POST', '/v1/sign-in/second-factor', { code }));
    if (me) enter(me);
  });
  onSubmit('second-recovery', async () => {
    const field = by<HTMLInputElement>('recovery-code');
    const recoveryCode = field.value.trim();
    if (!/^[a-z2-9]{5}[\s-]?[a-z2-9]{5}$/i.test(recoveryCode))
      return complain(words('recovery-wrong')!, field);
    const me = await ask<Me>(by('second-recovery'), 'POST', '/v1/sign-in/second-factor', { recoveryCode });
    if (me) enter(me);
  });
  reveal('second');
}

function sixDigits(field: HTMLInputElement): string | undefined {
  const code = latinDigits(field.value).replaceAll(/\s/g, '');
  if (/^\d{6}$/.test(code)) return code;
  complain(words('factor-code-wrong')!, field);
  return undefined;
}

function offerEnrolment(enter: Enter): void {
  onPress('enrol-passkey', async () => {
    const paths = { options: '/v1/me/passkeys/options', answer: '/v1/me/passkeys' };
    const me = await withPasskey<Me>(by('enrol'), paths, makePasskey);
    if (me) await showCodes(me, enter);
  });
  onPress('enrol-app', async () => {
    const setup = await ask<{ secret: string; address: string }>(by('enrol'), 'PUT', '/v1/me/authenticator');
    if (!setup) return;
    by('secret').textContent = setup.secret.replaceAll(/.{4}(?=.)/g, '$& ');
    by('qr').replaceChildren(pictureOf(setup.address));
    by('enrol-code').hidden = false;
    by('enrolled-code').focus();
  });
  onSubmit('enrol-code', async () => {
    const code = sixDigits(by<HTMLInputElement>('enrolled-code'));
    const me = code && (await ask<Me>(by('enrol-code'), 'POST', '/v1/me/authenticator/confirm', { code }));
    if (me) await showCodes(me, enter);
  });
  by('enrol-passkey').hidden = !('PublicKeyCredential' in window);
  by('enrol-passkey-hint').hidden = by('enrol-passkey').hidden;
  reveal('enrol');
}

/** The codes for the day when the phone is lost, before going in. */
async function showCodes(me: Me, enter: Enter): Promise<void> {
  const made = await ask<{ codes: string[] }>(by('enrol'), 'PUT', '/v1/me/recovery-codes');
  if (!made) return enter(me);
  by('code-list').replaceChildren(
    ...made.codes.map((code) => {
      const item = document.createElement('li');
      item.textContent = code;
      return item;
    }),
  );
  by('enrol').hidden = true;
  by('leave').hidden = true;
  onPress('codes-done', async () => enter(me));
  reveal('codes');
}

function pictureOf(address: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const { size, path } = qrOf(address);
  const picture = document.createElementNS(space, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size} ${size}`);
  picture.setAttribute('class', 'qr');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', words('qr')!);
  const dark = document.createElementNS(space, 'path');
  dark.setAttribute('d', path);
  picture.append(dark);
  return picture;
}
