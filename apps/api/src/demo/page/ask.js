import { get, items, newKey, post } from './api.js';
import { acts, attempt, field, h, panel } from './dom.js';
import { dayFromNow, hours } from './format.js';
import { rememberAsked, session } from './session.js';
import { CODES } from './words-codes.js';
import { say, t } from './words.js';

const DAYS_AHEAD = 3;
const WEEKS = 4;

/** The form of a family that asks for help; what it does not need to ask, it knows. */
export function askForm() {
  return panel({
    title: t('ask'),
    empty: '',
    load: () => Promise.all([items('/v1/households?limit=1'), get('/v1/me/account')]),
    render: ([[household], account]) => (household ? formFor(household, account) : []),
  });
}

const option = (value, label) => h('option', { value }, label);
const choice = (kind, name, value, label, checked) =>
  h(
    'label',
    { class: 'choice' },
    h('input', { type: kind, name, value, checked }),
    h('span', { dir: 'auto' }, label),
  );

/** Every quarter of an hour from six to midnight. */
function times(name, chosen) {
  const select = h('select', { name });
  for (let minute = 360; minute < 1_440; minute += 15) {
    const text = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    select.append(h('option', { value: text, selected: text === chosen }, text));
  }
  return select;
}

function partsFor(household, account) {
  const categories = session.categories.filter(({ active }) => active);
  const kind = h(
    'select',
    { name: 'categoryId' },
    ...categories.map((one) => option(one.id, say('category', one.code))),
  );
  kind.value = categories.find(({ code }) => code === 'babysitting')?.id ?? categories[0]?.id;
  const zones = [...session.zones].map(([id, name]) => option(id, name));
  const children = household.dependants.filter(({ archived }) => !archived);
  return {
    kind,
    children: h(
      'fieldset',
      {},
      h('legend', {}, t('children')),
      ...children.map((one) =>
        choice('checkbox', 'dependant', one.id, `${one.nickname} (${one.ageBand})`, true),
      ),
    ),
    subject: field(
      t('subject'),
      h(
        'select',
        { name: 'subject' },
        ...Object.keys(CODES.subject).map((code) => option(code, say('subject', code))),
      ),
    ),
    dropOff: h(
      'div',
      {},
      field(t('dropOffZone'), h('select', { name: 'dropOffZone' }, ...zones)),
      field(t('dropOffAddress'), h('input', { name: 'dropOffAddress', maxlength: '200' })),
    ),
    repeat: h(
      'fieldset',
      {},
      h('legend', {}, t('repeat')),
      choice('radio', 'frequency', 'once', t('once'), true),
      choice('radio', 'frequency', 'weekly', t('weekly')),
    ),
    until: field(t('until'), h('input', { name: 'untilDay', type: 'date', value: dayFromNow(WEEKS * 7) })),
    regime: h(
      'fieldset',
      {},
      h('legend', {}, t('how')),
      choice('radio', 'regime', 'volunteer', t('gift'), true),
      choice(
        'radio',
        'regime',
        'timebank',
        t('timebank', { hours: hours(account.balanceMinutes - account.heldMinutes) }),
      ),
    ),
  };
}

function formFor(household, account) {
  const parts = partsFor(household, account);
  const send = h('button', { class: 'button main', type: 'submit' }, t('sendRequest'));
  const form = h(
    'form',
    { novalidate: true },
    field(t('kind'), parts.kind),
    parts.children,
    parts.subject,
    parts.dropOff,
    field(
      t('day'),
      h('input', { name: 'firstDay', type: 'date', value: dayFromNow(DAYS_AHEAD), min: dayFromNow(0) }),
    ),
    h(
      'div',
      { class: 'pair' },
      field(t('from'), times('startTime', '15:00')),
      field(t('to'), times('endTime', '17:00')),
    ),
    parts.repeat,
    parts.until,
    parts.regime,
    field(
      t('note'),
      h('textarea', { name: 'note', maxlength: '300', rows: '2', dir: 'auto' }),
      t('noteHint'),
    ),
    acts(send),
  );
  const fit = () => {
    const category = session.categories.find(({ id }) => id === parts.kind.value);
    parts.children.hidden = !category?.needsDependants;
    parts.subject.hidden = !category?.needsSubjects;
    parts.dropOff.hidden = !category?.needsDropOff;
    parts.until.hidden = new FormData(form).get('frequency') !== 'weekly';
  };
  form.addEventListener('change', fit);
  fit();
  let key = { of: '', key: '' };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = bodyOf(new FormData(form), household);
    // The same words sent twice are one request; other words are another.
    const of = JSON.stringify(body);
    if (key.of !== of) key = { of, key: newKey() };
    void attempt(
      form,
      [send],
      async () => {
        const { id } = await post('/v1/requests', body, { key: key.key });
        rememberAsked(id);
        key = { of: '', key: '' };
        keepSaying(t('sent'));
      },
      t('sent'),
    );
  });
  return [saidBefore(), form];
}

// The form is built anew after a request; what happened must outlive it.
let said = '';
const keepSaying = (sentence) => (said = sentence);
function saidBefore() {
  const sentence = said;
  said = '';
  return sentence ? h('p', { class: 'notice' }, sentence) : null;
}

function bodyOf(form, household) {
  const category = session.categories.find(({ id }) => id === form.get('categoryId'));
  const frequency = form.get('frequency');
  const regime = form.get('regime');
  return {
    householdId: household.id,
    categoryId: category.id,
    open: true,
    dependantIds: category.needsDependants ? form.getAll('dependant') : [],
    subjects: category.needsSubjects ? [form.get('subject')] : [],
    schedule: {
      frequency,
      firstDay: form.get('firstDay'),
      startTime: form.get('startTime'),
      endTime: form.get('endTime'),
      ...(frequency === 'weekly' ? { untilDay: form.get('untilDay') } : {}),
    },
    regimes: [regime],
    ...(regime === 'timebank' ? { payerMemberId: session.me.memberId } : {}),
    ...(category.needsDropOff && form.get('dropOffAddress')
      ? { dropOff: { zoneId: form.get('dropOffZone'), address: form.get('dropOffAddress') } }
      : {}),
    ...(form.get('note').trim() ? { note: form.get('note').trim() } : {}),
  };
}
