import type { CommandOrderSummary } from '../../web/api/operations.gen';
import { acknowledgePresets, momentOf, offeredAt } from '../../web/screens/orders/deadlines';
import {
  bodyOf,
  emptyOrderDraft,
  forgetOrderDrafts,
  keepOrderDraft,
  missingIn,
  readOrderDraft,
  ticketCodesIn,
  type DraftStorage,
  type OrderDraft,
} from '../../web/screens/orders/order-draft';
import { inOrder, nextDueOf } from '../../web/screens/orders/order-queue';
import { fromLocalField, toLocalField } from '../../web/parts/local-field';

/** A commander writes at 14:20 in Bình Dương. */
const now = new Date('2026-11-26T07:20:00.000Z');

function storage(): DraftStorage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const written: OrderDraft = {
  ...emptyOrderDraft,
  ...{
    text: '  Lập chốt  ',
    by: 'document',
    documentNumber: '12/CĐ',
    tickets: 'BD-7K3-9QF, BD-222-333\nBD-7K3-9QF',
  },
  tiers: [{ tier: 'commune', below: '718' }],
  result: { kind: 'day', ahead: 1, time: '08:00' },
};

describe('deadlines', () => {
  test('are what they say, in the time of the work, from the moment of sending', () => {
    expect(momentOf({ kind: 'in', minutes: 30 }, now)).toBe('2026-11-26T07:50:00.000Z');
    expect(momentOf({ kind: 'day', ahead: 0, time: '17:00' }, now)).toBe('2026-11-26T10:00:00.000Z');
    expect(momentOf({ kind: 'day', ahead: 1, time: '08:00' }, now)).toBe('2026-11-27T01:00:00.000Z');
    expect(momentOf({ kind: 'own', local: '2026-11-26T18:30' }, now)).toBe('2026-11-26T11:30:00.000Z');
    expect(momentOf({ kind: 'own', local: '' }, now)).toBeNull();
  });

  test('near midnight tomorrow is the day after today here, not in Greenwich', () => {
    const late = new Date('2026-11-26T18:00:00.000Z');
    expect(momentOf({ kind: 'day', ahead: 1, time: '08:00' }, late)).toBe('2026-11-28T01:00:00.000Z');
  });

  test('“before 17:00” is offered until ten minutes before', () => {
    const before17 = (at: string): boolean =>
      offeredAt(acknowledgePresets, new Date(at)).some((one) => one.kind === 'day');
    expect(before17('2026-11-26T09:49:00Z')).toBe(true);
    expect(before17('2026-11-26T09:51:00Z')).toBe(false);
    expect(before17('2026-11-26T12:00:00Z')).toBe(false);
  });

  test('a field of local time and back is the same minute', () => {
    expect(fromLocalField(toLocalField(now))).toBe(now.toISOString());
    expect(fromLocalField('nonsense')).toBeNull();
  });
});

describe('a draft', () => {
  test('outlives a reload for its author, and nobody’s outlives a sign-out', () => {
    const kept = storage();
    keepOrderDraft('chairman', written, kept);
    expect(readOrderDraft('chairman', kept)).toEqual(written);
    expect(readOrderDraft('somebody else', kept)).toEqual(emptyOrderDraft);
    kept.setItem('truc.language', 'vi');
    keepOrderDraft('deputy', written, kept);
    forgetOrderDrafts(kept);
    expect(kept.length).toBe(1);
  });

  test('of an older version, or not legible at all, is no trouble', () => {
    const kept = storage();
    kept.setItem('truc.order-draft.chairman', '{"text":"Lập chốt"}');
    expect(readOrderDraft('chairman', kept)).toEqual({ ...emptyOrderDraft, text: 'Lập chốt' });
    kept.setItem('truc.order-draft.chairman', '{"tex');
    expect(readOrderDraft('chairman', kept)).toEqual(emptyOrderDraft);
  });

  test('says what is missing before it is sent', () => {
    expect(missingIn(written, now)).toEqual(new Set());
    const empty = {
      ...emptyOrderDraft,
      by: 'document' as const,
      result: { kind: 'own', local: '' } as const,
    };
    expect(missingIn(empty, now)).toEqual(new Set(['/text', '/to', '/given/documentNumber', '/resultBy']));
  });

  test('becomes what the API takes; what belongs to a document only goes with one', () => {
    expect(bodyOf(written, now)).toEqual({
      ...{ text: 'Lập chốt', urgent: false, given: { by: 'document', documentNumber: '12/CĐ' } },
      to: { unitCodes: [], tiers: [{ tier: 'commune', below: '718' }] },
      tickets: ['BD-7K3-9QF', 'BD-222-333'],
      ...{ acknowledgeBy: '2026-11-26T07:50:00.000Z', resultBy: '2026-11-27T01:00:00.000Z' },
    });
    expect(bodyOf({ ...written, by: 'phone' }, now).given).toEqual({ by: 'phone' });
    expect(ticketCodesIn('  ')).toEqual([]);
  });
});

describe('the list', () => {
  const order = (id: string, change: object): CommandOrderSummary =>
    ({
      ...{ id, status: 'open', needs: null, mine: null },
      ...{ acknowledgeBy: '2026-11-26T08:00:00Z', resultBy: '2026-11-26T12:00:00Z' },
      counts: { addressees: 2, acknowledged: 0, reported: 0 },
      ...change,
    }) as CommandOrderSummary;

  test('begins with what I must acknowledge, then the late ones, then results, then what is due first', () => {
    const orders = [
      ...[order('others', {}), order('soon', { acknowledgeBy: '2026-11-26T07:30:00Z' })],
      ...[order('report', { needs: 'report' }), order('accept', { needs: 'accept' })],
      ...[order('late', { needs: 'late' }), order('mine', { needs: 'acknowledge' })],
    ];
    expect(inOrder(orders).map(({ id }) => id)).toEqual([
      'mine',
      'late',
      'accept',
      'report',
      'soon',
      'others',
    ]);
  });

  test('counts down to my own unit’s next time where it is addressed, else to that of all', () => {
    expect(nextDueOf(order('all', {}))).toEqual({ clock: 'acknowledge', at: '2026-11-26T08:00:00Z' });
    const known = { counts: { addressees: 2, acknowledged: 2, reported: 1 } };
    expect(nextDueOf(order('all', known))?.clock).toBe('result');
    const mine = { acknowledged: {}, acknowledgeBy: 'a', result: null, resultBy: '2026-11-26T09:00:00Z' };
    expect(nextDueOf(order('own', { mine }))).toEqual({ clock: 'result', at: '2026-11-26T09:00:00Z' });
    expect(nextDueOf(order('own', { mine: { ...mine, result: { state: 'reported' } } }))).toBeNull();
    expect(nextDueOf(order('over', { status: 'done' }))).toBeNull();
  });
});
