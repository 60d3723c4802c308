import type { OrderMessage } from '../../web/api/operations.gen';
import { arrivalOf } from '../../web/screens/orders/arrival';

/** A chairman sees at once whom the order has reached. */

const message = (status: OrderMessage['status'], change: Partial<OrderMessage> = {}): OrderMessage => ({
  ...{ unitCode: '25747', userId: 'lan', template: 'order.given', channel: 'sms', status, errorCode: null },
  ...{ createdAt: '2026-11-26T02:00:00.000Z', updatedAt: '2026-11-26T02:00:00.000Z' },
  ...change,
});
const seen = (...messages: readonly OrderMessage[]) => arrivalOf(messages, '25747', 'lan');

test('nothing sent says nothing; the best of several SMS and calls counts, in any order', () => {
  expect(seen()).toBeNull();
  expect(seen(message('queued'))).toBe('waiting');
  expect(seen(message('sent'), message('queued'))).toBe('sent');
  expect(seen(message('undelivered', { errorCode: '30003' }), message('sent'))).toBe('lost');
  expect(seen(message('undelivered'), message('delivered'))).toBe('arrived');
  expect(seen(message('answered', { channel: 'voice' }), message('delivered'))).toBe('heard');
});

test('a message that was not needed any more is no failure, and another person’s is not theirs', () => {
  expect(seen(message('failed', { errorCode: 'already-acknowledged' }), message('delivered'))).toBe(
    'arrived',
  );
  expect(seen(message('failed', { errorCode: 'already-acknowledged' }))).toBeNull();
  expect(
    seen(message('delivered', { userId: 'binh' }), message('delivered', { unitCode: '718' })),
  ).toBeNull();
});
