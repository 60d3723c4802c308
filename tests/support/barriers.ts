import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { openBrowserLab, type BrowserLab } from './browser-lab';
import { playMorning, type Morning } from './morning';
import { seenPages } from './pages';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong on the page as it is now: rule, and where. Expected empty. */
export async function findBarriers(page: Page, only?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axeSource);
  // Without what passes, which nobody reads and takes most of the time to write down.
  const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join(' | ')}`,
  );
}

/** What reaches beyond the window where the page has to be pushed sideways to be read. Expected empty. */
const overflowOf = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.outerHTML.slice(0, 160)).slice(0, 5)`);

/**
 * One test a page that is made for this width: nobody is shut out of it in Vietnamese or English, by day or by night,
 * nor at its other widths; nothing goes wrong on its console.
 */
export function nobodyIsShutOut(ownWidth: 390 | 1440): void {
  let lab: BrowserLab;
  let morning: Morning;
  beforeAll(async () => {
    lab = await openBrowserLab();
    morning = await playMorning(lab.system, 12);
  });
  afterAll(() => lab.close());

  test.each(seenPages.filter(({ widths }) => widths[0] === ownWidth))(
    'nobody is shut out from $name',
    async ({ as, path, widths, until }) => {
      const address = typeof path === 'string' ? path : path(morning);
      const [width = ownWidth, ...others] = widths;
      const { page, complaints, close } = as
        ? await lab.openAs(as, { width }, address)
        : await lab.open({ width }, address);
      const found: Record<string, unknown> = {};
      const look = async (name: string, only?: readonly string[]): Promise<void> => {
        await until(page);
        const [barriers, overflow] = [await findBarriers(page, only), await overflowOf(page)];
        if (barriers.length > 0 || overflow.length > 0) found[name] = { barriers, overflow };
      };
      await look('vi, light');
      await turnTo(page, 'dark');
      // A theme changes colours and nothing else.
      await look('vi, dark', ['color-contrast']);
      await speakEnglish(page);
      await look('en, dark', ['color-contrast']);
      await turnTo(page, 'light');
      await look('en, light');
      for (const other of others) {
        await page.setViewportSize({ width: other, height: 844 });
        // What measures itself does so a frame later.
        await page.evaluate(
          'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
        );
        await look(`en, light, ${String(other)} px`);
      }
      expect(found).toEqual({});
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(complaints).toEqual([]);
      await close();
    },
  );
}

/** As another window of the same person would: the choice lies in the device, and this window follows. */
async function choose(page: Page, key: string, newValue: string): Promise<void> {
  const event = JSON.stringify({ key, newValue });
  await page.evaluate(`localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(newValue)});
    window.dispatchEvent(new StorageEvent('storage', { ...${event}, storageArea: localStorage }))`);
}

async function turnTo(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await choose(page, 'truc.theme', theme);
}

async function speakEnglish(page: Page): Promise<void> {
  const isConsole = new URL(page.url()).pathname.startsWith('/app');
  if (isConsole) await choose(page, 'truc.language', 'en');
  else await page.locator('[hreflang=en], [lang=en]').first().click();
  await page.locator('html[lang=en]').waitFor();
}
