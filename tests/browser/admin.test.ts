import type { Page } from 'playwright-core';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';
import { eventually } from '../support/eventually';
import type { Person } from '../support/system';

let lab: BrowserLab;
let api: Person;
beforeAll(async () => {
  lab = await openBrowserLab();
  api = await lab.system.person(admin);
});
afterAll(() => lab.close());

const admin = { username: 'admin.74' };
const phuHoa = '25750';

/** Type-ahead: what is typed is found without accents, Enter takes the first. */
async function choose(page: Page, field: string, typed: string): Promise<void> {
  const box = page.getByRole('dialog').getByRole('combobox', { name: field });
  await box.click();
  await box.fill(typed);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}
const field = (page: Page, name: string) => page.getByRole('dialog').getByLabel(name, { exact: true });
const readiness = async (): Promise<readonly string[]> =>
  (await api('GET', `/units/${phuHoa}/readiness`)).body.missing;

test('a new team goes live: the team, somebody for it, a number, and a roster made by keyboard', async () => {
  const { page, complaints, close } = await lab.openAs(admin, { width: 1440 });
  await page.getByRole('heading', { level: 1, name: 'Đơn vị' }).waitFor();

  await page.getByRole('button', { name: 'Tổ chức' }).click();
  await page.getByRole('link', { name: 'Các đội' }).click();
  await page.getByRole('button', { name: 'Thêm đội' }).click();
  await field(page, 'Tên đội *').fill('Đội cứu trợ Phú Hòa');
  await page.getByRole('button', { name: 'Lập đội' }).click();
  await page.getByText('phải là mã đơn vị, ví dụ 25747').waitFor();
  expect(await field(page, 'Tên đội *').inputValue()).toBe('Đội cứu trợ Phú Hòa');
  await choose(page, 'Đơn vị', 'phu hoa');
  await page.getByRole('checkbox', { name: 'Cứu trợ' }).check();
  await page.getByRole('button', { name: 'Lập đội' }).click();
  await page.getByRole('heading', { name: 'Thành viên (0)' }).waitFor();
  expect(await readiness()).toEqual(['somebodyOnDutyNow', 'dutyAroundTheClock']);

  await page.getByRole('link', { name: 'Thêm thành viên' }).click();
  await field(page, 'Họ và tên *').fill('Nguyễn Thị Sen');
  await field(page, 'Tên đăng nhập *').fill('sen.phuhoa');
  await field(page, 'Điện thoại').fill('12');
  await page.getByText(/Thấy|Chỉ thấy phiếu được gửi cho đội của mình ở Phú Hòa/).waitFor();
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await page.getByText('số điện thoại gọi được', { exact: false }).waitFor();
  await field(page, 'Điện thoại').fill('0901 222 333');
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await page.getByText('Đã tạo tài khoản cho Nguyễn Thị Sen.').waitFor();

  await page.goto(`${lab.system.url}/app/admin/hotlines?unit=${phuHoa}&id=new`);
  await field(page, 'Số *').fill('0274 3999 111');
  await field(page, 'Tên gọi *').fill('Cứu trợ Phú Hòa');
  await page.getByRole('dialog').getByRole('button', { name: 'Thêm số' }).click();
  await page.getByText('Đã thêm số +842743999111.').waitFor();

  await page.goto(`${lab.system.url}/app/admin/teams?unit=${phuHoa}`);
  await page.getByRole('button', { name: /Đội cứu trợ Phú Hòa/ }).click();
  await page.getByRole('link', { name: 'Mở lịch trực của đội' }).click();
  await page.getByRole('application').focus();
  const lacks = page.getByRole('region', { name: 'Lịch còn thiếu gì' });
  await lacks.getByText('Không có ai trực được gọi: Mọi ngày 00:00–24:00').waitFor();
  for (let day = 0; day < 7; day += 1) {
    for (const key of ['Shift+End', 'Enter', 'PageDown']) await page.keyboard.press(key);
  }
  await lacks.getByText('Kín 24/7, ai cũng gọi được.').waitFor();
  await page.keyboard.press('Control+z');
  await lacks.getByText('Chủ nhật 00:00–24:00').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Đã lưu lịch trực.').waitFor();
  expect(await readiness()).toEqual([]);

  await page.goto(`${lab.system.url}/app/admin/units?code=${phuHoa}`);
  await page.locator('[data-ready=true]').waitFor();
  expect(await page.locator('[data-missing=true]').count()).toBe(0);
  expect(complaints.filter((one) => !/status of 4(00|22)/.test(one))).toEqual([]);
  await close();
});

