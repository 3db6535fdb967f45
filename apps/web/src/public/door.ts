/** What the pages at the door are made of: signing in, joining. */
export const by = <E extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as E;
export const words = (name: string) =>
  document.querySelector<HTMLTemplateElement>(`template[data-words="${name}"]`)?.content.textContent;

interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
}

/** Who one is, as far as the page wants to know. */
export interface Me {
  readonly secondFactor: 'passed' | 'needed' | 'to-enrol' | 'not-needed';
}

export function complain(sentence: string, field?: HTMLElement): void {
  const box = by('problem');
  box.textContent = sentence;
  box.hidden = false;
  if (field) field.setAttribute('aria-invalid', 'true');
  if (field) field.setAttribute('aria-describedby', 'problem');
  (field ?? box).focus();
}

/** One request with its form's buttons held; tells the problem in words and keeps what was typed. @returns the answer, if any */
export async function ask<T>(
  form: HTMLElement,
  method: 'POST' | 'PUT',
  path: string,
  body: object = {},
): Promise<T | undefined> {
  by('problem').hidden = true;
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const buttons = [...form.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  const answer = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  for (const button of buttons) button.disabled = false;
  if (answer?.ok) return answer.status === 204 ? ({} as T) : ((await answer.json()) as T);
  const problem = (await answer?.json().catch(() => undefined)) as Refusal | undefined;
  const told = problem ? [problem.title, problem.detail].filter(Boolean).join('. ') : undefined;
  complain(words(problem?.code ?? 'unreachable') ?? told ?? words('unreachable')!);
  return undefined;
}

/** Digits of an Arabic keyboard are digits. */
export const latinDigits = (text: string) =>
  text.replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

/** One field takes either: what has an @ is an e-mail address, what has enough digits is a phone. */
export function readAddress(typed: string): { email: string } | { phone: string } | undefined {
  const text = typed.trim();
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) return { email: text };
  const phone = latinDigits(text);
  return /^[+\d][\d\s()./-]{5,38}$/.test(phone) ? { phone } : undefined;
}

/** Runs the work instead of sending the form. */
export function onSubmit(form: string, work: () => Promise<void>): void {
  by(form).addEventListener('submit', (event) => {
    event.preventDefault();
    void work();
  });
}

export function onPress(button: string, work: () => Promise<void>): void {
  by(button).addEventListener('click', () => void work());
}
