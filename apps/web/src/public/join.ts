import { ask, by, complain, latinDigits, onSubmit, readAddress, words } from './door.js';
import { INSIDE, rememberLanguage } from './languages.js';

interface Door {
  readonly kind: 'join' | 'claim' | 'refer' | 'registration';
  readonly communityId: string;
  readonly community: string;
  readonly organisation: string | null;
  readonly role: 'family' | 'helper' | null;
  readonly contactKnown: boolean;
  readonly languages: readonly string[];
  readonly municipalities: readonly { readonly id: string; readonly name: string }[];
  readonly noticeVersion: number;
}

/** Where the code that was sent is handed in. */
interface Ticket {
  readonly communityId: string;
  readonly id: string;
}

const STEPS = ['have-code', 'doors', 'who', 'with-code', 'waiting', 'proposed'] as const;
type Step = (typeof STEPS)[number];

let invitation = /^\/join\/([\w-]+)$/.exec(location.pathname)?.[1];
let door: Door | undefined;
let ticket: Ticket | undefined;

/** One thing at a time; whoever cannot see it hears that something else is there. */
function show(...steps: readonly Step[]): void {
  for (const step of STEPS) by(step).hidden = !steps.includes(step);
  by('problem').hidden = true;
  by('heading').focus();
}

function options(id: string, entries: readonly (readonly [value: string, label: string])[]): void {
  const select = by<HTMLSelectElement>(id);
  for (const [value, label] of entries) select.append(new Option(label, value));
}

function nameOfLanguage(code: string): string {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
}

/** Asks what this door needs to know, and nothing else. */
function open(found: Door): void {
  door = found;
  for (const part of document.querySelectorAll<HTMLElement>('[data-for]')) {
    part.hidden = !part.dataset['for']!.split(' ').includes(found.kind);
  }
  by('lead').textContent = words(`lead-${found.kind}`)!
    .replace('{community}', found.community)
    .replace('{organisation}', found.organisation ?? found.community);
  by('contact-known').hidden = !found.contactKnown;
  by('contact-field').hidden = found.contactKnown;
  options(
    'municipalityId',
    found.municipalities.map(({ id, name }) => [id, name] as const),
  );
  options(
    'language',
    found.languages.map((code) => [code, nameOfLanguage(code)] as const),
  );
  const { lang } = document.documentElement;
  if (found.languages.includes(lang)) by<HTMLSelectElement>('language').value = lang;
  askAge();
  show('who');
}

/** Only of who wants to help; the birth date only of who is not of age. */
function askAge(): void {
  const wished = document.querySelector<HTMLInputElement>('[name="roles"][value="helper"]')!.checked;
  by('age').hidden = !(door?.role === 'helper' || (door?.kind === 'registration' && wished));
  by('born').hidden = by<HTMLInputElement>('ofAge').checked;
}

async function look(): Promise<void> {
  const found = await ask<Door>(by('have-code'), 'POST', '/v1/join/look', { invitation });
  if (found) return open(found);
  const told = by('problem').textContent;
  await begin();
  complain(told);
}

/** Without an invitation in hand: a code to type, or a door that is open. */
async function begin(): Promise<void> {
  show('have-code');
  const answer = await fetch('/v1/join/doors').catch(() => undefined);
  const doors = answer?.ok ? ((await answer.json()) as Door[]) : [];
  by('door-list').replaceChildren(
    ...doors.map((one) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button';
      button.textContent = one.community;
      button.dir = 'auto';
      button.addEventListener('click', () => {
        invitation = undefined;
        open(one);
      });
      return button;
    }),
  );
  by('doors').hidden = doors.length === 0;
}

/** The first thing that is missing, told on its field; nothing when all is there. */
function missing(form: HTMLFormElement): boolean {
  const empty = [...form.elements].find(
    (field): field is HTMLInputElement =>
      field instanceof HTMLInputElement && field.checkVisibility() && field.required && !field.value.trim(),
  );
  if (empty) complain(words('missing')!, empty);
  return empty !== undefined;
}

/** Undefined while it is asked and nothing was said. */
function readAge(bornOn: string | undefined): object | undefined {
  if (by('age').hidden) return {};
  if (by<HTMLInputElement>('ofAge').checked) return { ofAge: true };
  return bornOn ? { bornOn } : undefined;
}

function readFacts(form: HTMLFormElement): object | undefined {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim() || undefined;
  if (!door || missing(form)) return undefined;
  const address = readAddress(text('address') ?? '');
  const optional = door.contactKnown || (door.kind === 'refer' && text('address') === undefined);
  if (!address && !optional) {
    complain(words('address-wrong')!, by('address'));
    return undefined;
  }
  const roles = data.getAll('roles').map(String);
  if (door.kind === 'registration' && roles.length === 0) {
    complain(words('wish-missing')!, form.querySelector<HTMLElement>('[name="roles"]')!);
    return undefined;
  }
  const age = readAge(text('bornOn'));
  if (!age) {
    complain(words('age-missing')!, by('ofAge'));
    return undefined;
  }
  if (!by<HTMLInputElement>('noticed').checked) {
    complain(words('unread')!, by('noticed'));
    return undefined;
  }
  const names = { givenName: text('givenName'), familyName: text('familyName') };
  return {
    ...(invitation ? { invitation } : { communityId: door.communityId }),
    ...(door.kind === 'claim' ? {} : names),
    ...(door.contactKnown ? {} : address),
    ...(door.kind === 'registration' ? { roles } : {}),
    ...(door.kind === 'refer' ? { proposer: text('proposer'), consent: text('consent') } : {}),
    ...age,
    municipalityId: text('municipalityId'),
    note: text('note'),
    language: text('language'),
    noticeVersion: door.noticeVersion,
  };
}

onSubmit('have-code', async () => {
  const field = by<HTMLInputElement>('invitation');
  const digits = latinDigits(field.value).replaceAll(/[\s.-]/g, '');
  if (!/^\d{12}$/.test(digits)) return complain(words('invitation-wrong')!, field);
  invitation = digits;
  const found = await ask<Door>(by('have-code'), 'POST', '/v1/join/look', { invitation });
  if (found) open(found);
});

onSubmit('who', async () => {
  const facts = readFacts(by<HTMLFormElement>('who'));
  if (!facts) return;
  if (door!.kind === 'refer') {
    if (await ask(by('who'), 'POST', '/v1/join/refer', facts)) show('proposed');
    return;
  }
  ticket = await ask<Ticket>(by('who'), 'POST', '/v1/join/start', facts);
  if (!ticket) return;
  show('with-code');
  by('code').focus();
});

onSubmit('with-code', async () => {
  const field = by<HTMLInputElement>('code');
  const code = latinDigits(field.value).replaceAll(/\s/g, '');
  if (!/^\d{8}$/.test(code)) return complain(words('code-wrong')!, field);
  const proven = await ask<{ joined: boolean }>(by('with-code'), 'POST', '/v1/join/confirm', {
    ...ticket,
    code,
  });
  if (!proven) return;
  if (!proven.joined) return show('waiting');
  localStorage.setItem(INSIDE, 'yes');
  location.replace('/home');
});

by('who').addEventListener('change', askAge);
by('again').addEventListener('click', () => show('who'));
by('another').addEventListener('click', () => {
  for (const name of ['givenName', 'familyName', 'address', 'note']) by<HTMLInputElement>(name).value = '';
  by<HTMLInputElement>('noticed').checked = false;
  show('who');
});

rememberLanguage();
void (invitation ? look() : begin());
