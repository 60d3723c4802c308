import fc from 'fast-check';
import { deliveryNews } from '../../src/api/webhooks/delivery-news';
import { mayFollow, statusesBefore } from '../../src/domain/delivery';
import { deliveryStatuses } from '../../src/domain/message';
import { createClaimTokens } from '../../src/notifications/claim-tokens';
import { messageIdOf } from '../../src/notifications/outbox';
import { retryAfterMs } from '../../src/notifications/twilio/redirecting-client';
import type { DeliveryStatus } from '../../src/domain/message';

const settle = (news: readonly DeliveryStatus[]): DeliveryStatus =>
  news.reduce<DeliveryStatus>((current, next) => (mayFollow(current, next) ? next : current), 'sending');

test('a carrier’s story ends the same in any order and however often it is told', () => {
  const story = fc.constantFrom<DeliveryStatus[]>(
    ['sent', 'delivered'],
    ['sent', 'undelivered'],
    ['sent', 'answered'],
  );
  fc.assert(
    fc.property(story, fc.infiniteStream(fc.nat()), (statuses, numbers) => {
      const told = [...statuses, ...statuses].sort(() => (numbers.next().value % 2 === 0 ? 1 : -1));
      expect(settle(told)).toBe(statuses.at(-1));
    }),
  );
});

test('a failure reported after delivery is noise, and nothing follows itself', () => {
  expect(settle(['delivered', 'failed', 'undelivered', 'sent'])).toBe('delivered');
  for (const status of deliveryStatuses) expect(mayFollow(status, status)).toBe(false);
  expect(statusesBefore('delivered')).toEqual(['queued', 'sending', 'sent']);
});

test.each([
  [{ MessageStatus: 'queued' }, { status: 'sent', errorCode: null, isPermanent: false }],
  [{ MessageStatus: 'delivered' }, { status: 'delivered', errorCode: null, isPermanent: false }],
  [
    { MessageStatus: 'undelivered', ErrorCode: '30003' },
    { status: 'undelivered', errorCode: '30003', isPermanent: true },
  ],
  [{ CallStatus: 'no-answer' }, { status: 'undelivered', errorCode: 'no-answer', isPermanent: false }],
  [{ CallStatus: 'completed' }, { status: 'answered', errorCode: null, isPermanent: false }],
  [{ CallStatus: 'failed' }, { status: 'failed', errorCode: 'failed', isPermanent: true }],
])('the provider’s %j means %j', (form, news) => {
  expect(deliveryNews(form as unknown as Record<string, string>)).toEqual({ ...news, providerId: null });
});

test('words that no provider says are no news', () => {
  expect(deliveryNews({ MessageStatus: 'constructor' })).toBeNull();
  expect(deliveryNews({ MessageStatus: 'lost' })).toBeNull();
  expect(deliveryNews({})).toBeNull();
});

test('a claim token opens its own message only, and is short enough for a link', () => {
  const tokens = createClaimTokens('a secret');
  const id = messageIdOf('ticket/round1/page1/user-1/sms');
  const token = tokens.tokenFor(id);
  expect(token).toMatch(/^[A-Za-z0-9]{34}$/);
  expect(tokens.messageIdOf(token)).toBe(id);
  expect(createClaimTokens('another secret').messageIdOf(token)).toBeNull();
  fc.assert(
    fc.property(fc.nat(33), fc.constantFrom(...'ABCxyz019'), (at, letter) => {
      const forged = token.slice(0, at) + letter + token.slice(at + 1);
      if (forged !== token) expect(tokens.messageIdOf(forged)).toBeNull();
    }),
  );
  for (const junk of ['', 'm', token.slice(1), `${token}a`, '../../etc', token.toUpperCase()]) {
    expect(tokens.messageIdOf(junk)).toBeNull();
  }
});

test('a provider’s wish to wait is read in seconds and as a date, within bounds', () => {
  const now = Date.parse('2021-08-15T05:00:00Z');
  expect(retryAfterMs('7', now)).toBe(7_000);
  expect(retryAfterMs('Sun, 15 Aug 2021 05:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs(undefined, now)).toBe(1_000);
  expect(retryAfterMs('soon', now)).toBe(1_000);
  expect(retryAfterMs('86400', now)).toBe(60_000);
});
