import { get, post } from './api.js';
import { act, acts, alertBox, announce, field, formAct, h, list, mark, people, soft } from './dom.js';
import { dayAndTime, longDay, number, span } from './format.js';
import { session } from './session.js';
import { say, t, visitsOf } from './words.js';

const UNDO_SECONDS = 10;
const MOST_DATES = 6;

/** One proposal in full: what, why, who else; and the decision. */
export async function proposalDetail(id) {
  const proposal = await get(`/v1/proposals/${id}`);
  const { terms, checks, nextBest } = proposal.explanation;
  return [
    h('h2', { tabindex: '-1' }, `${say('category', proposal.categoryCode)} · ${proposal.municipality}`),
    h(
      'p',
      { class: 'row' },
      h(
        'span',
        {},
        h('b', {}, people(proposal.helperGivenName)),
        ` · ${proposal.zone} · ${visitsOf(proposal.visits)}`,
      ),
      h('span', { class: 'score' }, t('points', { n: proposal.score })),
    ),
    h(
      'p',
      {},
      mark(say('regime', proposal.regime)),
      ' ',
      proposal.firstTogether ? mark(t('firstTogether'), 'warn') : null,
    ),
    proposal.overrideReason
      ? soft(
          t('overridden', {
            rules: proposal.overrideRules.map((rule) => say('rule', rule)).join(', '),
            reason: proposal.overrideReason,
          }),
        )
      : null,
    ...decision(proposal),
    h('h3', {}, t('why')),
    h('div', { class: 'terms' }, ...(terms ?? []).filter(({ term }) => term !== 'serve').map(termRow)),
    h('h3', {}, t('checks')),
    h('ul', { class: 'checks' }, ...(checks ?? []).map((check) => h('li', {}, checkWords(check)))),
    h('h3', {}, t('nextBest')),
    (nextBest ?? []).length > 0
      ? list(nextBest.map((one) => nextRow(one, proposal.names)))
      : soft(t('noOther')),
    h('h3', {}, t('dates')),
    list(
      proposal.dates
        .slice(0, MOST_DATES)
        .map((date) =>
          h(
            'li',
            { class: 'row' },
            h('span', {}, span(date.startsAt, date.endsAt)),
            h('span', { class: 'soft' }, t('travelTo', { n: date.travelMinutes })),
          ),
        ),
    ),
  ];
}

function termRow({ term, points, most, values }) {
  const bar = h('span', {});
  bar.style.inlineSize = `${most > 0 ? Math.round((100 * points) / most) : 0}%`;
  return h(
    'div',
    { class: 'term' },
    h('span', {}, say('term', term)),
    h('span', { class: 'track', 'aria-hidden': 'true' }, bar),
    h('span', { class: 'end' }, h('b', {}, number(points)), `/${number(most)}`),
    h('span', { class: 'why' }, say('termWhy', whyOf(term, values), values)),
  );
}

function whyOf(term, values) {
  if (term === 'skill') return values.subjects === 0 ? 'skillNone' : term;
  if (term === 'language') return values.asked === 0 ? 'languageNone' : term;
  if (term === 'fairness') return values.neverPlaced ? 'fairnessNever' : term;
  if (term === 'reciprocity') return values.inDebit ? 'reciprocityYes' : 'reciprocityNo';
  if (term === 'preference') return values.asked ? 'preferenceYes' : 'preferenceNo';
  return term;
}

function checkWords({ check, values }) {
  if (check === 'credentials' && values.required === 0) return say('check', 'credentialsNone');
  return say('check', check, { ...values, until: values.until ? longDay(`${values.until}T12:00:00Z`) : '–' });
}

function nextRow(one, names) {
  const less = one.lower.map(({ term, fewer }) => `${say('term', term).toLowerCase()} −${fewer}`).join(', ');
  return h(
    'li',
    {},
    h('b', {}, people(names[one.helperId] || t('someone'))),
    ' ',
    h(
      'span',
      { class: 'soft' },
      [
        one.why === 'needed-elsewhere' ? t('elsewhere') : '',
        one.fewer > 0 ? t('fewer', { n: one.fewer, terms: less || '–' }) : '',
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}

function decision(proposal) {
  const { id, version, helperGivenName } = proposal;
  const approve = act(
    t('approve'),
    async (key) => {
      const { assignmentId } = await post(`/v1/proposals/${id}/approve`, {}, { key, version });
      offerUndo(assignmentId, helperGivenName);
    },
    { style: 'main' },
  );
  const reasons = [t('reject1'), t('reject2'), t('reject3')];
  const radios = h(
    'fieldset',
    {},
    h('legend', {}, t('rejectTitle')),
    ...reasons.map((reason, index) =>
      h(
        'label',
        { class: 'choice' },
        h('input', { type: 'radio', name: 'reason', value: reason, checked: index === 0 }),
        reason,
      ),
    ),
  );
  const other = h('input', { name: 'other', maxlength: '300' });
  return [
    acts(approve),
    formAct(
      t('reject'),
      [radios, field(`${t('rejectOther')} (${t('optional')})`, other)],
      t('reject'),
      (form, key) =>
        post(
          `/v1/proposals/${id}/reject`,
          { reason: form.get('other').trim() || form.get('reason') },
          { key, version },
        ),
      { style: 'bad', done: t('rejected') },
    ),
  ];
}

/** Ten seconds before the messages leave, counted on the page; the service has the last word. */
function offerUndo(assignmentId, name) {
  const words = h('span', {});
  const button = h('button', { class: 'button', type: 'button' }, t('undo'));
  const bar = h('div', { class: 'notice undo' }, words, button);
  document.querySelector('.undo')?.remove();
  document.getElementById('role').append(bar);
  announce(t('approved', { name, n: UNDO_SECONDS }));
  let left = UNDO_SECONDS;
  const tick = () => {
    words.textContent = left > 0 ? t('approved', { name, n: left }) : t('approvedSent', { name });
    button.hidden = left <= 0;
    if (left-- <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1_000);
  tick();
  button.addEventListener('click', async () => {
    clearInterval(timer);
    button.disabled = true;
    try {
      await post(`/v1/assignments/${assignmentId}/undo`);
      words.textContent = t('undone');
      button.hidden = true;
      await session.refresh();
    } catch (error) {
      bar.replaceChildren(alertBox(error));
    }
  });
}

export const proposalLine = (proposal) => [
  h('b', {}, `${say('category', proposal.categoryCode)} · ${proposal.municipality}`),
  h('br'),
  h('span', { class: 'soft' }, `${dayAndTime(proposal.firstStartsAt)} · `, people(proposal.helperGivenName)),
];
