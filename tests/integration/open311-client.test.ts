import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openApiLab, type ApiLab } from '../support/api-lab';
import { outsideClient, type OutsideClient } from '../support/open311-client/install';

/** A client that we did not write (`three`, Code for America) reports and reads, in both formats. */

let lab: ApiLab;
let server: Server;
let three: OutsideClient;
beforeAll(async () => {
  lab = await openApiLab();
  server = createServer(lab.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  three = await outsideClient(
    `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/open311/v2`,
  );
}, 240_000);
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await lab.close();
});

const said = {
  address: '12 Bạch Đằng, phường Phú Cường, Thủ Dầu Một',
  name: 'Lan Nguyễn',
  phone: '0901 234 567',
  description: 'Nhà hết gạo từ hôm qua',
  'attribute[noFoodToday]': 'true',
};
/** XML calls every element by name; JSON lists have none. */
const listOf = (answer: unknown, name: string): Record<string, unknown>[] => {
  const inner = Array.isArray(answer) ? answer : (answer as Record<string, unknown>)[name];
  return [inner].flat() as Record<string, unknown>[];
};

describe.each(['json', 'xml'] as const)('in %s', (format) => {
  test('it finds the services and what one of them asks', async () => {
    const services = listOf(await three(format, 'services', []), 'service');
    expect(services.map(({ service_code: code }) => code).sort()).toEqual(
      [...lab.deps.protocols.keys()].sort(),
    );
    const definition = (await three(format, 'services', ['foodRelief'])) as Record<string, unknown>;
    expect(definition.service_code).toBe('foodRelief');
    expect(listOf(definition.attributes, 'attribute')[0]).toMatchObject({ code: 'noFoodToday' });
  });

  test('it reports, and the report is a ticket with everything that was said', async () => {
    const [made] = listOf(await three(format, 'post', ['foodRelief'], said), 'request');
    const id = String(made?.service_request_id);
    const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${id}`).expect(200);
    expect(ticket).toMatchObject({
      channel: 'open311',
      category: 'foodRelief',
      caller: { name: 'Nguyễn Lan', phone: '+84901234567' },
      location: { unitCode: '25747', address: said.address },
      description: said.description,
      details: { answers: { noFoodToday: true } },
    });
    const [request] = listOf(await three(format, 'request', [id]), 'request');
    expect(request).toMatchObject({ service_request_id: id, status: 'open', service_code: 'foodRelief' });
    const listed = listOf(await three(format, 'requests', ['foodRelief'], { status: 'open' }), 'request');
    expect(listed.map(({ service_request_id: one }) => one)).toContain(id);
    const [token] = listOf(await three(format, 'token', [id]), 'request');
    expect(token).toMatchObject({ service_request_id: id, token: id });
  });

  test('a refusal reaches its user with the argument’s name', async () => {
    const [error] = listOf(await three(format, 'post', ['graffiti'], said), 'error');
    expect([String(error?.code), error?.description]).toEqual([
      '404',
      expect.stringContaining('service_code'),
    ]);
  });
});

test('it finds the way in by discovery', async () => {
  const discovery = (await three('json', 'discovery', [])) as { endpoints: { specification: string }[] };
  expect(discovery.endpoints[0]?.specification).toBe('http://wiki.open311.org/GeoReport_v2');
});
