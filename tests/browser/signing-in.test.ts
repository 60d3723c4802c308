import { findBarriers } from '../support/barriers';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';

let lab: BrowserLab;
beforeAll(async () => {
  lab = await openBrowserLab();
});
afterAll(() => lab.close());

const responder = { role: 'responder' };

test.each([390, 1440] as const)(
  'a member of a team signs in at %i px, finds their screen, and signs out',
  async (width) => {
    const { page, complaints, context, close } = await lab.open({ width });
    const { username, password } = lab.system.accountOf(responder);
    await page.getByLabel('Tên đăng nhập').fill(username);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Chưa có nhiệm vụ').waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/team');
    await page.getByText('Trực tiếp').waitFor();
    const cookie = (await context.cookies()).find(({ name }) => name === 'truc_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });

    await page.getByRole('button', { name: 'Mục lục' }).click();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
    expect(await context.cookies()).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  },
);

test('a wrong password is told in words, and the name that was typed stays', async () => {
  const { page, close } = await lab.open({ width: 390 });
  await page.getByLabel('Tên đăng nhập').fill('nobody.74');
  await page.getByLabel('Mật khẩu', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Sai tên đăng nhập hoặc mật khẩu.').waitFor();
  expect(await page.getByLabel('Tên đăng nhập').inputValue()).toBe('nobody.74');
  await close();
});

test('the language and the theme that somebody chose are there after a reload', async () => {
  const { page, close } = await lab.open({ width: 390 });
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Night theme' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  await close();
});

test('a session that ends is taken up again over the screen, by the same person', async () => {
  const { page, context, complaints, close } = await lab.openAs(responder, { width: 390 });
  await page.getByText('Chưa có nhiệm vụ').waitFor();
  await context.clearCookies();
  await lab.system.kill('server');
  await lab.system.start('server');
  const dialog = page.getByRole('dialog', { name: 'Phiên làm việc đã hết' });
  await dialog.waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByLabel('Mật khẩu', { exact: true }).fill(lab.system.accountOf(responder).password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Trực tiếp').waitFor();
  expect(complaints.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  await close();
});
