import { get, items, post } from './api.js';
import {
  act,
  acts,
  alertBox,
  field,
  formAct,
  h,
  list,
  mark,
  pagedList,
  pagedPanel,
  panel,
  soft,
} from './dom.js';
import { dayAndTime, number, span } from './format.js';
import { inbox } from './own.js';
import { proposalDetail, proposalLine } from './proposal.js';
import { asked } from './session.js';
import { say, t } from './words.js';

const LOOK_AGAIN_MS = 3_000;
const MOST_LOOKS = 40;

/** What a coordinator sees. The proposals take the whole width. */
export function coordinatorParts() {
  return [queue(), unmatched(), runs(), disputes(), deliveries(), deadLetters(), inbox()];
}

function queue() {
  let chosen = null;
  const detail = h('div', { 'aria-live': 'polite' });
  const show = async (proposal, move) => {
    chosen = proposal?.id ?? null;
    for (const pick of document.querySelectorAll('.pick')) {
      pick.setAttribute('aria-current', String(pick.dataset.id === chosen));
    }
    if (!chosen) return detail.replaceChildren(soft(t('proposalsEmpty')));
    const mine = chosen;
    try {
      const nodes = await proposalDetail(mine);
      if (mine !== chosen) return;
      detail.replaceChildren(...nodes.flat().filter(Boolean));
      if (move) detail.querySelector('h2').focus();
    } catch (error) {
      detail.replaceChildren(alertBox(error));
    }
  };
  const row = (proposal) =>
    h(
      'li',
      {},
      h(
        'button',
        { class: 'pick', type: 'button', 'data-id': proposal.id, onclick: () => void show(proposal, true) },
        h('span', { class: 'score' }, number(proposal.score)),
        h('span', {}, ...proposalLine(proposal), asked().includes(proposal.requestId) ? newMark() : null),
      ),
    );
  const page = async (cursor) => {
    const [found, mine] = await Promise.all([
      get(`/v1/proposals?limit=8${cursor ? `&cursor=${cursor}` : ''}`),
      justAsked(),
    ]);
    const first = cursor ? [] : mine;
    const known = new Set(mine.map(({ id }) => id));
    return { ...found, items: [...first, ...found.items.filter(({ id }) => !known.has(id))] };
  };
  const part = panel({
    title: t('proposals'),
    empty: t('proposalsEmpty'),
    load: () => page(),
    render: (first) => {
      if (first.items.length === 0) return [];
      const next = first.items.find(({ id }) => id === chosen) ?? first.items[0];
      queueMicrotask(() => void show(next, false));
      return h('div', { class: 'queue' }, h('div', {}, ...pagedList(first, page, row, 'picks')), detail);
    },
  });
  part.element.classList.add('wide');
  void lookAgain(part);
  return part;
}

const newMark = () => [h('br'), mark(t('justAsked'), 'good')];

/** The proposals for what was asked on this page. */
async function justAsked() {
  const found = await Promise.all(asked().map((id) => items(`/v1/proposals?requestId=${id}`)));
  return found.flat();
}

/** Matching answers a new request within seconds: its proposal appears without being asked for. */
async function lookAgain(part) {
  let before = null;
  for (let look = 0; look < MOST_LOOKS && asked().length > 0; look++) {
    await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
    if (look > 0 && !part.element.isConnected) return;
    const now = await justAsked().catch(() => []);
    const ids = now.map(({ id }) => id).join();
    if (before !== null && ids !== before) await part.refresh();
    before = ids;
  }
}

function unmatched() {
  return pagedPanel({
    title: t('unmatched'),
    empty: t('unmatchedEmpty'),
    path: '/v1/unmatched-visits',
    limit: 6,
    row: (visit) => {
      const keptOut = Object.entries(visit.facts.keptOut ?? {}).slice(0, 4);
      return h(
        'li',
        {},
        h('p', {}, h('b', {}, `${say('category', visit.categoryCode)} · ${visit.municipality}`)),
        h('p', {}, dayAndTime(visit.startsAt)),
        h('p', {}, mark(say('rule', visit.facts.rule ?? visit.why), 'warn')),
        keptOut.length > 0
          ? soft(t('keptOut', { rules: keptOut.map(([rule, n]) => `${say('rule', rule)} ${n}`).join(', ') }))
          : null,
      );
    },
  });
}

