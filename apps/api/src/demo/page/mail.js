import { get, post, Problem } from './api.js';
import { act, acts, alertBox, h, people, soft } from './dom.js';
import { fullTime } from './format.js';
import { session } from './session.js';
import { t } from './words.js';

const EVERY_MS = 4_000;
const FIRST_SHOWN = 8;
const PATIENCE_MS = 20_000;
const LINK = /https?:\/\/\S+/g;

/** What a phone may answer with one digit. */
const REPLIES = /\b[1-5]\b/g;

const keyOf = (mail) => `${mail.receivedAt} ${mail.subject || mail.text} ${mail.recipients.join()}`;

/** The caught mail and short messages, fresh every few seconds while somebody looks. */
export function mailPart() {
  const body = h('div', {}, soft(t('loading')));
  const element = h('section', { class: 'card' }, h('h2', {}, t('mail')), soft(t('mailHint')), body);
  let shown = null;
  let most = FIRST_SHOWN;
  const refresh = async () => {
    try {
      const all = (await get('/demo/mail')).items;
      const mails = all.slice(0, most);
      const now = `${all.length} ${mails.map(keyOf).join('|')}`;
      if (now === shown) return;
      const open = new Set([...body.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key));
      shown = now;
      body.replaceChildren(
        mails.length > 0
          ? h(
              'ul',
              { class: 'list' },
              ...mails.map((mail) => h('li', {}, mailRow(mail, open.has(keyOf(mail))))),
            )
          : soft(t('mailEmpty')),
      );
      if (all.length > most) body.append(acts(moreButton()));
    } catch (error) {
      shown = null;
      body.replaceChildren(alertBox(error));
    }
  };
  const moreButton = () => h('button', { class: 'button', type: 'button', onclick: showAll }, t('more'));
  const showAll = async () => {
    most = Number.POSITIVE_INFINITY;
    await refresh();
    body.querySelectorAll('summary')[FIRST_SHOWN]?.focus();
  };
  const timer = setInterval(() => {
    if (!document.hidden && element.isConnected) void refresh();
  }, EVERY_MS);
  void refresh();
  return { element, stop: () => clearInterval(timer) };
}

function mailRow(mail, open) {
  const [to] = mail.recipients;
  return h(
    'details',
    { 'data-key': keyOf(mail), open },
    h('summary', {}, people(mail.channel === 'sms' ? t('smsTo', { to }) : mail.subject)),
    h('p', { class: 'soft', dir: 'ltr' }, t('mailTo', { to: mail.recipients.join(', ') })),
    soft(fullTime(mail.receivedAt)),
    h('div', { class: 'mail-text', dir: 'auto' }, ...linked(mail.text)),
    acts(...(mail.channel === 'sms' ? replies(mail, to) : [act(t('beRecipient'), () => signInByMail(to))])),
  );
}

/** One button for each digit that the message asks for. */
function replies({ text }, from) {
  const asks = /(Rispondi|rispondi|Reply|reply|أجب)[^]*/.exec(text)?.[0] ?? '';
  const digits = [...new Set(asks.replace(/\+\d+/g, '').match(REPLIES) ?? [])];
  return digits.map((digit) =>
    act(t('smsReply', { digit }), async () => void (await post('/demo/sms', { from, text: digit }))),
  );
}

/** Links of ours open here, whatever name this machine was asked for by. */
function linked(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const { pathname, search } = new URL(match[0]);
    parts.push(text.slice(end, match.index), h('a', { href: pathname + search }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** Signs in as anybody who got a mail, the way they would: asks for the sign-in mail and types its code. */
async function signInByMail(email) {
  const known = new Set((await get('/demo/mail')).items.map(keyOf));
  await post('/v1/sign-in', { email, language: session.language });
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const { items } = await get('/demo/mail');
    const mail = items.find(
      (one) => one.recipients.includes(email) && !known.has(keyOf(one)) && /\b\d{8}\b/.test(one.text),
    );
    if (mail) {
      await post('/v1/sign-in/confirm', { code: /\b\d{8}\b/.exec(mail.text)[0] });
      scrollTo({ top: 0 });
      return;
    }
    await new Promise((resume) => setTimeout(resume, 300));
  }
  throw new Problem({ title: t('mailLate'), code: 'mail-late' });
}
