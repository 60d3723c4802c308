import { EventEmitter } from 'node:events';
import { newId, newTicketCode } from '../../src/platform/ids';
import { createLogger, withoutPhones } from '../../src/platform/logger';
import { isReadyMessage } from '../../src/platform/ready';
import { onShutdown } from '../../src/platform/shutdown';

function recordedLog() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', process: 'server' }, { write: (line) => lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

test('ids are opaque: 20 letters and digits, never the same twice', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[A-Za-z\d]{20}$/.test(id))).toBe(true);
});

test('a ticket code can be read out over a bad line', () => {
  const codes = Array.from({ length: 2_000 }, () => newTicketCode('BD'));
  expect(codes.every((code) => /^BD-[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}$/.test(code))).toBe(true);
  expect(codes.join('').replace(/BD-/g, '')).not.toMatch(/[ILOU01]/);
  expect(new Set(codes).size).toBeGreaterThan(1_990);
});

test('no name, number, address or answer of a citizen reaches a log line, however deep', () => {
  const { logger, lines, last } = recordedLog();
  const canary = 'Nguyễn Thị Canary';
  const caller = { name: canary, phone: '+84912345678', address: canary };
  logger.info({ ticketId: 'T1', caller, ticket: { intake: { caller, description: canary } } }, 'received');
  logger.info(
    { req: { headers: { authorization: canary, cookie: canary, 'x-twilio-signature': canary } } },
    'in',
  );
  logger.info({ phone: canary, text: canary, body: { a: canary }, answers: { spo2: canary } }, 'parsed');
  expect(lines.join('')).not.toMatch(/Canary|912345678/);
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
    ticketId: 'T1',
    msg: 'received',
    process: 'server',
    level: 'info',
  });
  expect(last()).toMatchObject({ phone: '[private]' });
});

test('an error keeps its kind, code and stack, and loses numbers and what a library hung on it', () => {
  const { logger, last } = recordedLog();
  const err = Object.assign(new TypeError('cannot reach +84 912 345 678'), {
    code: 21_614,
    config: { to: 'Canary' },
  });
  logger.error({ err }, 'send failed');
  expect(last().err).toMatchObject({ type: 'TypeError', message: 'cannot reach [phone]', code: 21_614 });
  expect(JSON.stringify(last())).not.toMatch(/Canary|345 678/);
});

test.each([
  ['/api/v1/callers/+84912345678', '/api/v1/callers/[phone]'],
  ['/api/v1/callers/%2B84912345678?x=1', '/api/v1/callers/[phone]?x=1'],
  ['call 0274.3822.222 now', 'call [phone] now'],
  ['ticket BD-7K3-9QF at 1732240000000', 'ticket BD-7K3-9QF at 1732240000000'],
])('a phone number in %s is blanked and nothing else', (given, expected) => {
  expect(withoutPhones(given)).toBe(expected);
});

test('a process stops its parts in order, and one that fails does not keep the rest from stopping', async () => {
  const { logger, lines } = recordedLog();
  const order: string[] = [];
  const codes: number[] = [];
  const step = (name: string, fails = false) => ({
    name,
    stop: async () => {
      order.push(name);
      if (fails) throw new Error('stuck');
    },
  });
  const shutdown = onShutdown(logger, [step('http'), step('temporal', true), step('mongodb')], {
    signals: [],
    exit: (code) => codes.push(code),
  });
  await Promise.all([shutdown('test'), shutdown('again')]);
  expect(order).toEqual(['http', 'temporal', 'mongodb']);
  expect(codes).toEqual([1]);
  expect(lines.filter((line) => line.includes('could not stop cleanly'))).toHaveLength(1);
});

test('a part that never stops cannot hold the process for ever', async () => {
  const { logger } = recordedLog();
  const exited = new EventEmitter();
  const ended = new Promise<number>((done) => exited.once('exit', done));
  const shutdown = onShutdown(logger, [{ name: 'http', stop: () => new Promise<void>(() => undefined) }], {
    signals: [],
    withinMs: 20,
    exit: (code) => exited.emit('exit', code),
  });
  void shutdown('test');
  expect(await ended).toBe(1);
});

test('only our own message counts as readiness', () => {
  expect([{ ready: true }, { ready: 'yes' }, 'ready', null].map(isReadyMessage)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