function runs() {
  const part = pagedPanel({
    title: t('runs'),
    empty: t('runsEmpty'),
    path: '/v1/matching-runs',
    limit: 4,
    row: (run) => {
      // Its own count: the business clock may have been moved meanwhile.
      const { loadMs, solveMs } = run.counts;
      return h(
        'li',
        {},
        h(
          'p',
          { class: 'row' },
          h('b', {}, dayAndTime(run.startedAt)),
          mark(say('runState', run.state), run.state === 'failed' ? 'bad' : 'good'),
        ),
        run.state === 'done' ? h('p', {}, t('runLine', run.counts)) : null,
        soft(
          [
            say('runCause', run.cause),
            run.gap === null ? '' : t('gap', { gap: number(run.gap * 100, 4) }),
            solveMs === undefined ? '' : t('took', { s: number((loadMs + solveMs) / 1_000, 1) }),
          ]
            .filter(Boolean)
            .join(' · '),
        ),
      );
    },
  });
  part.element.append(
    acts(act(t('runNow'), (key) => post('/v1/matching-runs', {}, { key }), { done: t('runAsked') })),
  );
  return part;
}

function disputes() {
  return panel({
    title: t('disputes'),
    empty: t('disputesEmpty'),
    load: () => items('/v1/time-entries?list=disputed'),
    render: (entries) => list(entries.map(disputeRow)),
  });
}

function disputeRow(entry) {
  const minutes = h('input', {
    name: 'minutes',
    type: 'number',
    min: '0',
    max: '2880',
    value: entry.declaredMinutes,
  });
  const reason = h('input', { name: 'reason', maxlength: '500', required: true });
  return h(
    'li',
    {},
    h('p', {}, h('b', {}, span(entry.startsAt, entry.endsAt)), ' ', mark(say('regime', entry.regime))),
    h('p', {}, t('declaredMinutes', { a: entry.declaredMinutes, b: entry.answeredMinutes ?? '–' })),
    entry.disputeReason ? h('p', { dir: 'auto' }, `“${entry.disputeReason}”`) : null,
    formAct(
      t('settle'),
      [field(t('minutes'), minutes), field(t('reason'), reason)],
      t('settle'),
      (form, key) =>
        post(
          `/v1/time-entries/${entry.id}/settle`,
          { minutes: Number(form.get('minutes')), reason: form.get('reason'), version: entry.version },
          { key },
        ),
      { done: t('settled') },
    ),
  );
}

function deliveries() {
  return pagedPanel({
    title: t('deliveries'),
    empty: t('deliveriesEmpty'),
    path: '/v1/deliveries',
    row: (delivery) =>
      h(
        'li',
        {},
        h('p', {}, h('b', {}, delivery.topic), ' ', mark(delivery.failure ?? delivery.state, 'bad')),
        soft(`${delivery.channel} · ${t('tries', { n: delivery.attempts })} · ${dayAndTime(delivery.dueAt)}`),
        acts(act(t('retry'), (key) => post(`/v1/deliveries/${delivery.id}/retry`, {}, { key }))),
      ),
  });
}

function deadLetters() {
  return pagedPanel({
    title: t('deadLetters'),
    empty: t('deadLettersEmpty'),
    path: '/v1/dead-letters',
    row: (letter) =>
      h(
        'li',
        {},
        h('p', {}, h('b', {}, letter.reaction), ' ', mark(letter.lastError ?? letter.topic, 'bad')),
        soft(`${t('tries', { n: letter.attempts })} · ${dayAndTime(letter.deadAt)}`),
        acts(act(t('retry'), (key) => post(`/v1/dead-letters/${letter.id}/retry`, {}, { key }))),
      ),
  });
}
