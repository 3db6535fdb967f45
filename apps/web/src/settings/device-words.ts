import { t } from '../words/words.js';

const BROWSERS: Readonly<Record<string, string>> = {
  firefox: 'Firefox',
  edge: 'Edge',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  chrome: 'Chrome',
  safari: 'Safari',
};
const SYSTEMS: Readonly<Record<string, string>> = {
  android: 'Android',
  ios: 'iOS',
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
};

/** "Firefox on Android", as coarsely as it is kept; undefined when nothing is. */
export function deviceWords({
  browser,
  system,
}: {
  readonly browser: string | null;
  readonly system: string | null;
}): string | undefined {
  if (!browser || !system) return undefined;
  return t('device.on', {
    browser: BROWSERS[browser] ?? t('device.browser'),
    system: SYSTEMS[system] ?? t('device.system'),
  });
}
