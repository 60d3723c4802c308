import express from 'express';
import supertest from 'supertest';
import { createHotlinesPage } from '../../src/api/directory/hotlines-page';
import { createRateLimits } from '../../src/api/auth/rate-limits';
import { newStanding } from '../../src/domain/hotline';
import { enterResult } from '../../src/domain/roll-call';
import { openApiLab, type ApiLab } from '../support/api-lab';

/** A citizen looks for the number of their commune; an admin keeps the list true. */

let lab: ApiLab;
let page: ReturnType<typeof supertest.agent>;
const own = { id: 'number-25747', number: '+842743925747' };

beforeAll(async () => {
  lab = await openApiLab();
  const line = { teamId: null, label: 'Anh Ba trực', published: true };
  await lab.deps.organisation.saveHotlineNumber({ ...line, ...own, unitCode: '25747' });
  await lab.deps.organisation.saveHotlineNumber({ ...line, id: 'centre', unitCode: '74', number: '1022' });
  const app = express();
  app.use(createHotlinesPage(lab.deps));
  page = supertest.agent(app);
}, 60_000);
afterAll(() => lab.close());

const hotlines = async (code = '25747') =>
  (await lab.asNobody().get(`/public/units/${code}/hotlines`).expect(200)).body;
const admin = (action: string, body: object = {}) =>
  lab.as('admin').post(`/api/v1/hotline-numbers/${own.id}/${action}`).send(body);

test('typing the beginning of a name without accents finds the unit, with what it lies in', async () => {
  const { body } = await lab.asNobody().get('/public/units').query({ q: 'phu c' }).expect(200);
  expect(body.items).toEqual([
    {
      ...{ code: '25747', name: 'Phú Cường', type: 'phường', tier: 'commune' },
      within: [
        { code: '718', name: 'Thủ Dầu Một', type: 'thành phố' },
        { code: '74', name: 'Bình Dương', type: 'tỉnh' },
      ],
    },
  ]);
  const byKind = await lab.asNobody().get('/api/v1/public/units').query({ q: 'p. Phú Cư' }).expect(200);
  expect(byKind.body.items).toHaveLength(1);
});

test('a whole address finds the commune that it names; a dissolved unit without a number is not offered', async () => {
  const find = async (address: string) =>
    (await lab.asNobody().get('/public/units').query({ address }).expect(200)).body.items.map(
      ({ code }: { code: string }) => code,
    );
  expect(await find('12 Bạch Đằng, P. Phú Cường, TP Thủ Dầu Một')).toEqual(['25747']);
  expect(await find('đâu đó')).toEqual([]);
  const { body } = await lab.asNobody().get('/public/units').query({ q: 'lai thieu' });
  expect(body.items).toEqual([]);
  await lab.asNobody().get('/public/units/25978/hotlines').expect(404);
});

test('neither a name nor an address, or both, is told so by field', async () => {
  for (const query of [{}, { q: 'a', address: 'b' }]) {
    const { body } = await lab.asNobody().get('/public/units').query(query).expect(422);
    expect(body.errors[0].pointer).toBe('query/q');
  }
});

test('the public answer holds the number and when it was last checked, and no words an admin wrote', async () => {
  const answer = await hotlines();
  expect(answer.hotlines).toEqual([
    { number: own.number, unitCode: '25747', forwarded: false, verifiedAt: null },
  ]);
  expect(answer.ifNobodyAnswers).toBe('1022');
  expect(JSON.stringify(answer)).not.toContain('Ba');
});

test('an admin forwards, withdraws and restores by hand; citizens see it at once, roll-calls leave it so', async () => {
  const forwarded = (await admin('forward').expect(200)).body;
  expect(forwarded).toMatchObject({ listing: 'forwarded', listingBy: 'person' });
  expect(forwarded.forwardsTo).toEqual({ number: '+842743822718', unitCode: '718' });
  expect((await hotlines()).hotlines).toEqual([
    { number: '+842743822718', unitCode: '718', forwarded: true, verifiedAt: null },
  ]);
  expect((await admin('forward', { toNumberId: 'centre' }).expect(200)).body.forwardsTo.number).toBe('1022');
  await admin('withdraw').expect(200);
  expect((await hotlines()).hotlines).toEqual([]);
  await lab.deps.standings.change(own, (standing) =>
    enterResult(
      standing,
      { rollCallId: 'r1', result: 'answered', at: new Date().toISOString(), night: 'x', credible: true },
      { offTheListAfterNights: 3, thenSilent: 'withdrawn' },
    ),
  );
  expect((await hotlines()).hotlines).toEqual([]);
  const { body } = await lab.as('dispatcher').get('/api/v1/units/25747/directory').expect(200);
  expect(body.hotlineNumbers[0]).toMatchObject({
    ...{ id: own.id, listing: 'withdrawn', listingBy: 'person', lastResult: 'answered', silentNights: 0 },
  });
  expect((await admin('restore').expect(200)).body).toMatchObject({ listing: 'listed', listingBy: null });
  expect((await hotlines()).hotlines[0].verifiedAt).not.toBeNull();
});

