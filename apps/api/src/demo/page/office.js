import { get, post } from './api.js';
import { act, acts, h, mark, pagedPanel, panel, people, soft } from './dom.js';
import { longDay, number } from './format.js';
import { auditRow, inbox } from './own.js';
import { session } from './session.js';
import { say, t } from './words.js';

/** What an administrator sees. */
export function administratorParts() {
  return [policies(), members(), ...auditorParts()];
}

/** What an auditor sees. */
export function auditorParts() {
  return [records(), inbox()];
}

function policies() {
  const shown = (value) => (typeof value === 'boolean' ? t(value ? 'yes' : 'no') : number(value));
  return panel({
    title: t('policies'),
    hint: t('policiesHint'),
    empty: '',
    load: () => get('/v1/policies'),
    render: (lines) =>
      h(
        'div',
        { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('policies') },
        h(
          'table',
          {},
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('th', { scope: 'col' }, t('policy')),
              h('th', { scope: 'col', class: 'end' }, t('value')),
            ),
          ),
          h(
            'tbody',
            {},
            ...lines.map((line) =>
              h(
                'tr',
                {},
                h('td', {}, session.language === 'it' ? say('policy', line.key) : line.meaning),
                h('td', { class: 'end' }, shown(line.value)),
              ),
            ),
          ),
        ),
      ),
  });
}

function members() {
  return pagedPanel({
    title: t('members'),
    empty: t('membersEmpty'),
    path: '/v1/members',
    row: (member) =>
      h(
        'li',
        {},
        h(
          'p',
          { class: 'row' },
          h('b', {}, people(`${member.givenName ?? ''} ${member.familyName ?? ''}`)),
          mark(say('memberState', member.state), member.state === 'active' ? 'good' : 'warn'),
        ),
        soft(
          [
            (member.roles ?? []).map((role) => say('role', role)).join(', '),
            t('since', { day: longDay(member.registeredAt) }),
            member.reachable === false ? t('deskOnly') : '',
          ]
            .filter(Boolean)
            .join(' · '),
        ),
      ),
  });
}

function records() {
  const result = h('div', { 'aria-live': 'polite' });
  const part = pagedPanel({
    title: t('audit'),
    hint: t('verifyHint'),
    empty: t('auditEmpty'),
    path: '/v1/audit-records',
    row: (record) => {
      const row = auditRow(record);
      row.append(mark(record.sealNumber === null ? t('notSealed') : t('sealed', { n: record.sealNumber })));
      return row;
    },
  });
  const verify = act(t('verify'), async () => {
    const check = await post('/v1/audit-records/verify');
    result.replaceChildren(
      check.intact
        ? h('p', { class: 'notice' }, t('intact'))
        : h('p', { class: 'alert' }, t('broken', { n: check.firstBroken })),
    );
  });
  part.element.querySelector('h2').after(acts(verify), result);
  return part;
}
