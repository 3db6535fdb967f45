import { get, items, post } from './api.js';
import { act, acts, field, formAct, h, list, mark, panel, people, soft } from './dom.js';
import { dayAndTime, hours, localDay, span, weekday } from './format.js';
import { balance, hoursToConfirm, inbox } from './own.js';
import { session } from './session.js';
import { say, t, visitsOf } from './words.js';

const DAYS_BACK = 14;
const FINISHED = ['credited', 'counted', 'hours-confirmed', 'disputed', 'settled', 'reversed'];
const LIVE = ['scheduled', 'reconfirmed', 'arrived', 'done'];

/** Seats whose hours were declared here: the list of seats does not tell. */
const declared = new Set();

/** What somebody sees who gives time. */
export function helperParts() {
  return [toAnswer(), seats(), hoursToConfirm(), week(), balance(), inbox()];
}

const zone = (id) => session.zones.get(id) ?? '';
const category = (id) => say('category', session.categories.find((one) => one.id === id)?.code ?? '');

async function details(state) {
  const found = await items(`/v1/assignments?state=${state}&limit=10`);
  return Promise.all(found.map(({ id }) => get(`/v1/assignments/${id}`)));
}

function toAnswer() {
  return panel({
    title: t('toAnswer'),
    empty: t('toAnswerEmpty'),
    load: () =>
      Promise.all([details('awaiting-acceptance'), items('/v1/assignments?state=awaiting-guardian')]),
    render: ([asked, waiting]) =>
      list([
        ...asked.map(askedRow),
        ...waiting.map((one) =>
          h('li', {}, h('p', {}, h('b', {}, category(one.categoryId))), soft(t('waitsGuardian'))),
        ),
      ]),
  });
}

function askedRow(one) {
  const answer = (word, label, options) =>
    act(
      label,
      (key) => post(`/v1/assignments/${one.id}/${word}`, { version: one.version }, { key }),
      options,
    );
  return h(
    'li',
    {},
    h('p', { class: 'row' }, h('b', {}, category(one.categoryId)), mark(say('regime', one.regime))),
    h('p', {}, `${zone(one.zoneId)} · ${visitsOf(one.visits)}`),
    ...one.seats.slice(0, 4).map((seat) => h('p', {}, span(seat.startsAt, seat.endsAt))),
    one.ageBands.length > 0 ? soft(t('ages', { ages: one.ageBands.join(', ') })) : null,
    one.guardianNeeded ? soft(t('firstTime')) : null,
    soft(t('answerBy', { when: dayAndTime(one.answerBy) })),
    acts(
      answer('accept', t('accept'), { style: 'main', done: t('accepted') }),
      answer('decline', t('decline'), {}),
    ),
  );
}

function seats() {
  const from = new Date(session.now.getTime() - DAYS_BACK * 86_400_000).toISOString();
  return panel({
    title: t('seats'),
    empty: t('seatsEmpty'),
    load: async () => {
      const [found, confirmed] = await Promise.all([
        items(`/v1/seats?limit=100&from=${from}`),
        details('confirmed'),
      ]);
      const contacts = new Map(confirmed.map((one) => [one.id, one]));
      return found
        .filter((seat) => ['confirmed', 'ended'].includes(seat.assignmentState))
        .filter(
          (seat) => seat.memberId === session.me.memberId && [...LIVE, ...FINISHED].includes(seat.state),
        )
        .sort(
          (a, b) => LIVE.includes(b.state) - LIVE.includes(a.state) || a.startsAt.localeCompare(b.startsAt),
        )
        .slice(0, 12)
        .map((seat) => ({ seat, assignment: contacts.get(seat.assignmentId) }));
    },
    render: (rows) => list(rows.map(seatRow)),
  });
}

function seatRow({ seat, assignment }) {
  const contact = assignment?.contact;
  return h(
    'li',
    {},
    h(
      'p',
      { class: 'row' },
      h('b', {}, span(seat.startsAt, seat.endsAt)),
      mark(say('seatState', seat.state), LIVE.includes(seat.state) ? '' : 'good'),
    ),
    h(
      'p',
      {},
      [assignment ? category(assignment.categoryId) : '', zone(seat.fromZoneId)].filter(Boolean).join(' · '),
    ),
    contact ? h('p', {}, people(contact.address)) : null,
    contact
      ? soft(
          t('handOverTo', { name: contact.handOverPerson.givenName }),
          contact.handOverPerson.phone ? ` · ${contact.handOverPerson.phone}` : '',
        )
      : null,
    contact?.note ? h('p', {}, people(contact.note)) : null,
    ...stepsOf(seat),
  );
}

