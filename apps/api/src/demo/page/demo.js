import { post } from './api.js';
import { act, alertBox, announce, h, mark } from './dom.js';
import { coordinatorParts } from './coordinator.js';
import { familyParts } from './family.js';
import { fullTime, minutesUntil } from './format.js';
import { helperParts } from './helper.js';
import { mailPart } from './mail.js';
import { administratorParts, auditorParts } from './office.js';
import { loadState, session } from './session.js';
import { say, t } from './words.js';

const PARTS = {
  coordinator: coordinatorParts,
  administrator: administratorParts,
  auditor: auditorParts,
  family: familyParts,
  helper: helperParts,
};
const AFTERMATH_MS = 4_000;
const WIDE = matchMedia('(min-width: 64rem)');
const by = (id) => document.getElementById(id);

let parts = [];
let shownFor = '';
let mail;
let aftermath;

function showLinks() {
  by('links').replaceChildren(
    h('a', { href: '/docs' }, t('docs')),
    h('a', { href: '#mail' }, t('mailLink')),
    h('a', { href: '/login' }, t('login')),
  );
}

function showIntro() {
  const { me, roles } = session;
  const pressed = (key) => String(me?.key === key);
  const buttons = roles.map(({ key, givenName }) => {
    const button = act('', () => post('/demo/sign-in', { role: key }), {
      done: () => t('youAre', { name: givenName }),
    });
    button.setAttribute('aria-pressed', pressed(key));
    button.append(h('span', {}, say('demoRole', key)), h('small', { dir: 'auto' }, givenName));
    return button;
  });
  const picker = h('div', { class: 'roles acts' }, ...buttons);
  by('intro').replaceChildren(
    h('h1', {}, session.community || 'Intreccio'),
    h('p', {}, t('tagline')),
    h('p', {}, h('span', { class: 'sample' }, t('sample'))),
    me ? meCard(me, picker) : strangerCard(picker),
  );
}

const strangerCard = (picker) =>
  h(
    'section',
    { class: 'card' },
    h('h2', {}, t('be')),
    h('p', { class: 'soft' }, t('nobody')),
    picker,
    h('p', {}, t('tour')),
  );

function meCard(me, picker) {
  const role = me.key ? say('demoRole', me.key) : say('role', me.roles[0]);
  return h(
    'section',
    { class: 'card' },
    h(
      'div',
      { class: 'row' },
      h('h2', {}, t('youAre', { name: me.givenName ?? role }), ' ', mark(role)),
      act(t('signOut'), () => post('/v1/sign-out'), { style: 'quiet' }),
    ),
    h('details', { open: WIDE.matches }, h('summary', {}, t('beOther')), picker),
  );
}

function showClock() {
  const move = (label, minutes) =>
    act(label, () => post('/demo/clock', { minutes: minutes() }), { done: t('clockMoved') });
  by('clock').replaceChildren(
    h(
      'section',
      { class: 'card' },
      h('h2', {}, t('clock')),
      h(
        'div',
        { class: 'clock acts' },
        h('time', { datetime: session.now.toISOString() }, fullTime(session.now)),
        move(t('plusHour'), () => 60),
        move(t('nextMorning'), () => minutesUntil(10)),
        move(t('plusDay'), () => 1_440),
        move(t('plusWeek'), () => 10_080),
      ),
    ),
  );
}

/** The parts of the first of my roles that has any; built anew only when somebody else signs in. */
function showRole() {
  const role = Object.keys(PARTS).find((one) => session.me?.roles.includes(one));
  const wanted = `${session.me?.memberId} ${session.language}`;
  if (wanted === shownFor) return Promise.all(parts.map(({ refresh }) => refresh()));
  shownFor = wanted;
  parts = role ? PARTS[role]() : [];
  const wide = parts.filter(({ element }) => element.classList.contains('wide'));
  const rest = parts.filter((part) => !wide.includes(part));
  by('role').replaceChildren(
    ...wide.map(({ element }) => element),
    h('div', { class: 'columns' }, ...rest.map(({ element }) => element)),
  );
  return Promise.all(parts.map(({ refresh }) => refresh()));
}

async function refresh() {
  await loadState();
  const focused = document.activeElement?.closest('#intro, #clock')?.id;
  showIntro();
  showClock();
  if (focused) by(focused).querySelector('h2').setAttribute('tabindex', '-1');
  if (focused) by(focused).querySelector('h2').focus();
  await showRole();
  // What an act sets off (a matching run, a mail) comes a moment later: look once more.
  clearTimeout(aftermath);
  aftermath = setTimeout(() => void showRole().catch(() => undefined), AFTERMATH_MS);
}

function speak(language) {
  session.language = language;
  localStorage.setItem('intreccio.language', language);
  document.documentElement.lang = language;
  document.title = `Intreccio – ${t('sample')}`;
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  showLinks();
  mail?.stop();
  mail = mailPart();
  by('mail').replaceChildren(mail.element);
}

async function start() {
  try {
    await refresh();
  } catch (error) {
    by('intro').replaceChildren(
      alertBox(error),
      h('button', { class: 'button', type: 'button', onclick: start }, t('retry')),
    );
  }
}

session.refresh = refresh;
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    speak(button.dataset.language);
    announce(button.getAttribute('aria-label'));
    void start();
  });
}
speak(session.language);
await start();
if (location.hash === '#mail') by('mail').scrollIntoView();