test('forwarding to itself, to nothing or to an unpublished number is refused, and nothing changes', async () => {
  for (const toNumberId of [own.id, 'nowhere'])
    expect((await admin('forward', { toNumberId }).expect(422)).body.type).toContain('invalid-command');
  await lab.as('admin').post('/api/v1/hotline-numbers/nowhere/withdraw').send({}).expect(404);
  await lab.as('supervisor').post(`/api/v1/hotline-numbers/${own.id}/withdraw`).send({}).expect(403);
  expect((await hotlines()).hotlines).toHaveLength(1);
});

test('two decisions at one moment: both are kept, one after the other', async () => {
  const fresh = { id: 'raced', number: '+842743900000' };
  await Promise.all(
    Array.from({ length: 8 }, () =>
      lab.deps.standings.change(fresh, (standing) => ({ ...standing, revision: standing.revision + 1 })),
    ),
  );
  expect((await lab.deps.standings.all()).get('raced')).toEqual({
    ...newStanding(fresh.id, fresh.number),
    revision: 8,
  });
});

test('figures are counted by unit, of one’s own area only', async () => {
  const { body } = await lab.as('commander').get('/api/v1/stats/hotlines').expect(200);
  expect(body.total).toEqual({ verified: 1, silent: 0, unverified: 1, withdrawn: 0, forwarded: 0 });
  expect(body.items).toContainEqual(expect.objectContaining({ unitCode: '25747', verified: 1 }));
  const far = await lab.as('farSupervisor').get('/api/v1/stats/hotlines').expect(200);
  expect(far.body.items).toEqual([]);
  await lab.as('farSupervisor').get('/api/v1/stats/hotlines').query({ unit: '718' }).expect(403);
});

describe('the page', () => {
  const text = async (query: object, status = 200) =>
    (await page.get('/hotlines').query(query).expect(status)).text;

  test('asks in Vietnamese, answers with a number to tap, who is asked next, and when it was checked', async () => {
    const asked = await text({});
    expect(asked).toContain('<html lang="vi">');
    expect(asked).toContain('Đường dây nóng nơi bạn ở');
    expect(asked).toContain('href="tel:1022"');
    const found = await text({ q: 'phu cuong' });
    expect(found).toContain('href="tel:+842743925747"');
    expect(found).toContain('Gọi 0274 392 5747');
    expect(found).toMatch(/Có người trực khi kiểm tra lúc \d\d:\d\d/);
    expect(found).not.toContain('Ba');
  });

  test('takes a whole address, and says in English what it cannot find', async () => {
    expect(await text({ q: '12 Bạch Đằng, phường Phú Cường', lang: 'en' })).toContain('Call 0274 392 5747');
    expect(await text({ q: 'nowhere at all', lang: 'en' }, 404)).toContain('This place was not found');
  });

  test('names the unit that answers instead', async () => {
    await admin('forward').expect(200);
    expect(await text({ q: 'phu cuong' })).toContain('Thành phố Thủ Dầu Một trả lời thay');
    await admin('withdraw').expect(200);
    expect(await text({ q: 'phu cuong' })).toContain('Hiện chưa có số riêng. Xin gọi 1022');
    await admin('restore').expect(200);
  });

  test('is under 30 kB with its longest list, loads nothing from outside, runs no script, and escapes what was typed', async () => {
    const answer = await page.get('/hotlines').query({ q: 'p' });
    expect(Buffer.byteLength(answer.text)).toBeLessThan(30_000);
    expect(answer.text).not.toMatch(/<script|src=|https?:\/\/|@import|url\(/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.text).toContain('width=device-width');
    const typed = await text({ q: '"><script>alert(1)</script>' }, 404);
    expect(typed).not.toContain('<script>');
  });

  test('each label, heading and switch of language is there for a screen reader', async () => {
    const found = await text({ q: 'phu cuong', lang: 'en' });
    expect(found).toContain('<label for="q">');
    expect(found).toContain('aria-describedby="example"');
    expect(found).toMatch(/<section class="card" aria-labelledby="u25747">\s*<h2 id="u25747">/);
    expect(found).toMatch(/<a href="\?lang=vi&amp;q=phu%20cuong" lang="vi" hreflang="vi">Tiếng Việt/);
  });

  test('after too many searches, and when the database is away, a number to call still stands there', async () => {
    const limits = createRateLimits(null, { publicDirectory: { points: 1, duration: 60 } });
    const away = {
      ...lab.deps.directory,
      byName: () => Promise.reject(new Error('away')),
    };
    const app = express();
    app.use('/few', createHotlinesPage({ directory: lab.deps.directory, limits }));
    app.use('/away', createHotlinesPage({ directory: away, limits: lab.deps.limits }));
    await supertest(app).get('/few/hotlines?q=phu').expect(200);
    const refused = await supertest(app).get('/few/hotlines?q=phu').expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.text).toContain('href="tel:1022"');
    const broken = await supertest(app).get('/away/hotlines?q=phu').expect(503);
    expect(broken.text).toContain('href="tel:1022"');
  });
});
