/*
 * Runs alone, before the application's code is there: what it asks for first is on its way meanwhile, one wait on a slow
 * line instead of two. `client.ts` takes each answer once.
 */
declare global {
  interface Window {
    /** Answers that were asked for before the application's code was there, by address; none are added after that. */
    askedEarly?: Map<string, Promise<Response>>;
  }
}

const FIRST = [
  '/v1/me',
  '/v1/community',
  '/v1/categories?limit=100',
  '/v1/municipalities?limit=100',
] as const;

// Its file may come last: then the application has asked for all this itself, and answers nobody takes now would be
// taken for new ones later.
window.askedEarly ??= new Map(
  FIRST.map((path) => {
    const answer = fetch(path, {
      cache: 'no-store',
      headers: { 'Accept-Language': document.documentElement.lang },
    });
    // Whoever takes it hears of a failure; one that nobody takes is none.
    answer.catch(() => undefined);
    return [location.origin + path, answer];
  }),
);

/** The build tells which files the screen of an address is made of. */
const told = document.querySelector<HTMLElement>('[data-screens]')?.dataset['screens'] ?? '{}';
for (const file of (JSON.parse(told) as Readonly<Record<string, readonly string[]>>)[location.pathname] ??
  []) {
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.crossOrigin = '';
  link.href = file;
  document.head.append(link);
}

// What the browser knows of dates in this language it looks up at the first date, which takes a cheap phone a fifth of a
// second: nothing else is to be done now.
new Intl.DateTimeFormat(document.documentElement.lang).format();

export {};
