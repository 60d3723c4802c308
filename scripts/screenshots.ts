import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowserLab, type BrowserLab, type Device } from '../tests/support/browser-lab';
import globalSetup from '../tests/support/global-setup';
import globalTeardown from '../tests/support/global-teardown';
import { playMorning, type Morning } from '../tests/support/morning';
import { seenPages, type SeenPage } from '../tests/support/pages';

const folder = join(__dirname, '..', 'docs', 'screenshots');

/** By day at every width, by night at the page's own. */
const devicesOf = ({ widths: [own, ...others] }: SeenPage): Required<Pick<Device, 'width' | 'theme'>>[] =>
  own === undefined
    ? []
    : [
        { width: own, theme: 'light' },
        { width: own, theme: 'dark' },
        ...others.map((width) => ({ width, theme: 'light' as const })),
      ];

/** `npm run screenshots`, or `npm run screenshots -- team` for the pictures whose names begin so. */
async function main(): Promise<void> {
  const wanted = process.argv[2] ?? '';
  await mkdir(folder, { recursive: true });
  await globalSetup();
  const lab = await openBrowserLab();
  try {
    const morning = await playMorning(lab.system);
    for (const page of seenPages.filter(({ name, undrawn }) => !undrawn && name.startsWith(wanted))) {
      for (const device of devicesOf(page)) await take(lab, page, device, morning);
    }
  } finally {
    await lab.close();
    await globalTeardown();
  }
}

async function take(
  lab: BrowserLab,
  { name, as, path, until }: SeenPage,
  device: Required<Pick<Device, 'width' | 'theme'>>,
  morning: Morning,
): Promise<void> {
  const address = typeof path === 'string' ? path : path(morning);
  const { page, close } = as ? await lab.openAs(as, device, address) : await lab.open(device, address);
  await until(page);
  await page.evaluate('scrollTo(0, 0); document.fonts.ready');
  await page.waitForTimeout(300);
  const picture = await page.screenshot();
  const file = `${name}-${String(device.width)}-${device.theme}.png`;
  await writeFile(join(folder, file), picture);
  process.stdout.write(`${file}: ${String(Math.round(picture.length / 1_000))} kB\n`);
  await close();
}

void main();
