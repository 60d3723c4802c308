import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { request as httpRequest } from 'node:http';
import { sessionCookie } from '../../src/api/auth/authenticate';
import { createSessionTokens } from '../../src/api/auth/session-token';
import { openApiLab, publicUrl, type ApiLab } from '../support/api-lab';
import { people } from '../support/api-organisation';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab({ signIn: { points: 3, duration: 60 } });
  await lab.deps.users.save(people.agent, 'a long enough password');
});
afterAll(() => lab.close());

const codeOf = (body: { type: string }): string => body.type.split('#')[1] ?? '';
const signIn = (username: string, password: string) =>
  lab.asNobody().post('/api/v1/auth/token').send({ username, password });

describe('signing in', () => {
  test('a right password gives a token for 12 hours, and the token says who I am', async () => {
    const { body } = await signIn('agent', 'a long enough password').expect(200);
    expect(body.user).toMatchObject({ role: 'agent', unitCode: '74' });
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(11.9);
    expect(hours).toBeLessThanOrEqual(12);
    const me = await lab
      .asNobody()
      .get('/api/v1/me')
      .set('Authorization', `Bearer ${body.accessToken}`)
      .expect(200);
    expect(me.body).toMatchObject({ id: 'agent', areaCode: '74' });
  });

  test('a wrong password, an unknown name and an account without password get the same answer', async () => {
    const answers = await Promise.all([
      signIn('agent', 'wrong'),
      signIn('nobody', 'wrong'),
      signIn('supervisor-718', 'wrong'),
    ]);
    for (const { status, body } of answers) expect([status, body]).toEqual([401, answers[0]?.body]);
  });

  test('after three wrong passwords even the right one has to wait', async () => {
    await lab.deps.users.save(people.supervisor, 'another long password');
    for (let tries = 0; tries < 3; tries += 1) await signIn('supervisor-718', 'wrong');
    const { body, headers } = await signIn('supervisor-718', 'another long password').expect(429);
    expect(codeOf(body)).toBe('too-many-requests');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  test.each([
    ['no token', undefined],
    ['rubbish', 'Bearer rubbish'],
    ['another scheme', 'Basic YTpi'],
    [
      'another key',
      `Bearer ${createSessionTokens('some other secret key of another system').issue('agent').accessToken}`,
    ],
    [
      'no signature',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"agent","iss":"truc","exp":9999999999}').toString('base64url')}.`,
    ],
    [
      'an expired one',
      `Bearer ${createSessionTokens('a secret key for tests that is long enough', () => new Date('2021-08-01')).issue('agent').accessToken}`,
    ],
  ])('%s is 401 with WWW-Authenticate', async (_, header) => {
    const request = lab.asNobody().get('/api/v1/me');
    const { headers } = await (header === undefined ? request : request.set('Authorization', header)).expect(
      401,
    );
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test('an account that is switched off stops working within seconds', async () => {
    await lab.as('farCommander').get('/api/v1/me').expect(200);
    await lab.deps.users.save({ ...people.farCommander, active: false });
    const deadline = Date.now() + 5_000;
    let status = 200;
    while (status === 200 && Date.now() < deadline)
      status = (await lab.as('farCommander').get('/api/v1/me')).status;
    expect(status).toBe(401);
    await lab.deps.users.save(people.farCommander);
  });
});

describe('a console with a cookie', () => {
  const open = () =>
    lab
      .asNobody()
      .post('/api/v1/auth/session')
      .set('Origin', publicUrl)
      .send({ username: 'agent', password: 'a long enough password' });

  test('the cookie cannot be read by scripts or sent by other sites, and works', async () => {
    const { headers } = await open().expect(200);
    const [cookie = ''] = headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^truc_session=.+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    await lab
      .asNobody()
      .get('/api/v1/me')
      .set('Cookie', cookie.split(';')[0] ?? '')
      .expect(200);
    const gone = await lab.asNobody().delete('/api/v1/auth/session').expect(204);
    expect(gone.headers['set-cookie']?.[0]).toMatch(/^truc_session=; Max-Age=0/);
  });

  test.each([
    ['our own page', { 'Sec-Fetch-Site': 'same-origin' }, 201],
    ['our own page in an old browser', { Origin: publicUrl }, 201],
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: publicUrl }, 403],
    ['a sibling site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['another origin', { Origin: 'https://evil.example' }, 403],
    ['nobody knows whom', {}, 403],
  ])('a write with the cookie from %s', async (_, headers, status) => {
    const { body } = await lab
      .asNobody()
      .post('/api/v1/tickets')
      .set('Cookie', `${sessionCookie}=${lab.tokenOf('agent')}`)
      .set(headers)
      .send({
        category: 'other',
        channel: 'hotline1022',
        location: { unitCode: '25747' },
        description: 'hỏi',
      })
      .expect(status);
    if (status === 403) expect(codeOf(body)).toBe('cross-site-request');
  });

  test('nobody is signed in from another site', async () => {
    await open().set('Origin', 'https://evil.example').expect(403);
  });
});

describe('what is not a request of ours', () => {
  const post = (text: string | Buffer, type = 'application/json') =>
    lab
      .as('agent')
      .post('/api/v1/tickets')
      .set('Content-Type', type)
      .serialize(String)
      .send(text as string);

  test.each([
    ['broken JSON', '{"a":', 400, 'malformed-request'],
    ['a bare word', 'hello', 400, 'malformed-request'],
    ['a list', '[]', 400, 'invalid-input'],
    ['null', 'null', 400, 'invalid-input'],
    ['a number', '1e999', 400, 'invalid-input'],
    ['a nest of 60,000 lists', `${'['.repeat(60_000)}${']'.repeat(60_000)}`, 400, 'invalid-input'],
    ['a lone half of a character', '{"description":"\\ud800"}', 400, 'invalid-input'],
    ['a NUL', '{"description":"\\u0000"}', 400, 'invalid-input'],
    ['a forged prototype', '{"__proto__":{"role":"admin"}}', 400, 'invalid-input'],
    ['a query operator', '{"category":{"$gt":""}}', 400, 'invalid-input'],
  ])('%s', async (_, text, status, code) => {
    const { body, headers } = await post(text).expect(status);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(codeOf(body)).toBe(code);
  });

  test('what is not JSON is 415, also without a type', async () => {
    expect(codeOf((await post('a=1', 'application/x-www-form-urlencoded').expect(415)).body)).toBe(
      'unsupported-media-type',
    );
    await post('{}', 'application/json; charset=utf-16').expect(415);
    await lab.as('agent').post('/api/v1/tickets').set('Content-Encoding', 'gzip').send({ a: 1 }).expect(415);
  });

  test('what is too large is 413', async () => {
    const { body } = await post(JSON.stringify({ description: 'x'.repeat(300_000) })).expect(413);
    expect(codeOf(body)).toBe('too-large');
  });

  test('bytes that are no UTF-8 are 400', async () => {
    const server = lab.app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = httpRequest({
      ...{ port, method: 'POST', path: '/api/v1/tickets' },
      headers: { 'content-type': 'application/json', authorization: `Bearer ${lab.tokenOf('agent')}` },
    });
    asked.end(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]));
    const [answer] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
    answer.resume();
    expect(answer.statusCode).toBe(400);
    server.close();
  });

  test('an unknown address is 404, a known one with another method is 405 with Allow', async () => {
    await lab.asNobody().get('/api/v1/nothing').expect(404);
    await lab.asNobody().get('/wp-login.php').expect(404);
    const { headers, body } = await lab.as('agent').delete('/api/v1/tickets').expect(405);
    expect(headers.allow).toBe('POST, GET, HEAD');
    expect(codeOf(body)).toBe('method-not-allowed');
    await lab.as('agent').put('/api/v1/tickets/abc/claim').send({}).expect(405).expect('Allow', 'POST');
    await lab.as('agent').options('/api/v1/me').expect(405);
  });

  test.each([
    '/api/v1/tickets/%ff',
    '/api/v1/tickets/%00',
    '/api/v1/units/%2e%2e%2f',
    '/api/v1/callers/%F0%9F%9A%91',
    `/api/v1/tickets/${'a'.repeat(2_000)}`,
  ])('GET %.60s is 400 or 404', async (path) => {
    const { status, body } = await lab.as('agent').get(path);
    expect([400, 404]).toContain(status);
    expect(body.title).toEqual(expect.any(String));
  });

  test.each(['', 'with space', 'x'.repeat(201), 'khóa'])(
    'an Idempotency-Key like %j is refused',
    async (key) => {
      const { port, close } = await new Promise<{ port: number; close: () => void }>((resolve) => {
        const server = lab.app.listen(0, () => {
          resolve({ port: (server.address() as AddressInfo).port, close: () => server.close() });
        });
      });
      const answer = await fetch(`http://127.0.0.1:${String(port)}/api/v1/tickets`, {
        method: 'POST',
        headers: new Headers([
          ['authorization', `Bearer ${lab.tokenOf('agent')}`],
          ['content-type', 'application/json'],
          ['idempotency-key', Buffer.from(key).toString('latin1')],
        ]),
        body: '{}',
      });
      close();
      expect(answer.status).toBe(400);
    },
  );

  test('a role without the right is 403 before anything is looked up', async () => {
    const { body } = await lab.as('commander').post('/api/v1/tickets/nothing/claim').send({}).expect(403);
    expect(codeOf(body)).toBe('not-allowed');
    await lab.as('agent').post('/api/v1/teams').send({}).expect(403);
    await lab
      .as('supervisor')
      .put('/api/v1/users/agent/password')
      .send({ password: 'x'.repeat(20) })
      .expect(403);
  });
});

