import { rotateFieldKeys } from '../../src/platform/crypto/rotate-field-keys';
import { aCall, aKey, openApiLab, secretKey, type ApiLab } from '../support/api-lab';
import { aJpeg, aPng } from '../support/pictures';

/** Ways in that our own people work: a unit's own hotline, lists, pictures. */

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

describe('a unit’s own hotline, entered with one key', () => {
  const quick = (person: Parameters<ApiLab['as']>[0], body: object) =>
    lab.as(person).post('/api/v1/tickets/quick').send(body);

  test('the commune’s duty person sends a category and a number; the rest is theirs, and the search climbs', async () => {
    const { body, headers } = await quick('responder', {
      category: 'foodRelief',
      phone: '0901 222 333',
    }).expect(201);
    expect(body).toMatchObject({
      channel: 'hotlineCommune',
      category: 'foodRelief',
      caller: { anonymous: false },
      location: { unitCode: '25747', address: null },
      intakeUnit: { tier: 'commune', code: '25747' },
      createdBy: 'responder-25747',
    });
    expect(headers.location).toBe(`/api/v1/tickets/${body.id}`);
    await lab.desk.start({ id: body.id } as never);
    const { body: seen } = await lab.as('agent').get(`/api/v1/tickets/${body.id}`).expect(200);
    expect(seen).toMatchObject({
      description: 'Cứu trợ lương thực, nhu yếu phẩm',
      caller: { phone: '+84901222333' },
      triage: { because: 'default' },
      ladder: { direction: 'climb' },
    });
    expect(seen.ladder.steps.map(({ tier }: { tier: string }) => tier)).toEqual([
      'commune',
      'district',
      'province',
    ]);
  });

  test('a district’s desk and the province’s have their own channel, and more may be said', async () => {
    const more = { category: 'other', phone: '0901222334', description: 'Hỏi đường', address: '3 Lê Lợi' };
    const { body } = await quick('dispatcher', more).expect(201);
    expect(body).toMatchObject({
      channel: 'hotlineDistrict',
      location: { unitCode: '718', address: '3 Lê Lợi' },
      description: 'Hỏi đường',
    });
    const { body: atProvince } = await quick('agent', { category: 'other', phone: '0901222335' }).expect(201);
    expect(atProvince).toMatchObject({ channel: 'hotline1022', location: { unitCode: '74' } });
  });

  test('pressed twice it is one ticket; a second call of the number is shown as alike', async () => {
    const key = aKey();
    const press = () =>
      quick('responder', { category: 'securityReport', phone: '0901222336' }).set('Idempotency-Key', key);
    const [first, second] = await Promise.all([press(), press()]);
    expect(first.body.id).toBe(second.body.id);
    const { body } = await quick('responder', { category: 'securityReport', phone: '0901222336' }).expect(
      201,
    );
    expect(body.duplicates.map(({ id }: { id: string }) => id)).toContain(first.body.id);
  });

  test.each([
    [{ category: 'foodRelief', phone: '12' }, 422, '/phone'],
    [{ category: 'graffiti', phone: '0901222333' }, 422, '/category'],
    [{ category: 'foodRelief' }, 400, '/phone'],
    [{ category: 'foodRelief', phone: '0901222333', channel: 'web' }, 400, '/channel'],
  ])('%j is refused by name', async (body, status, pointer) => {
    const { body: problem } = await quick('responder', body).expect(status);
    expect(problem.errors[0].pointer).toBe(pointer);
  });

  test('who takes no calls takes none this way', async () => {
    await quick('commander', { category: 'other', phone: '0901222333' }).expect(403);
    await lab.asNobody().post('/api/v1/tickets/quick').send({}).expect(401);
  });
});

