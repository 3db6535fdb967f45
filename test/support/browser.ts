import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import type { MemberActor } from '#database';
import { tokenOf } from './http-client.js';
import type { TestInstallation } from './test-installation.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** What a missing message would look like: its id. */
const MESSAGE_ID = /\b[a-z]+(?:\.[a-z][a-zA-Z0-9-]+)+\b/;

/** One way of looking at a screen. */
export interface View {
  readonly language: 'it' | 'en' | 'ar';
  readonly width: 320 | 390 | 1280;
  readonly colours: 'light' | 'dark' | 'forced';
}

/**
 * Three ways of looking, three times: within each every language, width and colour once; together every pair of
 * them.
 */
const PAIRWISE: readonly (readonly View[])[] = [
  [
    { language: 'it', width: 390, colours: 'light' },
    { language: 'en', width: 1280, colours: 'dark' },
    { language: 'ar', width: 320, colours: 'forced' },
  ],
  [
    { language: 'it', width: 1280, colours: 'forced' },
    { language: 'en', width: 320, colours: 'light' },
    { language: 'ar', width: 390, colours: 'dark' },
  ],
  [
    { language: 'it', width: 320, colours: 'dark' },
    { language: 'en', width: 390, colours: 'forced' },
    { language: 'ar', width: 1280, colours: 'light' },
  ],
];

const ALL: readonly View[] = (['it', 'en', 'ar'] as const).flatMap((language) =>
  ([390, 1280, 320] as const).flatMap((width) =>
    (['light', 'dark', 'forced'] as const).map((colours) => ({ language, width, colours })),
  ),
);

/** The views to look at one of several screens in; all of them with `EVERY_VIEW=1`. @param place of the screen */
export function viewsFor(place: number): readonly View[] {
  return process.env['EVERY_VIEW'] === '1' ? ALL : PAIRWISE[place % PAIRWISE.length]!;
}

export const PHONE: View = { language: 'it', width: 390, colours: 'light' };
export const DESKTOP: View = { language: 'it', width: 1280, colours: 'light' };

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the browser so far: errors of scripts, of the console, refused by the security policy. */
  readonly faults: string[];
}

/** A real Chromium on a real installation. */
export class BrowserPlace {
  private readonly readers = new Map<string, Promise<BrowserContext>>();

  private constructor(
    readonly browser: Browser,
    readonly installation: TestInstallation,
    readonly base: string,
  ) {}

  /** @param base the address to open it under; the one it listens on when not given */
  static async open(installation: TestInstallation, base?: string): Promise<BrowserPlace> {
    const browser = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'], args: FLAGS });
    return new BrowserPlace(browser, installation, base ?? (await installation.api.getUrl()));
  }

  /** A fresh browser in this view, signed in as the member when one is given. */
  async show(path: string, view: View = PHONE, actor?: MemberActor): Promise<OpenedPage> {
    return this.turnTo(await this.reader(view, actor), path);
  }

  /**
   * What is wrong with a screen in a view. One browser for each reader and view stays open meanwhile, as a
   * reader's does: it loads the application once.
   * @param until something that has to be there before it is looked at
   */
  async look(path: string, view: View, actor: MemberActor, until = 'h1'): Promise<string[]> {
    const key = `${actor.personId} ${Object.values(view).join(' ')}`;
    const reader = this.readers.get(key) ?? this.reader(view, actor);
    this.readers.set(key, reader);
    const opened = await this.turnTo(await reader, path);
    await opened.page.locator(until).first().waitFor();
    const faults = await faultsOf(opened);
    const shown = new URL(opened.page.url()).pathname;
    await opened.page.close();
    return shown === path.split('?')[0] ? faults : [...faults, `led away to ${shown}`];
  }

  private async reader({ language, width, colours }: View, actor?: MemberActor): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width, height: width === 1280 ? 900 : 844 },
      locale: language,
      timezoneId: 'UTC',
      colorScheme: colours === 'dark' ? 'dark' : 'light',
      forcedColors: colours === 'forced' ? 'active' : 'none',
      reducedMotion: 'reduce',
      hasTouch: width < 1280,
    });
    if (actor) {
      const value = await tokenOf(this.installation, actor);
      await context.addCookies([{ name: 'intreccio-session', value, url: this.base }]);
    }
    return context;
  }

  /** A fresh phone whose requests a test may hold back or answer itself: none goes through a service worker. */
  async withoutWorker(actor: MemberActor): Promise<BrowserContext> {
    const context = await this.reader(PHONE, actor);
    await context.addInitScript('delete Navigator.prototype.serviceWorker');
    return context;
  }

  async turnTo(context: BrowserContext, path: string): Promise<OpenedPage> {
    const page = await context.newPage();
    countRequests(page);
    const faults: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(this.base)) faults.push(`foreign request: ${request.url()}`);
    });
    await page.goto(this.base + path);
    return { page, context, faults };
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

const unanswered = new WeakMap<Page, Set<Request>>();
const QUIET_MS = 300;
const PATIENCE_MS = 30_000;

function countRequests(page: Page): void {
  const open = new Set<Request>();
  unanswered.set(page, open);
  page.on('request', (request) => {
    // The stream of events stays open as long as the page.
    if (request.resourceType() !== 'eventsource') open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/**
 * Waits until the page has asked for nothing, and had nothing to do, for a while; it goes on hearing events. On a
 * slow machine a page without a request may still be reading its scripts: it answers only when it is through.
 */
export async function quiet(page: Page): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (let since = Date.now(); Date.now() - since < QUIET_MS;) {
    if (Date.now() > end) {
      const still = [...unanswered.get(page)!].map((request) => `${request.method()} ${request.url()}`);
      throw new Error(
        `The page was not quiet within ${PATIENCE_MS} ms: ${still.join(', ') || 'it is at work'}.`,
      );
    }
    await page.waitForTimeout(50);
    // Without a timer, which a page that is out of sight gets once a second.
    const answers = await page.evaluate<boolean>('true').catch(() => false);
    if (!answers || unanswered.get(page)!.size > 0) since = Date.now();
  }
}

/** What is wrong with what is shown: nothing, for every screen in every view. */
export async function faultsOf({ page, faults }: OpenedPage): Promise<string[]> {
  await page.locator('h1').first().waitFor();
  await quiet(page);
  const found = [...faults];
  const text = await page.locator('body').innerText();
  const missing = MESSAGE_ID.exec(text.replaceAll(/\S+@\S+|https?:\S+/g, ''))?.[0];
  if (missing) found.push(`a message without words: ${missing}`);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  if (overflow > 0) found.push(`wider than the screen by ${overflow} px`);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResult>('axe.run({ resultTypes: ["violations"] })');
  return [...found, ...violations.map(({ id, nodes }) => `axe ${id}: ${nodes[0]?.html ?? ''}`)];
}

interface AxeResult {
  readonly violations: { readonly id: string; readonly nodes: { readonly html: string }[] }[];
}