test('a supervisor draws a turn with the mouse, and a week later it is there again', async () => {
  const { page, complaints, close } = await lab.openAs(
    { username: 'supervisor.718' },
    { width: 1440 },
    '/app/admin/rosters?team=team-718-relief',
  );
  const lane = page.locator('[data-lane]').last();
  await lane.waitFor();
  const box = await lane.boundingBox();
  if (!box) throw new Error('the lane has no place');
  const at = (hour: number) => [box.x + (box.width * (hour + 0.5)) / 168, box.y + box.height / 2] as const;
  await page.mouse.move(...at(30));
  await page.mouse.down();
  await page.mouse.move(...at(37), { steps: 5 });
  await page.mouse.up();
  const bar = lane.locator('[data-bar]');
  expect(await bar.getAttribute('data-bar')).toBe('06:00–14:00');
  // Its right edge, two hours further.
  const drawn = await bar.boundingBox();
  if (!drawn) throw new Error('the turn has no place');
  await page.mouse.move(drawn.x + drawn.width - 3, drawn.y + 10);
  await page.mouse.down();
  await page.mouse.move(drawn.x + drawn.width - 3 + (box.width * 2) / 168, drawn.y + 10, { steps: 5 });
  await page.mouse.up();
  expect(await bar.getAttribute('data-bar')).toBe('06:00–16:00');
  await page.getByText('Có ca chưa có người').waitFor();
  await page.getByRole('button', { name: 'Tuần sau' }).click();
  expect(await bar.getAttribute('data-bar')).toBe('06:00–16:00');
  await page.getByRole('button', { name: 'Bỏ các thay đổi' }).click();
  await bar.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await close();
});

