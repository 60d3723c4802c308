import type { Page } from 'playwright-core';
import type { Morning } from './morning';
import type { Account } from './system';

/** A page that somebody sees: `tests/browser/barriers-*` looks for barriers on each, `npm run screenshots` draws it. */
export interface SeenPage {
  /** Its picture's file name begins with it. */
  readonly name: string;
  /** Nobody: a page without sign-in. */
  readonly as: Partial<Account> | null;
  readonly path: string | ((morning: Morning) => string);
  /** The first is the one it is made for. */
  readonly widths: readonly (390 | 1440)[];
  /**
   * Brings the page to where it is looked at and resolves then. In no language's words, and able to be repeated:
   * what it finds may have been left by an earlier look.
   */
  readonly until: (page: Page) => Promise<unknown>;
  /** Not drawn: a state of a page that has its picture already. */
  readonly undrawn?: true;
}

const team = { username: 'medical1.74' };
const agent = { username: 'agent1.74' };
const centre = { username: 'dispatcher1.718' };
const supervisor = { role: 'supervisor', unitCode: '74' };
const chairman = { username: 'commander.718' };
const commune = { username: 'commander.25747' };

const admin = { username: 'admin.74' };

const heading = (page: Page): Promise<void> => page.getByRole('heading').first().waitFor();
const loaded = async (page: Page): Promise<void> => {
  await heading(page);
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'hidden' });
};

/** In the form that makes the next version of the policy that is open. */
const newPolicy = async (page: Page): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('region').first().or(dialog.locator('form')).first().waitFor();
  if ((await dialog.locator('form').count()) === 0)
    await dialog.getByRole('region').first().getByRole('button').first().click();
  await dialog.locator('form details').first().waitFor();
};

const wallIsThere = async (page: Page): Promise<void> => {
  await page.locator('[data-ticket]').first().waitFor();
  await page.locator('[data-figure=duty]').getByText(/\d/).waitFor();
  await page.getByRole('row').nth(1).waitFor();
};

const policyForm = {
  as: admin,
  path: '/app/admin/policies?id=binh-duong-2021',
  widths: [1440, 390],
} satisfies Partial<SeenPage>;

