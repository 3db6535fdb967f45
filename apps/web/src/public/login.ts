import { INSIDE, rememberLanguage } from './languages.js';

const by = <E extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as E;
const words = (name: string) =>
  document.querySelector<HTMLTemplateElement>(`template[data-words="${name}"]`)?.content.textContent;
const address = new URLSearchParams(location.search);
const token = address.get('token');

interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
}

function complain(sentence: string, field?: HTMLElement): void {
  const box = by('problem');
  box.textContent = sentence;
  box.hidden = false;
  if (field) field.setAttribute('aria-invalid', 'true');
  if (field) field.setAttribute('aria-describedby', 'problem');
  (field ?? box).focus();
}

async function send(path: string, body: object): Promise<Response | undefined> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}

/** One POST with its form's button held; tells the problem in words and keeps what was typed. */
async function post(form: HTMLElement, path: string, body: object): Promise<boolean> {
  by('problem').hidden = true;
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const button = form.querySelector('button');
  if (button) button.disabled = true;
  const answer = await send(path, body);
  if (button) button.disabled = false;
  if (answer?.ok) return true;
  const problem = (await answer?.json().catch(() => undefined)) as Refusal | undefined;
  const told = problem ? [problem.title, problem.detail].filter(Boolean).join('. ') : undefined;
  complain(words(problem?.code ?? 'unreachable') ?? told ?? words('unreachable')!);
  return false;
}

/** Digits of an Arabic keyboard are digits. */
const latinDigits = (text: string) =>
  text.replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

/** One field takes either: what has an @ is an e-mail address, what has enough digits is a phone. */
function readAddress(typed: string): { email: string } | { phone: string } | undefined {
  const text = typed.trim();
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) return { email: text };
  const phone = latinDigits(text);
  return /^[+\d][\d\s()./-]{5,38}$/.test(phone) ? { phone } : undefined;
}

/** Only a path of this site: an address that names another place is not followed. */
function whereTo(): string {
  const next = address.get('next');
  return next && /^\/[a-z]/.test(next) ? next : '/home';
}

function enter(): void {
  localStorage.setItem(INSIDE, 'yes');
  location.replace(whereTo());
}

by<HTMLFormElement>('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  void (async () => {
    const field = by<HTMLInputElement>('address');
    by('sent').hidden = true;
    const to = readAddress(field.value);
    if (!to) return complain(words('address-wrong')!, field);
    const body = { ...to, language: document.documentElement.lang };
    if (!(await post(by('ask'), '/v1/sign-in', body))) return;
    by('sent').hidden = false;
    by('code').focus();
  })();
});

by<HTMLFormElement>('with-code').addEventListener('submit', (event) => {
  event.preventDefault();
  void (async () => {
    const field = by<HTMLInputElement>('code');
    const code = latinDigits(field.value).replaceAll(/\s/g, '');
    if (!/^\d{8}$/.test(code)) return complain(words('code-wrong')!, field);
    if (await post(by('with-code'), '/v1/sign-in/confirm', { code })) enter();
  })();
});

by<HTMLFormElement>('with-link').addEventListener('submit', (event) => {
  event.preventDefault();
  void (async () => {
    if (await post(by('with-link'), '/v1/sign-in/confirm', { token })) return enter();
    // The link is of no more use: what asks for a new mail takes its place.
    by('with-link').hidden = true;
    by('ask').hidden = false;
    by('with-code').hidden = false;
  })();
});

/** In demo mode alone, which the server says: be somebody with one button. */
async function showTour(): Promise<void> {
  const answer = await fetch('/demo/state');
  const { roles } = (await answer.json()) as { roles: { key: string; givenName: string }[] };
  by('tour-roles').replaceChildren(
    ...roles.map(({ key, givenName }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button';
      const name = document.createElement('small');
      name.textContent = givenName;
      name.dir = 'auto';
      button.append(words(`role-${key}`) ?? key, name);
      button.addEventListener('click', () => {
        void post(by('tour'), '/demo/sign-in', { role: key }).then((inside) => inside && enter());
      });
      return button;
    }),
  );
  by('tour').hidden = false;
}

rememberLanguage();
by('with-link').hidden = !token;
by('ask').hidden = Boolean(token);
by('with-code').hidden = Boolean(token);
if (document.documentElement.dataset['demo'] !== undefined && !token) void showTour();
