/** Remembers the language of the page for the next one, and marks it in the switch. */
export function rememberLanguage(): void {
  const language = document.documentElement.lang;
  document.cookie = `intreccio-language=${language}; path=/; max-age=31536000; samesite=lax`;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a')) {
    if (link.lang === language) link.setAttribute('aria-current', 'true');
    // What else the address says, such as the token of a mail, is kept.
    const address = new URL(location.href);
    address.searchParams.set('lang', link.lang);
    link.href = address.pathname + address.search;
  }
}

/** Set while somebody is signed in here: the session's cookie itself is out of the page's reach. */
export const INSIDE = 'intreccio.inside';

/** Where one goes after signing in at a service: the way there leads over another site. */
export const NEXT = 'intreccio.next';

/** Only a path of this site: an address that names another place is not followed. */
export const safePath = (next: string | null) => (next && /^\/[a-z]/.test(next) ? next : '/home');
