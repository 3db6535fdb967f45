import { get, items, post } from './api.js';
import { act, acts, h, list, mark, pagedPanel, panel, people, soft } from './dom.js';
import { askForm } from './ask.js';
import { dayAndTime, localDay, span, weekday } from './format.js';
import { auditRow, balance, hoursToConfirm, inbox } from './own.js';
import { say, t, visitsOf } from './words.js';

/** What a family sees. */
export function familyParts() {
  return [
    guardianAnswers(),
    hoursToConfirm(),
    nextVisits(),
    askForm(),
    requests(),
    whoComes(),
    balance(),
    inbox(),
    pagedPanel({
      title: t('whoRead'),
      hint: t('whoReadHint'),
      empty: t('whoReadEmpty'),
      path: '/v1/me/audit-records',
      row: auditRow,
      limit: 8,
    }),
  ];
}

function nextVisits() {
  return pagedPanel({
    title: t('nextVisits'),
    empty: t('visitsEmpty'),
    path: '/v1/visits?side=family',
    limit: 5,
    row: (visit) =>
      h(
        'li',
        {},
        h(
          'p',
          { class: 'row' },
          h('b', {}, say('category', visit.categoryCode)),
          visit.seatsTaken >= visit.seatsNeeded
            ? mark(t('somebodyComes'), 'good')
            : mark(t('nobodyYet'), 'warn'),
        ),
        h('p', {}, span(visit.startsAt, visit.endsAt)),
      ),
  });
}

function requests() {
  return pagedPanel({
    title: t('myRequests'),
    empty: t('requestsEmpty'),
    path: '/v1/requests',
    limit: 5,
    row: (request) =>
      h(
        'li',
        {},
        h(
          'p',
          { class: 'row' },
          h('b', {}, say('category', request.categoryCode)),
          mark(say('requestState', request.state), request.state === 'open' ? 'good' : ''),
        ),
        h('p', {}, whenOf(request)),
        request.state === 'open' ? soft(t('covered', request.coverage)) : null,
        ['draft', 'open', 'needs-info'].includes(request.state)
          ? acts(
              act(t('withdraw'), (key) => post(`/v1/requests/${request.id}/withdraw`, {}, { key }), {
                style: 'bad',
                done: t('withdrawn'),
              }),
            )
          : null,
      ),
  });
}

function whenOf(request) {
  const times = `${request.startTime}–${request.endTime}`;
  if (request.frequency === 'once') return `${localDay(request.firstDay)}, ${times}`;
  return t('weeklyOn', {
    days: request.weekdays.map(weekday).join(', '),
    times,
    until: localDay(request.untilDay),
  });
}

/** The details of the assignments in a state; each read is recorded, so only the few that are shown. */
async function assignments(state) {
  const found = await items(`/v1/assignments?state=${state}&limit=5`);
  return Promise.all(found.map(({ id }) => get(`/v1/assignments/${id}`)));
}

function introduction({ helper, visits, firstStartsAt, regime }) {
  return [
    h('p', {}, h('b', {}, people(helper?.givenName ?? t('someone'))), ' ', mark(say('regime', regime))),
    h(
      'p',
      {},
      [firstStartsAt ? dayAndTime(firstStartsAt) : '', visitsOf(visits)].filter(Boolean).join(' · '),
    ),
    helper?.languages.length > 0
      ? soft(t('speaks', { languages: helper.languages.map((code) => say('language', code)).join(', ') }))
      : null,
    helper?.checksPassed.length > 0 ? soft(t('checked', { checks: helper.checksPassed.join(', ') })) : null,
  ];
}

function guardianAnswers() {
  const answer = (assignment, word, label, style) =>
    act(
      label,
      (key) =>
        post(`/v1/assignments/${assignment.id}/guardian-${word}`, { version: assignment.version }, { key }),
      { style },
    );
  return panel({
    title: t('waitingYes'),
    empty: t('waitingYesEmpty'),
    load: () => assignments('awaiting-guardian'),
    render: (waiting) =>
      list(
        waiting.map((one) =>
          h(
            'li',
            {},
            ...introduction(one),
            acts(answer(one, 'yes', t('guardianYes'), 'main'), answer(one, 'no', t('guardianNo'), 'bad')),
          ),
        ),
      ),
  });
}

function whoComes() {
  return panel({
    title: t('comes'),
    empty: t('comesEmpty'),
    load: () => assignments('confirmed'),
    render: (confirmed) =>
      list(
        confirmed.map((one) =>
          h(
            'li',
            {},
            ...introduction(one),
            one.contact?.helperPhone ? soft(t('call', { phone: one.contact.helperPhone })) : null,
          ),
        ),
      ),
  });
}
