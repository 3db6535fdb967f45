import { ask, by, words } from './door.js';
import { NEXT } from './languages.js';

/** A button for each service that this installation signs in through; most have none. */
export async function showProviders(next: string | null): Promise<void> {
  const answer = await fetch('/v1/sign-in/providers', {
    headers: { 'accept-language': document.documentElement.lang },
  }).catch(() => undefined);
  const providers = answer?.ok ? ((await answer.json()) as { id: string; name: string }[]) : [];
  by('provider-buttons').replaceChildren(
    ...providers.map(({ id, name }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button';
      button.textContent = words('with')!.replace('{name}', () => name);
      button.addEventListener('click', () => void leaveFor(id, next));
      return button;
    }),
  );
  // Whoever is on their second step meanwhile has chosen already.
  by('providers').hidden = providers.length === 0 || by('ask').hidden;
}

async function leaveFor(id: string, next: string | null): Promise<void> {
  const way = await ask<{ url: string }>(by('providers'), 'POST', `/v1/sign-in/providers/${id}`);
  if (!way) return;
  sessionStorage.setItem(NEXT, next ?? '');
  location.assign(way.url);
}