describe('pictures kept with a ticket', () => {
  const secret = 'GPS 10.98 106.65 Nguyen Thi Lan';
  const article = () => ({
    ...aCall(),
    category: 'foodRelief',
    channel: 'social',
    caller: { anonymous: true },
    source: { link: 'https://mang.example/bai-viet/1', author: '@lan' },
  });
  const aReport = async (): Promise<string> =>
    (await lab.as('agent').post('/api/v1/tickets').send(article()).expect(201)).body.id;
  const keep = (
    id: string,
    content: Buffer,
    type = 'image/png',
    person: Parameters<ApiLab['as']>[0] = 'agent',
  ) => lab.as(person).post(`/api/v1/tickets/${id}/attachments`).set('Content-Type', type).send(content);
  const everything = async (): Promise<string> => {
    const found = await Promise.all(
      ['attachments', 'attachmentChunks'].map((name) => lab.connection.collection(name).find().toArray()),
    );
    return JSON.stringify(found);
  };

  test('the desk keeps a screenshot: cleaned of what the camera added, encrypted, shown with the ticket', async () => {
    const id = await aReport();
    // Told by its bytes: what the sender calls it does not matter.
    const { body, headers } = await keep(id, aJpeg({ secret, orientation: 6 }), 'image/png').expect(201);
    expect(body).toMatchObject({ type: 'image/jpeg', addedBy: 'agent' });
    const picture = await lab
      .as('dispatcher')
      .get(headers.location ?? '')
      .buffer()
      .expect(200);
    expect(picture.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': expect.stringMatching(/^attachment; filename="BD-.*\.jpg"$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const bytes = (picture.body as Buffer).toString('latin1');
    expect(bytes).toContain('PIXELS');
    expect(bytes).not.toMatch(/106\.65|Lan/);
    expect((picture.body as Buffer).length).toBe(body.bytes);
    expect((await lab.as('agent').get(`/api/v1/tickets/${id}`)).body.attachments).toEqual([body]);
    expect(await everything()).not.toMatch(/PIXELS|UElYRUxT|106\.65/);
    expect(
      await lab.connection.collection('accessLog').findOne({ subjectId: id, what: 'ticketAttachment' }),
    ).toMatchObject({ userId: 'dispatcher-718', full: true });
  });

  test('a large picture comes back byte for byte, also while and after the keys are changed', async () => {
    const id = await aReport();
    const large = aPng({ padding: 400_000 });
    const { body } = await keep(id, large).expect(201);
    const get = () => lab.as('agent').get(`/api/v1/tickets/${id}/attachments/${body.id}`).buffer();
    expect(((await get()).body as Buffer).equals(large)).toBe(true);
    const { keyId } = await rotateFieldKeys(lab.connection, secretKey, { refreshEveryMs: 50 });
    const chunks = await lab.connection.collection('attachmentChunks').find().toArray();
    expect(chunks.length).toBeGreaterThan(6);
    expect(chunks.every(({ content }) => String(content).startsWith(`v1.${keyId}.`))).toBe(true);
    expect(((await get()).body as Buffer).equals(large)).toBe(true);
  });

  test('the same picture twice is one; ten are the limit, also for ten that come at once', async () => {
    const id = await aReport();
    const [first, again] = await Promise.all([
      keep(id, aPng({ padding: 1 })),
      keep(id, aPng({ padding: 1 })),
    ]);
    expect(again.body.id).toBe(first.body.id);
    const many = await Promise.all(
      Array.from({ length: 11 }, (_, index) => keep(id, aPng({ padding: index + 2 }))),
    );
    expect(many.filter(({ status }) => status === 201)).toHaveLength(9);
    expect(many.filter(({ status }) => status === 422)).toHaveLength(2);
    expect((await lab.as('agent').get(`/api/v1/tickets/${id}`)).body.attachments).toHaveLength(10);
  });

  test.each([
    [
      'a script that is called a picture',
      Buffer.from('<svg onload="alert(1)"/>'),
      'image/png',
      415,
      /JPEG, PNG or WebP/,
    ],
    ['a page', Buffer.from('<html>'), 'text/html', 415, /Send Content-Type: image\/jpeg/],
    ['a picture that is cut off', aJpeg({ secret }).subarray(0, 300), 'image/jpeg', 422, /cut off/],
    ['nothing', Buffer.alloc(0), 'image/jpeg', 400, /must not be empty/],
    ['more than 5 MB', aPng({ padding: 5 * 1024 * 1024 }), 'image/png', 413, /5 MB/],
  ])('%s is refused, and nothing is kept', async (_, content, type, status, words) => {
    const id = await aReport();
    const before = await lab.connection.collection('attachmentChunks').countDocuments();
    const { body } = await keep(id, content, type).expect(status);
    expect(body.detail).toMatch(words);
    expect(await lab.connection.collection('attachmentChunks').countDocuments()).toBe(before);
  });

  test('who may not see the caller sees no picture; another area knows of none; the desk deletes for good', async () => {
    const id = await aReport();
    const { body } = await keep(id, aPng()).expect(201);
    const at = `/api/v1/tickets/${id}/attachments/${body.id}`;
    await lab.as('commander').get(at).expect(403);
    await lab.as('farDispatcher').get(at).expect(404);
    await keep(id, aPng({ padding: 3 }), 'image/png', 'commander').expect(403);
    await lab.as('commander').delete(at).expect(403);
    await lab.as('supervisor').delete(at).expect(204);
    await lab.as('agent').get(at).expect(404);
    await lab.as('agent').delete(at).expect(404);
    expect(
      await lab.connection.collection('attachmentChunks').countDocuments({ attachmentId: body.id }),
    ).toBe(0);
  });

  test('a year later the database deletes them by itself', async () => {
    const indexes = await Promise.all(
      ['attachments', 'attachmentChunks'].map((name) => lab.connection.collection(name).indexes()),
    );
    for (const ofOne of indexes) {
      expect(ofOne).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
    }
    const row = await lab.connection.collection('attachments').findOne({});
    const days = (row?.expiresAt.getTime() - row?.addedAt.getTime()) / 86_400_000;
    expect(days).toBe(365);
  });
});
