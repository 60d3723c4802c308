import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { openSystem, type Account, type System } from './system';

const root = join(__dirname, '..', '..');

/** What a person has in hand. */
export interface Device {
  readonly width?: 390 | 1440;
  readonly language?: 'vi' | 'en';
  readonly theme?: 'light' | 'dark';
  /** A browser that runs no scripts of the page. */
  readonly withoutScript?: boolean;
}

/** One person's own window: a context with its own cookie, and everything that went wrong in it. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console, uncaught errors, blocked by policy, requests to elsewhere. Expected empty. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

export type BrowserLab = Awaited<ReturnType<typeof openBrowserLab>>;

/**
 * The whole system with its consoles, and one Chromium to look at them: `CHROMIUM_PATH`, or Debian's. Every window
 * is a person of its own. Open one lab a file and share it.
 */
export async function openBrowserLab(given?: System) {
  buildConsoles();
  const browser = await launchChromium();
  const system = given ?? (await openSystem());

  async function open(device: Device = {}, path = '/app/'): Promise<Window> {
    const { width = 1440, language = 'vi', theme = 'light', withoutScript = false } = device;
    const isPhone = width === 390;
    const chosen = [
      ['truc.language', language],
      ['truc.theme', theme],
    ];
    const context = await browser.newContext({
      viewport: { width, height: isPhone ? 844 : 900 },
      hasTouch: isPhone,
      isMobile: isPhone,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      reducedMotion: 'reduce',
      javaScriptEnabled: !withoutScript,
      colorScheme: theme,
    });
    // As text, because what runs in the browser knows other names than this file.
    await context.addInitScript(`for (const [key, value] of ${JSON.stringify(chosen)})
      if (localStorage.getItem(key) === null) localStorage.setItem(key, value);`);
    // The oldest browsers that the consoles are built for have none of this.
    await context.addInitScript(`for (const name of ['timeout', 'any']) delete AbortSignal[name];
      for (const name of ['toSorted', 'toSpliced', 'toReversed', 'with']) delete Array.prototype[name];
      for (const kind of [Object, Map]) delete kind.groupBy;
      delete Promise.withResolvers; delete URL.canParse; delete Array.fromAsync;`);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`);
    });
    context.on('request', (request) => {
      const isOurs = request.url().startsWith(system.url) || /^(data|blob):/.test(request.url());
      if (!isOurs) complaints.push(`asked elsewhere: ${request.url()}`);
    });
    await page.goto(`${system.url}${path}`);
    return { page, context, complaints, close: () => context.close() };
  }

  /** A window of somebody who is signed in already, at this address. */
  async function openAs(wanted: Partial<Account>, device: Device = {}, path = '/app/'): Promise<Window> {
    const window = await open(device, '/app/icon.svg');
    const { username, password } = system.accountOf(wanted);
    const data = { username, password };
    const answer = await window.context.request.post(`${system.url}/api/v1/auth/session`, { data });
    if (!answer.ok()) throw new Error(`${username} could not sign in: ${String(answer.status())}`);
    await window.page.goto(`${system.url}${path}`);
    return window;
  }

  return {
    system,
    browser,
    open,
    openAs,
    close: async () => {
      await browser.close();
      if (!given) await system.close();
    },
  };
}

/** Chromium of `CHROMIUM_PATH`, or Debian's. */
const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // In containers everything runs as root, where Chromium's own sandbox does not start.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--use-angle=swiftshader', '--disable-gpu-compositing'],
  });

/** Only when the sources have changed; in a process of its own, because Vite cannot be loaded in Jest. */
export function buildConsoles(): void {
  const script = join(root, 'scripts', 'build-web.ts');
  const built = spawnSync(process.execPath, ['--import', 'tsx', script], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the consoles were not built: ${built.stdout}${built.stderr}`);
}
