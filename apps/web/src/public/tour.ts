import { ask, by, words } from './door.js';
import { element } from './element.js';

/** What the demonstration says of itself. */
export interface DemoState {
  readonly community: string;
  readonly timeZone: string;
  /** Business time, which the clock of the demonstration moves. */
  readonly now: string;
  readonly roles: readonly { readonly key: string; readonly givenName: string }[];
}

export async function readDemo(): Promise<DemoState> {
  const answer = await fetch('/demo/state');
  if (!answer.ok) throw new Error(`the demonstration answered ${answer.status}`);
  return (await answer.json()) as DemoState;
}

/** One button a person, each signs in as them. @param enter leads inside */
export function showRoles({ roles }: DemoState, enter: () => void): void {
  by('tour-roles').replaceChildren(
    ...roles.map(({ key, givenName }) => {
      const name = element('small', { dir: 'auto' }, givenName);
      const button = element(
        'button',
        { type: 'button', className: 'button' },
        words(`role-${key}`) ?? key,
        name,
      );
      button.addEventListener('click', () => {
        const inside = ask(by('tour'), 'POST', '/demo/sign-in', { role: key });
        void inside.then((done) => done && enter());
      });
      return button;
    }),
  );
}
