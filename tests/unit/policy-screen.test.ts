import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { durationMsOf, durationText, written } from '../../web/screens/policies/duration';
import { bodyOf, draftOf } from '../../web/screens/policies/policy-draft';
import { sayDifference } from '../../web/screens/policies/say-difference';
import { vi } from '../../web/screens/policies/words-vi';
import type { Policy } from '../../web/api/operations.gen';

const policy = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'config', 'policies', 'binh-duong-2021.json'), 'utf8'),
) as Policy;

test('a duration is written in the largest unit that says it whole, and read back', () => {
  expect(written(7_200_000)).toEqual({ amount: '2', unit: 'hours' });
  expect(written(172_800_000)).toEqual({ amount: '2', unit: 'days' });
  expect(written(5_400_000)).toEqual({ amount: '90', unit: 'minutes' });
  expect(written(0)).toEqual({ amount: '0', unit: 'minutes' });
  expect(durationMsOf({ amount: '1,5', unit: 'hours' })).toBe(5_400_000);
  expect(durationMsOf({ amount: 'hai', unit: 'hours' })).toBeNull();
  expect(durationMsOf({ amount: ' ', unit: 'hours' })).toBeNull();
  expect(durationText(900_000, vi.units)).toBe('15 phút');
});

test('a version that nobody changed is sent as it was, but for its date', () => {
  const { version: _version, ...same } = policy;
  expect(bodyOf(policy, draftOf(policy, '2026-11-26'))).toEqual({ ...same, effectiveFrom: '2026-11-26' });
});

test('shares and warnings may be typed with spaces, commas and decimal commas; nonsense is left to the server', () => {
  const draft = draftOf(policy, '2026-11-26');
  expect(bodyOf(policy, { ...draft, warnAt: '50, 75; 90' }).warnAtShares).toEqual([0.5, 0.75, 0.9]);
  expect(bodyOf(policy, { ...draft, warnAt: '33,5 80' }).warnAtShares).toEqual([0.335, 0.8]);
  expect(bodyOf(policy, { ...draft, contactAttempts: '' }).contactAttemptsBeforeHold).toBeNull();
});

test('differences are told in words', () => {
  const said = (pointer: string, from?: unknown, to?: unknown) =>
    sayDifference({ pointer, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, vi);
  expect(said('/classes/P1/resolveMs', 7_200_000, 10_800_000)).toEqual({
    ...{ what: 'P1 · Xử lý xong', from: '2 giờ', to: '3 giờ' },
  });
  expect(said('/ladder/down/0/share', 0.25, 0.5)).toEqual({
    ...{ what: 'Thang gọi · Phiếu do tỉnh nhận · 1 · Phần thời gian', from: '25%', to: '50%' },
  });
  expect(said('/classes/P4/calendarId', 'working', null).to).toBe('cả ngày đêm');
  expect(said('/classes/P2/holdReasons/0', undefined, 'waitingForBed')).toMatchObject({
    ...{ from: '(không có)', to: 'chờ giường' },
  });
  expect(said('/classes/P1/channels', [], ['sms', 'voice'])).toMatchObject({
    ...{ from: '(không có)', to: 'SMS, gọi điện' },
  });
  expect(said('/onlyInSurge', undefined, true)).toMatchObject({ what: 'Chỉ khi cao điểm', to: 'có' });
  expect(said('/somethingNew', 1, 2)).toEqual({ what: 'somethingNew', from: '1', to: '2' });
});
