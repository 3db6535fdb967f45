import { ask, by, complain, onPress, words } from './door.js';
import { element } from './element.js';

/** A mail or a short message that was caught instead of sent. */
interface Caught {
  readonly channel: 'e-mail' | 'sms';
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly receivedAt: string;
}

const EVERY_MS = 4_000;
const FIRST_SHOWN = 8;
const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 300;
const LINK = /https?:\/\/\S+/g;
const CODE = /\b\d{8}\b/;

const keyOf = ({ receivedAt, subject, text, recipients }: Caught) =>
  [receivedAt, subject || text, ...recipients].join(' ');

async function readMails(): Promise<readonly Caught[]> {
  const answer = await fetch('/demo/mail', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`the demonstration answered ${answer.status}`);
  return ((await answer.json()) as { items: Caught[] }).items;
}

/**
 * The caught mails and short messages, fresh every few seconds while somebody looks; what is open stays so.
 * @param enter leads inside @param atTime writes an instant
 */
export function showMails(enter: () => void, atTime: (instant: string) => string): void {
  let most = FIRST_SHOWN;
  let known = '';

  const refresh = async () => {
    const all = await readMails();
    const mails = all.slice(0, most);
    const now = [all.length, ...mails.map(keyOf)].join('|');
    if (now === known) return;
    known = now;
    const list = by('mail-list');
    const open = new Set(
      [...list.querySelectorAll('details[open]')].map((it) => it.getAttribute('data-key')),
    );
    list.replaceChildren(...mails.map((mail) => row(mail, open.has(keyOf(mail)))));
    by('mail-empty').hidden = all.length > 0;
    by('mail-more').hidden = all.length <= most;
  };

  const row = (mail: Caught, open: boolean) => {
    const texted = mail.channel === 'sms';
    const to = mail.recipients.join(', ');
    const details = element(
      'details',
      { open },
      texted
        ? element('summary', {}, named('sms-to', to))
        : element('summary', { dir: 'auto' }, mail.subject),
      ...(texted ? [] : [element('p', { className: 'soft' }, named('to', to))]),
      element('p', { className: 'soft' }, atTime(mail.receivedAt)),
      element('div', { className: 'mail-text', dir: 'auto' }, ...linked(mail.text)),
      element(
        'div',
        { className: 'acts' },
        ...(texted ? replies(mail) : [beThem(mail.recipients[0]!, enter)]),
      ),
    );
    details.setAttribute('data-key', keyOf(mail));
    return element('li', {}, details);
  };

  const look = () => void refresh().catch(() => (known = ''));
  onPress('mail-more', async () => {
    most = Number.POSITIVE_INFINITY;
    await refresh();
    by('mail-list').querySelectorAll('summary')[FIRST_SHOWN]?.focus();
  });
  look();
  setInterval(() => {
    if (!document.hidden) look();
  }, EVERY_MS);
}

/** The words with an address or a number in it, which is read from left to right in every language. */
function named(id: string, address: string): Node {
  const [before, after] = words(id)!.split('{to}');
  return element('span', {}, before!, element('bdi', { dir: 'ltr' }, address), after!);
}

/** One button for each digit that the message asks for. */
function replies({ text, recipients }: Caught): HTMLElement[] {
  const asks = /(?:Rispondi|rispondi|Reply|reply|أجب)[^]*/.exec(text)?.[0].replaceAll(/\+\d+/g, '') ?? '';
  return [...new Set(asks.match(/\b[1-5]\b/g) ?? [])].map((digit) => {
    const label = words('reply')!.replace('{digit}', digit);
    return element('button', {
      type: 'button',
      className: 'button',
      textContent: label,
      onclick: () => void ask(by('mail'), 'POST', '/demo/sms', { from: recipients[0], text: digit }),
    });
  });
}

/** Links of ours open here, whatever name this machine was asked for by. */
function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const { pathname, search } = new URL(match[0]);
    parts.push(text.slice(end, match.index), element('a', { href: pathname + search }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** Signs in as whoever got a mail, the way they would: asks for a code and types it. */
function beThem(email: string, enter: () => void): HTMLElement {
  const signIn = async () => {
    const known = new Set((await readMails()).map(keyOf));
    const language = document.documentElement.lang;
    if (!(await ask(by('mail'), 'POST', '/v1/sign-in', { email, language }))) return;
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      const came = (await readMails()).find(
        (one) => one.recipients.includes(email) && !known.has(keyOf(one)) && CODE.test(one.text),
      );
      const code = came && CODE.exec(came.text)![0];
      if (code) return void ((await ask(by('mail'), 'POST', '/v1/sign-in/confirm', { code })) && enter());
      await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
    }
    complain(words('mail-late')!);
  };
  return element('button', {
    type: 'button',
    className: 'button',
    textContent: words('be-recipient')!,
    onclick: () => void signIn().catch(() => complain(words('unreachable')!)),
  });
}
