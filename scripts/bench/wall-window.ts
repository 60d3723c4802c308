import { chromium } from 'playwright-core';

export interface WallWindow {
  /** Each reading that the wall has shown: the server's time of it, and when it stood on the screen. Epoch ms. */
  shown(): Promise<readonly { readonly atMs: number; readonly shownAtMs: number }[]>;
  close(): Promise<void>;
}

/** A supervisor's wallboard in Chromium, which writes down when it shows a newer reading. */
export async function openWall(
  url: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<WallWindow> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--use-angle=swiftshader'],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const answer = await context.request.post(`${url}/api/v1/auth/session`, { data: { username, password } });
  if (!answer.ok()) throw new Error(`${username} cannot sign in: ${String(answer.status())}`);
  const page = await context.newPage();
  await page.goto(`${url}/app/board`);
  await page.locator('[data-at]').waitFor();
  // Text: it runs in the browser.
  await page.evaluate(`{
    const wall = document.querySelector('[data-at]');
    window.shown = [];
    new MutationObserver(() => {
      window.shown.push({ atMs: Date.parse(wall.dataset.at), shownAtMs: Date.now() });
    }).observe(wall, { attributes: true, attributeFilter: ['data-at'] });
  }`);
  return {
    shown: () => page.evaluate<{ atMs: number; shownAtMs: number }[]>('window.shown'),
    close: () => browser.close(),
  };
}