describe('pages beside the interface', () => {
  test('the documentation asks nothing of any other host', async () => {
    const { text, headers } = await lab.asNobody().get('/docs').expect(200);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(text).not.toMatch(/https?:\/\//);
    for (const [, path = ''] of text.matchAll(/(?:src|href)="([^"]+)"/g))
      await lab.asNobody().get(path).expect(200);
    const problems = await lab.asNobody().get('/docs/problems').expect(200);
    expect(problems.text).toContain('id="already-claimed"');
  });

  test('openapi.json, livez, readyz and metrics answer at the root and under the base', async () => {
    for (const base of ['', '/api/v1']) {
      expect((await lab.asNobody().get(`${base}/openapi.json`).expect(200)).body.openapi).toBe('3.1.0');
      await lab.asNobody().get(`${base}/livez`).expect(200, { status: 'alive' });
      await lab.asNobody().get(`${base}/readyz`).expect(200);
      expect((await lab.asNobody().get(`${base}/metrics`).expect(200)).text).toMatch(
        /truc_tickets_unstarted \d/,
      );
    }
  });

  test('every answer has an id, and says nothing of the server’s make', async () => {
    const { headers } = await lab.asNobody().get('/api/v1/me').set('X-Request-Id', 'abcd-1234').expect(401);
    expect(headers['x-request-id']).toBe('abcd-1234');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    const { headers: other } = await lab.asNobody().get('/livez').set('X-Request-Id', 'a b;c');
    expect(other['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });
});

test('MongoDB is away: 503 with Retry-After, and work goes on when it is back', async () => {
  const mongoose = await import('mongoose');
  const target = new URL(process.env.TEST_MONGODB_URL ?? '');
  const { hostname, port } = new URL(`http://${target.host}`);
  const { connect } = await import('node:net');
  const open = new Set<{ destroy(): void }>();
  let away = false;
  const wire = createServer((client) => {
    if (away) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const url = `mongodb://127.0.0.1:${String((wire.address() as AddressInfo).port)}/test_outage?directConnection=true&w=majority&journal=true`;
  const connection = await mongoose
    .createConnection(url, { serverSelectionTimeoutMS: 500, bufferCommands: false, autoIndex: false })
    .asPromise();
  const cut = await openApiLab(
    {},
    {},
    {
      connection,
      drop: async () => {
        await connection.dropDatabase();
        await connection.close();
      },
    },
  );
  try {
    await cut.as('agent').get('/api/v1/tickets').expect(200);
    away = true;
    for (const socket of open) socket.destroy();
    const { body, headers } = await cut.as('agent').get('/api/v1/tickets').expect(503);
    expect(headers['retry-after']).toBe('5');
    expect(codeOf(body)).toBe('unavailable');
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|ECONN/);
    await cut.asNobody().get('/readyz').expect(503);
    await cut.asNobody().get('/livez').expect(200);
    away = false;
    const deadline = Date.now() + 15_000;
    let status = 503;
    while (status !== 200 && Date.now() < deadline)
      status = (await cut.as('agent').get('/api/v1/tickets')).status;
    expect(status).toBe(200);
  } finally {
    away = false;
    await cut.close();
    for (const socket of open) socket.destroy();
    wire.close();
  }
});
