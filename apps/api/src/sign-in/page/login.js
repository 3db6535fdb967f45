import { WORDS } from './login-words.js';

const INSIDE = 'intreccio.inside';
const LANGUAGE = 'intreccio.language';
const by = (id) => document.getElementById(id);
const token = new URLSearchParams(location.search).get('token');
let language = localStorage.getItem(LANGUAGE) === 'en' ? 'en' : 'it';
const words = () => WORDS[language];

function speak(chosen) {
  language = chosen;
  localStorage.setItem(LANGUAGE, chosen);
  document.documentElement.lang = chosen;
  document.title = words().pageTitle;
  for (const element of document.querySelectorAll('[data-words]')) {
    element.textContent = words()[element.dataset.words];
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  }
  if (!by('sent').hidden) by('sent').textContent = words().sent;
}

function complain(sentence, field) {
  const box = by('problem');
  box.textContent = sentence;
  box.hidden = false;
  field?.setAttribute('aria-invalid', 'true');
  (field ?? box).focus();
}

/** One POST with its form's button held; tells the problem in words and keeps what was typed. */
async function post(form, path, body) {
  by('problem').hidden = true;
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    });
    if (answer.ok) return true;
    const problem = await answer.json();
    complain(words().problems[problem.code] ?? [problem.title, problem.detail].filter(Boolean).join('. '));
  } catch {
    complain(words().offline);
  } finally {
    button.disabled = false;
  }
  return false;
}

async function enter(form, body) {
  if (!(await post(form, '/v1/sign-in/confirm', body))) return;
  sessionStorage.setItem(INSIDE, 'yes');
  location.replace('/');
}

by('ask').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = by('email');
  by('sent').hidden = true;
  if (!field.validity.valid) return complain(words().emailWrong, field);
  if (await post(event.target, '/v1/sign-in', { email: field.value.trim(), language })) {
    by('sent').textContent = words().sent;
    by('sent').hidden = false;
    by('code').focus();
  }
});

by('with-code').addEventListener('submit', async (event) => {
  event.preventDefault();
  const code = by('code').value.replaceAll(/\s/g, '');
  if (!/^\d{8}$/.test(code)) return complain(words().codeWrong, by('code'));
  await enter(event.target, { code });
});

by('with-link').addEventListener('submit', async (event) => {
  event.preventDefault();
  await enter(event.target, { token });
});

by('sign-out').addEventListener('click', async () => {
  if (!(await post(by('inside'), '/v1/sign-out'))) return;
  sessionStorage.removeItem(INSIDE);
  by('inside').hidden = true;
});

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => speak(button.dataset.language));
}
speak(language);
by('with-link').hidden = !token;
// Here only where no other page takes over at "/": the session cookie itself is out of the page's reach.
by('inside').hidden = Boolean(token) || sessionStorage.getItem(INSIDE) === null;
