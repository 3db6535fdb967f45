export const BROWSERS = ['firefox', 'edge', 'opera', 'samsung', 'chrome', 'safari', 'other'] as const;
export const SYSTEMS = ['android', 'ios', 'windows', 'macos', 'linux', 'other'] as const;
export type BrowserName = (typeof BROWSERS)[number];
export type SystemName = (typeof SYSTEMS)[number];

/** Enough for its owner to say "that was me", and no more: neither versions nor models. */
export interface BrowserKind {
  readonly browser: BrowserName;
  readonly system: SystemName;
}

/** The browser somebody signs in with; its token is a long-lived cookie's. */
export interface Device extends BrowserKind {
  readonly token: string;
}

/** In this order: most browsers also name those they descend from. */
const BROWSER_MARKS: readonly (readonly [RegExp, BrowserName])[] = [
  [/Edg(?:e|A|iOS)?\//, 'edge'],
  [/OPR\/|Opera/, 'opera'],
  [/SamsungBrowser\//, 'samsung'],
  [/Firefox\/|FxiOS\//, 'firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'chrome'],
  [/Safari\//, 'safari'],
];
const SYSTEM_MARKS: readonly (readonly [RegExp, SystemName])[] = [
  [/Android/, 'android'],
  [/iPhone|iPad|iPod/, 'ios'],
  [/Windows/, 'windows'],
  [/Macintosh|Mac OS X/, 'macos'],
  [/Linux|CrOS|X11/, 'linux'],
];

/** What kind of browser sent this `User-Agent`, as far as it says. */
export function browserKind(userAgent: string | undefined): BrowserKind {
  const text = userAgent ?? '';
  return {
    browser: BROWSER_MARKS.find(([mark]) => mark.test(text))?.[1] ?? 'other',
    system: SYSTEM_MARKS.find(([mark]) => mark.test(text))?.[1] ?? 'other',
  };
}