/** The steps a helper can take now; what must wait for its hour offers to move the clock. */
function stepsOf(seat) {
  const now = session.now.getTime();
  const startsIn = Math.ceil((Date.parse(seat.startsAt) - now) / 60_000);
  const endsIn = Math.ceil((Date.parse(seat.endsAt) - now) / 60_000);
  const step = (name, label, style = '') =>
    act(label, (key) => post(`/v1/seats/${seat.id}/${name}`, { version: seat.version }, { key }), { style });
  const coming = ['scheduled', 'reconfirmed'].includes(seat.state);
  const there = seat.state === 'arrived';
  if (seat.state === 'done') return declared.has(seat.id) ? [soft(t('declared'))] : declareParts(seat);
  if (!coming && !there) return [];
  return [
    acts(
      seat.state === 'scheduled' && startsIn > 60 ? step('reconfirm', t('reconfirm')) : null,
      coming && startsIn <= 60 ? step('arrived', t('arrived'), 'main') : null,
      there && !seat.handedOverAt ? step('handed-over', t('handedOver'), 'main') : null,
      endsIn <= 0 ? step('done', t('finish'), 'main') : null,
      coming && startsIn > 60 ? moveClock(t('toStart'), startsIn) : null,
      endsIn > 0 && startsIn <= 60 ? moveClock(t('toEnd'), endsIn) : null,
    ),
    coming ? cannotCome(seat) : null,
  ];
}

const moveClock = (label, minutes) =>
  act(label, () => post('/demo/clock', { minutes }), { done: t('clockMoved') });

function cannotCome(seat) {
  const reason = h('input', { name: 'reason', maxlength: '300', required: true });
  return formAct(
    t('cannotCome'),
    [field(t('reason'), reason)],
    t('sendCannot'),
    (form, key) =>
      post(`/v1/seats/${seat.id}/cancel`, { reason: form.get('reason'), version: seat.version }, { key }),
    { style: 'bad' },
  );
}

function declareParts(seat) {
  const planned = Math.round((Date.parse(seat.endsAt) - Date.parse(seat.startsAt)) / 60_000);
  const declare = async (minutes, key) => {
    await post(`/v1/seats/${seat.id}/declare-hours`, { minutes, version: seat.version }, { key });
    declared.add(seat.id);
  };
  const minutes = h('input', {
    name: 'minutes',
    type: 'number',
    min: '0',
    max: '2880',
    step: '5',
    value: planned,
  });
  return [
    acts(
      act(t('declare', { hours: hours(planned) }), (key) => declare(planned, key), {
        style: 'main',
        done: t('declared'),
      }),
    ),
    formAct(
      t('declareOther'),
      [field(t('minutes'), minutes)],
      t('declareSend'),
      (form, key) => declare(Number(form.get('minutes')), key),
      { done: t('declared') },
    ),
  ];
}

function week() {
  const mine = `/v1/helpers/${session.me.memberId}`;
  return panel({
    title: t('myWeek'),
    empty: t('weekEmpty'),
    load: () => Promise.all([get(`${mine}/weekly-hours`), get(`${mine}/profile`)]),
    render: ([week, profile]) => {
      const days = new Map();
      for (const one of week.hours) {
        days.set(one.weekday, [...(days.get(one.weekday) ?? []), `${one.startTime}–${one.endTime}`]);
      }
      return [
        h('p', {}, t('weekMost', { hours: hours(profile.weeklyMinutes) })),
        profile.pausedUntil ? mark(t('paused', { day: localDay(profile.pausedUntil) }), 'warn') : null,
        list(
          [...days].map(([day, times]) =>
            h('li', { class: 'row' }, h('span', {}, weekday(day)), h('span', {}, times.join(', '))),
          ),
        ) ?? soft(t('weekEmpty')),
      ];
    },
  });
}