test('somebody with a ticket in hand is switched off: the ticket goes back, the audit tells it, and it is undone', async () => {
  const agent = await lab.system.person({ role: 'agent' });
  const dispatcher = await lab.system.person({ username: 'dispatcher1.724' });
  const call = await agent('POST', '/tickets', {
    ...{
      category: 'f0Consult',
      channel: 'hotline1022',
      caller: { name: 'Trần Văn Bình', phone: '0912555010' },
    },
    ...{ location: { unitCode: '724', address: '12 Lê Lợi' }, description: 'Sốt ngày thứ hai' },
  });
  const { id, code } = call.body as { id: string; code: string };
  await lab.system.ticketWhen(agent, id, 'it was offered', (ticket) => ticket.status === 'dispatched');
  expect((await dispatcher('POST', `/tickets/${id}/claim`)).status).toBe(200);

  const { page, complaints, close } = await lab.openAs(admin, { width: 1440 }, '/app/admin/people');
  await page.getByRole('textbox', { name: /Tìm theo tên/ }).fill('dispatcher1.724');
  await page.getByRole('list', { name: 'Người dùng' }).getByRole('button').click();
  await page.getByText('1 phiếu đang giữ: tìm đội khác ngay').waitFor();
  await page.getByText(code).waitFor();
  await page.getByRole('button', { name: 'Ngừng tài khoản' }).click();
  await page.getByText(/Đã ngừng tài khoản của/).waitFor();
  await lab.system.ticketWhen(
    agent,
    id,
    'another owner is searched',
    (ticket) => ticket.status === 'dispatched' && ticket.ownerUserId === null,
  );
  const asked = await eventually('the session has ended', async () => {
    const answer = await dispatcher('GET', '/me');
    return answer.status === 401 && answer;
  });
  expect(asked.status).toBe(401);
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText(/hoạt động trở lại/).waitFor();

  await page.getByRole('link', { name: 'Lịch sử thay đổi của người này' }).click();
  const acts = page.getByRole('list', { name: 'Việc quản trị' }).getByRole('button');
  await acts.nth(1).waitFor();
  expect(await acts.first().textContent()).toContain('Cho tài khoản hoạt động lại');
  await acts.nth(1).click();
  const detail = page.getByRole('dialog');
  await detail.getByText('Ngừng tài khoản').waitFor();
  await detail.getByRole('row', { name: /hoạt động true false/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Kiểm tra tính toàn vẹn' }).click();
  await page.getByText(/^Nguyên vẹn: \d+ việc/).waitFor();

  await page.getByRole('tab', { name: 'Xem dữ liệu cá nhân' }).click();
  await page.getByText('Giá trị trong nhật ký').first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('files with a bad row are refused row by row; put right, they are tried and then written', async () => {
  const { page, complaints, close } = await lab.openAs(admin, { width: 390 }, '/app/admin/import');
  const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const teams = file('teams.csv', 'id,name,unitCode,fields\nrelief-csv,Đội cứu trợ CSV,718,relief\n');
  const people = (phone: string) =>
    file(
      'people.csv',
      `username,name,role,unitCode,teamId,phone\nhoa.csv,Lê Thị Hoa,responder,718,relief-csv,${phone}\n`,
    );
  const input = page.locator('input[type=file]');
  await input.setInputFiles([teams, people('12')]);
  await page.getByRole('button', { name: 'Kiểm tra thử, chưa ghi gì' }).click();
  await page.getByText('1 chỗ phải sửa. Chưa có gì được ghi.').waitFor();
  const row = await page.locator('tbody tr').first().textContent();
  expect(row).toContain('people.csv');
  expect(row).toContain('số điện thoại gọi được, ví dụ 0901234567');
  expect(await page.getByRole('button', { name: 'Nhập thật' }).count()).toBe(0);

  await input.setInputFiles([people('0909111333')]);
  await page.getByRole('button', { name: 'Kiểm tra thử, chưa ghi gì' }).click();
  await page.getByText('Mọi dòng đều đúng. Chưa có gì được ghi.').waitFor();
  expect((await api('GET', '/teams/relief-csv')).status).toBe(404);
  await page.getByRole('button', { name: 'Nhập thật' }).click();
  await page.getByText('Đã nhập xong.').waitFor();
  expect((await api('GET', '/teams/relief-csv')).status).toBe(200);
  expect(complaints).toEqual([]);

  await page.getByRole('button', { name: 'Các màn hình' }).click();
  await page.getByRole('link', { name: 'Nhập danh sách' }).click();
  await page.getByRole('heading', { level: 1, name: 'Nhập danh sách phản ánh' }).waitFor();
  await close();
});

test('an admin publishes figures, looks at the page as everybody sees it, and takes it back', async () => {
  const { page, complaints, close } = await lab.openAs(admin, { width: 1440 }, '/app/admin/transparency');
  await page.getByText('Chưa ai công khai số liệu nào.').waitFor();
  const save = page.getByRole('button', { name: 'Công khai như đã chọn' });
  expect(await save.isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'Số phản ánh' }).check();
  await page.getByRole('radio', { name: 'Tuần' }).check();
  await save.click();
  await page.getByText('Số phản ánh (Tuần)').waitFor();
  const popup = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Mở trang công khai' }).click();
  const seen = await popup;
  await seen.getByRole('heading', { name: 'Số phản ánh' }).waitFor();
  await seen.close();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText('Không công khai gì').waitFor();
  expect((await api('GET', '/transparency-settings')).body).toMatchObject({ version: 2, open: [] });
  expect(await page.getByRole('checkbox', { name: 'Số phản ánh' }).isChecked()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test('an admin changes an SMS: what it costs and what is wrong is seen while it is written, and it is undone', async () => {
  const inForce = async () => {
    const { body } = await api('GET', '/message-templates');
    const { version } = body.items[0] as { version: number };
    return (await api('GET', `/message-templates/${String(version)}`)).body;
  };
  const before = await inForce();
  const { page, complaints, close } = await lab.openAs(admin, { width: 1440 }, '/app/admin/messages');
  const card = page.locator('[data-template="citizen.received"]');
  await card.getByRole('button', { name: /^Sửa lời/ }).click();
  const dialog = page.getByRole('dialog');
  const accented = dialog.locator('[data-variant=vi]');
  const plain = dialog.locator('[data-variant=plain]');
  const first = dialog.getByLabel('Tiếng Việt, phần 1', { exact: true });
  await first.fill('Đã nhận phản ánh.');
  await accented.getByText('Phải có {code} trong một phần luôn giữ').waitFor();
  await plain.getByText(/Phải đúng là bản có dấu bỏ dấu đi/).waitFor();
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  expect(await first.evaluate('document.activeElement.ariaLabel')).toBe('Tiếng Việt, phần 1');
  expect(await inForce()).toEqual(before);

  await first.press('End');
  await accented.getByRole('button', { name: /^\{code\}/ }).click();
  expect(await first.inputValue()).toBe('Đã nhận phản ánh.{code}');
  await first.fill('Đã nhận phản ánh {code}.');
  await accented.getByText(/Phải có/).waitFor({ state: 'detached' });
  await accented.locator('[data-segments="2"]').waitFor();
  await dialog.getByLabel('Tiếng Việt, phần 3: bỏ thứ').selectOption('');
  await accented.getByText(/^Quá 134 ký tự/).waitFor({ state: 'detached' });
  await first.fill(`Đã nhận phản ánh {code}. ${'Xin chờ. '.repeat(20)}`);
  await accented.getByText(/^Quá 134 ký tự/).waitFor();
  await accented.locator('[data-segments="4"]').waitFor();
  await first.fill('Đã nhận phản ánh {code}.');
  await dialog.getByRole('button', { name: 'Viết bản không dấu từ bản có dấu' }).click();
  await plain.getByText('1022 BD: Da nhan phan anh BD-7K3-9QF.', { exact: false }).waitFor();

  const link = dialog.getByLabel('Tiếng Anh, phần 2', { exact: true });
  await link.fill('');
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await dialog.locator('[data-variant=en]').getByText('không được để trống').waitFor();
  expect(await dialog.locator('[aria-invalid=true]').count()).toBe(1);
  await link.fill('Follow it: {link}');

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await card.getByText('đang sửa, chưa lưu').waitFor();
  await card.getByRole('button', { name: /^Sửa lời/ }).click();
  await page.route('**/api/v1/message-templates', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await dialog.getByText('Không có mạng', { exact: false }).waitFor();
  await page.unroute('**/api/v1/message-templates');
  expect(await first.inputValue()).toBe('Đã nhận phản ánh {code}.');

  const others = { ...before.sms['citizen.received'], en: [{ text: 'We have your report {code}.' }] };
  await api('POST', '/message-templates', { sms: { 'citizen.received': others } });
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  const meanwhile = dialog.locator('[data-meanwhile]');
  await meanwhile.getByText('have', { exact: false }).first().waitFor();
  expect(await first.inputValue()).toBe('Đã nhận phản ánh {code}.');
  await meanwhile.getByRole('button', { name: /^Giữ lời của tôi/ }).click();
  await meanwhile.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  const changed = before.version + 2;
  await page.getByText(`Đã lưu: bản ${String(changed)}, dùng từ tin kế tiếp.`).waitFor();
  const mine = await inForce();
  expect(mine.version).toBe(changed);
  expect(mine.sms['citizen.received'].plain[0]).toEqual({ text: 'Da nhan phan anh {code}.' });
  expect(mine.sms['citizen.claimed']).toEqual(before.sms['citizen.claimed']);

  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText(`Đã trả lại lời trước đó: bản ${String(changed + 1)}.`).waitFor();
  expect((await inForce()).sms['citizen.received']).toEqual(others);

  await page.getByRole('button', { name: 'Người gửi và dấu' }).click();
  await dialog.getByText(/4\.000 đ một tin có dấu/).waitFor();
  await dialog.getByLabel('Người gửi', { exact: true }).fill('Bình Dương');
  await dialog.getByText('phải có 2 đến 11 chữ không dấu', { exact: false }).waitFor();
  await dialog.getByLabel('Người gửi', { exact: true }).fill(before.brand);
  await dialog.getByRole('switch', { name: 'Tin cho người dân có dấu' }).click({ force: true });
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText(/^Đã lưu: bản/).waitFor();
  expect(await inForce()).toMatchObject({ accented: true, brand: before.brand });
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText(/^Đã trả lại/).waitFor();
  expect((await inForce()).accented).toBe(false);

  await page.getByRole('button', { name: 'Các bản' }).click();
  await dialog.getByRole('button', { name: new RegExp(`^Bản ${String(changed)} `) }).click();
  const shown = dialog.locator(`[data-version="${String(changed)}"] [data-changed=vi]`);
  await shown.getByText('tiếp', { exact: true }).waitFor();
  expect(await shown.locator('del').allTextContents()).toContain('tiếp ');
  expect(complaints.filter((one) => !/status of 4(00|09)|net::ERR_FAILED/.test(one))).toEqual([]);
  await close();
});
