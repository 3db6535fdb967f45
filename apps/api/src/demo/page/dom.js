import { get, newKey } from './api.js';
import { session } from './session.js';
import { problemWords, t } from './words.js';

/** An element. Attributes that are functions listen; null and false are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(
    ...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** What people wrote: it finds its own direction. */
export const people = (text) => h('span', { dir: 'auto' }, text);
export const soft = (...children) => h('p', { class: 'soft' }, ...children);
export const mark = (text, kind = '') => h('span', { class: `mark ${kind}` }, text);
export const acts = (...buttons) => h('div', { class: 'acts' }, ...buttons);
export const list = (rows, kind = '') =>
  rows.length > 0 ? h('ul', { class: `list ${kind}` }, ...rows) : null;

/** Says something to those who cannot see it. */
export function announce(sentence) {
  document.getElementById('status').textContent = sentence;
}

export function alertBox(error) {
  if (!('code' in error)) console.error(error);
  const { title, detail, fields } = problemWords(error);
  return h(
    'div',
    { class: 'alert', role: 'alert', tabindex: '-1' },
    h('strong', {}, title),
    detail ? h('p', {}, detail) : null,
    fields.length > 0 ? h('ul', {}, ...fields.map((field) => h('li', {}, field))) : null,
  );
}

/**
 * A part of the page that loads by itself. `render` answers with nodes; none: `empty` says what happens next.
 * A part somebody is writing in is not loaded again under their hands.
 */
export function panel({ title, hint, load, render, empty }) {
  const body = h('div', {});
  const heading = h('h2', { tabindex: '-1' }, title);
  const element = h('section', { class: 'card panel' }, heading, hint ? soft(hint) : null, body);
  let turn = 0;
  element.addEventListener('input', () => (element.dataset.writing = 'yes'));
  const refresh = async () => {
    if (element.dataset.writing) return;
    const mine = ++turn;
    body.setAttribute('aria-busy', 'true');
    const slow = setTimeout(() => body.hasChildNodes() || body.append(soft(t('loading'))), 300);
    let nodes;
    try {
      const found = render(await load(), refresh);
      nodes = [found].flat(3).filter(Boolean);
      if (nodes.length === 0) nodes = [soft(empty)];
    } catch (error) {
      nodes = [
        alertBox(error),
        acts(h('button', { class: 'button', type: 'button', onclick: refresh }, t('retry'))),
      ];
    } finally {
      clearTimeout(slow);
    }
    if (mine !== turn || element.dataset.writing) return;
    const focused = body.contains(document.activeElement);
    body.replaceChildren(...nodes);
    body.removeAttribute('aria-busy');
    if (focused) heading.focus();
  };
  return { element, refresh };
}

/** A list in pages. `row` makes an `li`. */
export function pagedPanel({ title, hint, path, row, empty, limit = 10 }) {
  const page = (cursor) =>
    get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
  return panel({
    title,
    hint,
    empty,
    load: page,
    render: (first) => (first.items.length > 0 ? pagedList(first, page, row) : []),
  });
}

/** The rows of a page, and a button that brings the next. */
export function pagedList(first, next, row, kind = '') {
  const rows = list(first.items.map(row), kind);
  let cursor = first.nextCursor;
  const more = h('button', { class: 'button', type: 'button' }, t('more'));
  const holder = acts(more);
  holder.hidden = !cursor;
  more.addEventListener('click', async () => {
    more.disabled = true;
    try {
      const page = await next(cursor);
      const added = page.items.map(row);
      rows.append(...added);
      cursor = page.nextCursor;
      holder.hidden = !cursor;
      added[0]?.querySelector('button, a, input')?.focus();
    } catch (error) {
      holder.after(alertBox(error));
    }
    more.disabled = false;
  });
  return [rows, holder];
}

/** Runs what a button or form stands for; what went wrong is told beside it and nothing typed is lost. */
export async function attempt(place, controls, run, done) {
  place.parentElement?.querySelectorAll(':scope > .alert').forEach((old) => old.remove());
  for (const control of controls) control.disabled = true;
  try {
    await run();
    announce(typeof done === 'function' ? done() : (done ?? t('done')));
    const section = place.closest('section');
    if (section) delete section.dataset.writing;
    await session.refresh();
  } catch (error) {
    const box = alertBox(error);
    if (error.status === 409 || error.status === 412) box.append(reloadButton(place));
    place.before(box);
    box.focus();
  }
  for (const control of controls) control.disabled = false;
}

function reloadButton(place) {
  const reload = () => {
    const section = place.closest('section');
    if (section) delete section.dataset.writing;
    void session.refresh();
  };
  return acts(h('button', { class: 'button', type: 'button', onclick: reload }, t('showNew')));
}

/** A button that does one thing. The key is the button's own: a double tap is one act. */
export function act(label, run, { style = '', done } = {}) {
  const key = newKey();
  const button = h('button', { class: `button ${style}`, type: 'button' }, label);
  button.addEventListener('click', () =>
    attempt(button.closest('.acts') ?? button, [button], () => run(key), done),
  );
  return button;
}

/** A small form behind a summary: for what needs a reason or a number. */
export function formAct(summary, fields, label, run, { style = '', done } = {}) {
  const button = h('button', { class: `button ${style}`, type: 'submit' }, label);
  const form = h('form', {}, ...fields, acts(button));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(form, [button], () => run(new FormData(form), newKey()), done);
  });
  return h('details', {}, h('summary', {}, summary), form);
}

let fieldNumber = 0;
/** A label and its control. */
export function field(label, control, hint) {
  control.id = `field-${++fieldNumber}`;
  return h(
    'div',
    { class: 'field' },
    h('label', { for: control.id }, label),
    control,
    hint ? soft(hint) : null,
  );
}