export const seenPages: readonly SeenPage[] = [
  { name: 'sign-in', as: null, path: '/app/', widths: [390, 1440], until: heading },
  {
    ...{ name: 'team', as: team, path: '/app/team', widths: [390] },
    until: (page) => page.getByRole('link').filter({ hasText: 'BD-' }).first().waitFor(),
  },
  {
    ...{ name: 'task', as: team, path: ({ claimedId }) => `/app/team/${claimedId}`, widths: [390] },
    until: (page) => page.locator('a[href^="tel:"]').first().waitFor(),
  },
  {
    ...{ name: 'task-offered', as: team, path: ({ offeredId }) => `/app/team/${offeredId}`, widths: [390] },
    ...{ undrawn: true, until: heading },
  },
  {
    ...{ name: 'agent-ready', as: agent, path: '/app/agent', widths: [1440] },
    ...{ undrawn: true, until: loaded },
  },
  { name: 'agent', as: agent, path: '/app/agent', widths: [1440], until: writeReport },
  {
    ...{ name: 'agent-keys', as: agent, path: '/app/agent', widths: [1440] },
    undrawn: true,
    until: async (page) => {
      await loaded(page);
      if ((await page.getByRole('dialog').count()) === 0) await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    ...{ name: 'queue', as: centre, path: '/app/queue', widths: [1440, 390] },
    until: (page) => page.getByRole('main').getByRole('link').nth(1).waitFor(),
  },
  {
    ...{ name: 'find-ticket', as: centre, path: '/app/queue', widths: [1440, 390] },
    until: async (page) => {
      await heading(page);
      if ((await page.getByRole('dialog').count()) > 0) return;
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await page.keyboard.type('BD-');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    ...{ name: 'ticket', as: centre, widths: [1440, 390] },
    path: ({ claimedId }) => `/app/tickets/${claimedId}`,
    until: (page) => page.getByRole('region').nth(5).waitFor(),
  },
  {
    ...{ name: 'ticket-dispatch', as: centre, widths: [1440, 390] },
    path: ({ offeredId }) => `/app/tickets/${offeredId}`,
    undrawn: true,
    until: async (page) => {
      await page.getByRole('region').nth(5).waitFor();
      if ((await page.getByRole('combobox').count()) > 0) return;
      await page.keyboard.press('d');
      await page.locator('[role=combobox][aria-expanded=true][aria-controls]').waitFor();
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    ...{ name: 'wallboard', as: supervisor, path: '/app/board', widths: [1440, 390] },
    until: async (page) => {
      await wallIsThere(page);
      await page.locator('section[aria-labelledby=map] button').nth(1).click();
      await page.locator('a[href^="/app/board/unit/"]').nth(20).waitFor();
    },
  },
  {
    ...{ name: 'wallboard-map', as: supervisor, path: '/app/board', widths: [1440, 390] },
    until: async (page) => {
      await wallIsThere(page);
      await page.locator('[data-map=drawn]').waitFor();
    },
  },
  ...(['urgent', 'calls', 'duty'] as const).map((what) => ({
    ...{ name: `wallboard-${what}`, as: supervisor, path: `/app/board/list/${what}` },
    ...{ widths: [1440, 390] as const, undrawn: true as const, until: loaded },
  })),
  {
    ...{ name: 'wallboard-unit', as: supervisor, path: '/app/board/unit/25747', widths: [1440, 390] },
    until: loaded,
  },
  {
    ...{ name: 'orders', as: chairman, path: '/app/orders', widths: [1440, 390] },
    until: (page) => page.locator('[data-order]').nth(1).waitFor(),
  },
  {
    ...{ name: 'order', as: chairman, widths: [1440, 390], path: ({ orderId }) => `/app/orders/${orderId}` },
    until: (page) => page.locator('tr[data-late=acknowledge]').first().waitFor(),
  },
  {
    ...{
      name: 'order-return',
      as: chairman,
      widths: [1440, 390],
      path: ({ orderId }) => `/app/orders/${orderId}`,
    },
    undrawn: true,
    until: async (page) => {
      await page.locator('tr[data-late=acknowledge]').first().waitFor();
      if ((await page.locator('tr form').count()) === 0)
        await page.locator('tr[data-unit="25747"] button').nth(1).click();
      if ((await page.locator('[aria-expanded=true]').count()) === 0)
        await page.locator('[aria-expanded=false]:not([aria-controls])').first().click();
    },
  },
  {
    ...{ name: 'order-new', as: chairman, path: '/app/orders/new', widths: [1440, 390] },
    until: async (page) => {
      const all = page.locator('[aria-labelledby=to] [aria-pressed]').first();
      await all.waitFor();
      if ((await all.getAttribute('aria-pressed')) === 'false') await all.click();
      await page.locator('[aria-labelledby=preview] li').first().waitFor();
    },
  },
  {
    ...{ name: 'order-new-missing', as: chairman, path: '/app/orders/new', widths: [1440, 390] },
    undrawn: true,
    until: async (page) => {
      await page.locator('button[type=submit]').click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    ...{ name: 'order-received', as: commune, widths: [390, 1440] },
    path: ({ orderId }) => `/app/orders/${orderId}`,
    until: (page) => page.locator('[data-own] summary').waitFor(),
  },
  {
    ...{ name: 'reports', as: supervisor, path: '/app/reports', widths: [1440, 390] },
    until: (page) => page.locator('[data-report] [role=region] tbody tr').nth(3).waitFor(),
  },
  {
    ...{ name: 'reports-sent', as: supervisor, path: '/app/reports', widths: [1440, 390] },
    undrawn: true,
    until: async (page) => {
      await page.locator('[data-report]').waitFor();
      if ((await page.getByRole('dialog').count()) === 0)
        await page.locator('section button.mantine-Button-root').first().click();
      await page.locator('[role=dialog] p, [role=dialog] li').first().waitFor();
    },
  },
  {
    ...{ name: 'reports-tickets', as: supervisor, path: '/app/reports', widths: [1440, 390] },
    undrawn: true,
    until: async (page) => {
      const received = page.locator('[data-report] [data-figure=received]').first();
      await received.waitFor();
      if ((await page.getByRole('dialog').count()) === 0) await received.click();
      await page.locator('[role=dialog] li').first().waitFor();
    },
  },
  {
    ...{ name: 'reports-empty', as: supervisor, path: '/app/reports?from=2021-01-05&unit=25747' },
    ...{ widths: [1440, 390], undrawn: true, until: loaded },
  },
  {
    ...{ name: 'units', as: admin, path: '/app/admin/units', widths: [1440, 390] },
    until: loaded,
  },
  {
    ...{ name: 'teams', as: admin, path: '/app/admin/teams?unit=718', widths: [1440, 390] },
    until: loaded,
  },
  {
    ...{ name: 'roster', as: admin, path: '/app/admin/rosters?team=team-718-relief', widths: [1440, 390] },
    until: async (page) => {
      await loaded(page);
      await page.locator('[data-bar], li').first().waitFor();
    },
  },
  {
    ...{ name: 'hotline-numbers', as: admin, path: '/app/admin/hotlines?unit=718', widths: [1440, 390] },
    until: loaded,
  },
  {
    ...{ name: 'people', as: admin, path: '/app/admin/people', widths: [1440, 390] },
    until: loaded,
  },
  {
    ...{ name: 'person-new', as: admin, path: '/app/admin/people?id=new', widths: [1440, 390] },
    ...{ undrawn: true, until: (page) => page.getByRole('dialog').waitFor() },
  },
  { name: 'import-units', as: admin, path: '/app/admin/import', widths: [1440, 390], until: loaded },
  { name: 'import-list', as: centre, path: '/app/import', widths: [1440, 390], until: loaded },
  {
    ...{ name: 'public-figures', as: admin, path: '/app/admin/transparency', widths: [1440, 390] },
    until: loaded,
  },
  {
    ...{ name: 'surge', as: chairman, path: '/app/surge', widths: [1440, 390] },
    until: (page) => page.locator('[data-advice]').waitFor(),
  },
  {
    ...{ name: 'policies', as: admin, path: '/app/admin/policies', widths: [1440, 390] },
    until: (page) => page.getByRole('main').getByRole('list').getByRole('button').first().waitFor(),
  },
  {
    ...policyForm,
    name: 'policy-new',
    until: newPolicy,
  },
  {
    ...policyForm,
    name: 'policy-class',
    until: async (page) => {
      await newPolicy(page);
      await page.evaluate(`for (const fold of document.querySelectorAll('form details')) fold.open = true;
        document.querySelector('[data-fold=P2]').scrollIntoView()`);
    },
  },
  {
    ...policyForm,
    name: 'policy-calendar',
    until: async (page) => {
      await newPolicy(page);
      await page.evaluate(`document.querySelector('[data-fold^=calendar]').open = true;
        document.querySelector('[data-fold^=calendar]').scrollIntoView()`);
    },
  },
  {
    ...{ name: 'message-texts', as: admin, path: '/app/admin/messages', widths: [1440, 390] },
    until: (page) => page.locator('[data-template] [data-sent]').first().waitFor(),
  },
  {
    ...{ name: 'message-edit', as: admin, widths: [1440, 390] },
    path: '/app/admin/messages?edit=citizen.received',
    until: (page) => page.getByRole('dialog').locator('[data-outcome]').nth(2).waitFor(),
  },
  {
    ...{ name: 'message-edit-call', as: admin, widths: [1440, 390] },
    path: '/app/admin/messages?edit=team.page.voice',
    undrawn: true,
    until: async (page) => {
      const text = page.getByRole('dialog').locator('[data-part] textarea:not([aria-hidden])').first();
      await text.fill('{nobody}');
      await page.getByRole('dialog').locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    ...{ name: 'message-sender', as: admin, path: '/app/admin/messages?edit=sender', widths: [1440, 390] },
    ...{ undrawn: true, until: (page) => page.getByRole('dialog').getByRole('listitem').first().waitFor() },
  },
  {
    ...{ name: 'message-versions', as: admin, path: '/app/admin/messages?version=1', widths: [1440, 390] },
    undrawn: true,
    until: (page) => page.getByRole('dialog').locator('[data-version] p').first().waitFor(),
  },
  {
    ...{ name: 'message-queues', as: admin, path: '/app/admin/queues', widths: [1440, 390] },
    until: (page) => page.locator('[data-lane]').nth(1).waitFor(),
  },
  {
    ...{ name: 'audit', as: admin, path: '/app/admin/audit', widths: [1440, 390] },
    until: (page) => page.locator('main table, main ol, main ul').first().waitFor(),
  },
  { name: 'order-link', as: null, path: ({ orderLink }) => orderLink, widths: [390, 1440], until: heading },
  { name: 'home', as: null, path: '/', widths: [390, 1440], until: heading },
  { name: 'report', as: null, path: '/report', widths: [390, 1440], until: heading },
  { name: 'track', as: null, path: '/track', widths: [390, 1440], until: heading },
  { name: 'hotlines', as: null, path: '/hotlines', widths: [390, 1440], until: heading },
  { name: 'transparency', as: null, path: '/transparency', widths: [390, 1440], until: heading },
];

/** The most urgent call in hand and half its report written, so that the picture shows what the desk knows. */
async function writeReport(page: Page): Promise<void> {
  await loaded(page);
  const category = page.locator('[data-field="category"] input').first();
  if ((await category.count()) > 0) return;
  await page.keyboard.press('F2');
  await category.waitFor();
  await page.keyboard.press('Alt+1');
  await page.keyboard.type('phu cuong');
  await page.keyboard.press('Enter');
  await page.keyboard.type('12 Lê Lợi');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Nguyễn Thị Hoa');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Mẹ tôi khó thở hơn lúc sáng, gọi không trả lời.');
  await page.keyboard.press('Tab');
  for (const answer of '112') await page.keyboard.press(answer);
  await page.getByRole('alert').first().waitFor();
}
