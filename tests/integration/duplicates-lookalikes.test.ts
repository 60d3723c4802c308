import type { Db } from 'mongodb';
import { lookalikesOf } from '../../src/api/duplicates/find-lookalikes';
import { toTicketRow } from '../../src/models/tickets/ticket-row';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import { ensureTicketIndexes } from '../../src/models/tickets/ticket-schema';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { aTicket } from '../support/a-ticket';
import { aCall, openApiLab, type ApiLab } from '../support/api-lab';
import { openTestDatabase } from '../support/mongo';

describe('while the agent is still typing', () => {
  let lab: ApiLab;
  beforeAll(async () => {
    lab = await openApiLab();
  });
  afterAll(() => lab.close());

  const looks = (body: object, as: Parameters<ApiLab['as']>[0] = 'agent') =>
    lab.as(as).post('/api/v1/tickets/lookalikes').send(body);
  const taken = async (change: object = {}): Promise<{ id: string; code: string }> => {
    const { body } = await lab
      .as('agent')
      .post('/api/v1/tickets')
      .send({ ...aCall(), ...change })
      .expect(201);
    return body;
  };

  test('the wife has called before; her neighbour’s words bring her ticket up, with the reasons', async () => {
    const first = await taken({ caller: { name: 'Nguyễn Thị Lan', phone: '0907 777 001' } });
    const { body } = await looks({
      phone: '0908 111 222',
      category: 'emergency',
      location: { unitCode: '25747', address: 'SN 12, đ. Bach Dang' },
      description: 'Ông hàng xóm bất tỉnh, vợ là chị Lan gọi không được',
    }).expect(200);
    expect(body.items[0]).toMatchObject({ id: first.id, address: '12 đường Bạch Đằng', unitCode: '25747' });
    expect(body.items[0].because).toContainEqual({ sign: 'sameHouse', share: 0.35 });
    expect(body.items[0].score).toBeGreaterThanOrEqual(0.45);
  });

  test('her number alone is enough, in any spelling, and the look-up is recorded', async () => {
    const first = await taken({ caller: { phone: '0907 777 002' } });
    const { body } = await looks({ phone: '84907.777.002' }).expect(200);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([first.id]);
    const { body: popped } = await lab.as('agent').get('/api/v1/callers/0907777002').expect(200);
    expect(popped.open).toHaveLength(1);
    const accesses = await lab.connection.collection('accessLog').find({ what: 'caller' }).toArray();
    expect(new Set(accesses.slice(-2).map(({ subjectId }) => subjectId)).size).toBe(1);
  });

  test('nothing typed yet finds nothing, and wrong fields are named', async () => {
    expect((await looks({}).expect(200)).body).toEqual({ items: [] });
    const wrong = [
      [{ phone: 'xin chào' }, '/phone'],
      [{ location: { unitCode: '99999' } }, '/location/unitCode'],
      [{ category: 'unicorn' }, '/category'],
    ] as const;
    for (const [body, pointer] of wrong) {
      const { body: problem } = await looks(body).expect(422);
      expect(problem.errors[0].pointer).toBe(pointer);
    }
    await lab.asNobody().post('/api/v1/tickets/lookalikes').send({}).expect(401);
  });

  test('a settled ticket is no lookalike any more', async () => {
    const first = await taken({ caller: { phone: '0907 777 003' } });
    await lab.desk.start({ id: first.id } as never);
    await lab.as('agent').post(`/api/v1/tickets/${first.id}/cancel`).send({ reason: 'gọi nhầm' }).expect(200);
    expect((await looks({ phone: '0907777003' }).expect(200)).body.items).toEqual([]);
  });
});

test('among 20,000 tickets of one commune at most 50 are opened, by index', async () => {
  const database = await openTestDatabase();
  const { connection } = database;
  try {
    await ensureTicketIndexes(connection);
    const crypto = await openFieldCrypto(connection, 'a secret key for tests');
    const startMs = Date.parse('2021-08-10T00:00:00Z');
    const rows = Array.from({ length: 20_000 }, (_, index) => {
      const receivedAt = new Date(startMs + index * 10_000).toISOString();
      const status = index % 20 === 0 ? ('triaged' as const) : ('closed' as const);
      const phone = `+849${String(10_000_000 + (index % 400))}`;
      const { intake } = aTicket();
      const ticket = aTicket({
        state: { code: `BD-${String(index)}`, receivedAt, status, revision: 1 },
        intake: { ...intake, caller: { anonymous: false, phone } },
      });
      const row = toTicketRow(ticket, new Date(receivedAt), crypto);
      // What is settled is never read, so its place in the indexes is enough of it.
      const { unitPath } = row.state;
      const { caller, location } = row.intake;
      return status === 'triaged'
        ? row
        : {
            _id: row._id,
            code: row.code,
            state: { status, receivedAt, unitPath },
            intake: { caller, location },
          };
    });
    await connection.collection('tickets').insertMany(rows as never[]);
    const tickets = createTicketRepository(connection, crypto);
    const db = connection.db as unknown as Db;
    await db.command({ profile: 2 });
    const found = await lookalikesOf(
      { tickets, logger: { warn: (facts: unknown) => fail(facts) } as never },
      {
        category: 'emergency',
        field: 'medical',
        unitCode: '25777',
        receivedAt: new Date(startMs + 20_000 * 10_000).toISOString(),
        phone: '+84910000020',
        address: '12 đường 13/3, khu phố 4A',
        description: 'Chồng tôi ngất',
      },
    );
    await db.command({ profile: 0 });
    const asked = await db
      .collection('system.profile')
      .find({ op: 'query', ns: /tickets$/ })
      .toArray();
    const sum = (key: string): number => asked.reduce((total, one) => total + Number(one[key]), 0);
    expect(found.length).toBeGreaterThan(0);
    expect(asked).toHaveLength(2);
    expect(sum('nreturned')).toBeLessThanOrEqual(50);
    process.stdout.write(
      `lookalikes: ${String(sum('docsExamined'))} documents, ${String(sum('millis'))} ms\n`,
    );
    expect(sum('docsExamined')).toBeLessThanOrEqual(100);
  } finally {
    await database.drop();
  }
}, 60_000);

const fail = (facts: unknown): never => {
  throw new Error(JSON.stringify(facts));
};
