import { get, items, post } from './api.js';
import { act, acts, field, formAct, h, list, mark, pagedPanel, panel, people, soft } from './dom.js';
import { dayAndTime, hours, longDay, span } from './format.js';
import { session } from './session.js';
import { say, t } from './words.js';

/** Parts that a family and a helper share: hours to confirm, balance, inbox. */

/** Hours the other side declared, one tap each; or a word to the desk. */
export function hoursToConfirm() {
  return panel({
    title: t('hoursToConfirm'),
    empty: t('hoursEmpty'),
    load: () => items('/v1/time-entries?list=mine'),
    render: (entries) => list(entries.map(entryRow)),
  });
}

function entryRow(entry) {
  const reason = h('input', { name: 'reason', maxlength: '500', required: true });
  return h(
    'li',
    {},
    h('p', {}, span(entry.startsAt, entry.endsAt), ' ', mark(say('regime', entry.regime))),
    acts(
      act(
        t('confirmHours', { hours: hours(entry.declaredMinutes) }),
        (key) => post(`/v1/time-entries/${entry.id}/confirm`, { version: entry.version }, { key }),
        { style: 'main', done: t('hoursConfirmed') },
      ),
    ),
    formAct(
      t('dispute'),
      [field(t('reason'), reason)],
      t('sendDispute'),
      (form, key) =>
        post(
          `/v1/time-entries/${entry.id}/dispute`,
          { reason: form.get('reason'), version: entry.version },
          { key },
        ),
      { style: 'bad' },
    ),
  );
}

export function balance() {
  return panel({
    title: t('balance'),
    empty: t('statementEmpty'),
    load: () => Promise.all([get('/v1/me/account'), items('/v1/me/statement?limit=8')]),
    render: ([account, lines]) => [
      h(
        'div',
        { class: 'numbers' },
        h('div', {}, h('b', {}, hours(account.balanceMinutes)), t('saldo')),
        h('div', {}, h('b', {}, hours(account.heldMinutes)), t('held')),
      ),
      h('h3', {}, t('statement')),
      lines.length > 0 ? list(lines.map(statementRow)) : soft(t('statementEmpty')),
    ],
  });
}

function statementRow(line) {
  return h(
    'li',
    { class: 'row' },
    h('span', {}, say('entryKind', line.kind), h('br'), h('span', { class: 'soft' }, longDay(line.at))),
    h(
      'span',
      { class: 'end' },
      h('b', {}, `${line.minutes > 0 ? '+' : ''}${hours(line.minutes)}`),
      h('br'),
      h('span', { class: 'soft' }, `${t('saldo')} ${hours(line.balanceAfterMinutes)}`),
    ),
  );
}

export function inbox() {
  return pagedPanel({
    title: t('inbox'),
    empty: t('inboxEmpty'),
    path: '/v1/me/notifications',
    limit: 5,
    row: (notice) =>
      h(
        'li',
        {},
        h('p', {}, h('b', {}, people(notice.subject)), ' ', notice.readAt ? null : mark(t('unread'), 'good')),
        h('p', { class: 'mail-text', dir: 'auto' }, notice.text),
        soft(dayAndTime(notice.createdAt)),
        notice.readAt
          ? null
          : acts(
              act(t('markRead'), (key) => post(`/v1/me/notifications/${notice.id}/read`, {}, { key }), {
                style: 'quiet',
              }),
            ),
      ),
  });
}

/** Who an id of the record is, as far as the reader may know. */
export function actorWords(memberId) {
  if (!memberId) return t('system');
  return memberId === session.me?.memberId ? t('me') : t('person', { id: memberId.slice(-4) });
}

export function auditRow(record) {
  return h(
    'li',
    { class: 'row' },
    h('span', {}, h('b', {}, actorWords(record.actorMemberId)), ` ${say('audit', record.action)}`),
    h('span', { class: 'soft' }, dayAndTime(record.at)),
  );
}
