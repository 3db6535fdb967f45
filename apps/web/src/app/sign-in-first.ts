import { problemOf } from '../api/problem.js';
import { forgetKept } from '../offline/keep-offline.js';
import { INSIDE } from '../public/languages.js';

let going = false;

/** The page ends here by somebody's own wish: what it reads meanwhile leads nowhere else. */
export function leave(): void {
  going = true;
}

/**
 * Goes to the sign-in page, which comes back here, when that is what an answer asks for: nobody is signed in (any
 * more), or a second step is missing. A draft stays on the device. @returns whether it goes there
 */
export function signInFirst(error: unknown): boolean {
  const { code } = problemOf(error);
  const step = code === 'second-factor-required' ? 'step=second&' : '';
  if (code !== 'sign-in-first' && !step) return false;
  if (going) return true;
  leave();
  localStorage.removeItem(INSIDE);
  void forgetKept();
  location.replace(`/login?${step}next=${encodeURIComponent(location.pathname + location.search)}`);
  return true;
}
