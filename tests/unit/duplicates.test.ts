import fc from 'fast-check';
import { foldAddress, scoreLookalike } from '../../src/domain/duplicates';
import type { Likeness } from '../../src/domain/duplicates';

const first: Likeness = {
  category: 'emergency',
  unitCode: '25777',
  receivedAt: '2021-08-10T01:00:00.000Z',
  phone: '+842743822222',
  address: '12 đường Lê Lợi, khu phố 4A',
};

test('the same person who calls again an hour later is recognised by all three signs', () => {
  const again = {
    ...first,
    receivedAt: '2021-08-10T02:00:00.000Z',
    phone: '0274/3-822.222',
    address: 'Số 12 Lê Lợi - KHU PHỐ 4a',
  };
  expect(scoreLookalike(first, again)).toEqual({
    score: 1,
    because: ['samePhone', 'sameAddress', 'samePlaceAndCategory'],
  });
});

test('neighbours with one kind of trouble look alike only a little', () => {
  const neighbour = { ...first, phone: '+84901234567', address: '14 Lê Lợi, khu phố 4A' };
  expect(scoreLookalike(first, neighbour)).toEqual({ score: 0.2, because: ['samePlaceAndCategory'] });
});

test('the same place and category a day later is another event', () => {
  const { phone: _phone, address: _address, ...place } = first;
  const at = (time: string): Likeness => ({ ...place, receivedAt: time });
  expect(scoreLookalike(place, at('2021-08-11T01:00:00.000Z')).because).toEqual(['samePlaceAndCategory']);
  expect(scoreLookalike(place, at('2021-08-11T01:00:00.001Z'))).toEqual({ score: 0, because: [] });
  expect(scoreLookalike(at('2021-08-11T01:00:00.001Z'), place)).toEqual({ score: 0, because: [] });
});

test('two callers without a number, or with an address that says nothing, are not the same caller', () => {
  const bare: Likeness = { category: 'other', unitCode: '1', receivedAt: '2021-08-10T01:00:00.000Z' };
  const elsewhere = { ...bare, unitCode: '2' };
  expect(scoreLookalike(bare, elsewhere).because).toEqual([]);
  expect(scoreLookalike({ ...bare, address: '...' }, { ...elsewhere, address: '—' }).because).toEqual([]);
  expect(scoreLookalike({ ...bare, phone: 'ẩn số' }, { ...elsewhere, phone: 'ẩn số' }).because).toEqual([]);
});

test('an address folds to one spelling, and house numbers stay apart', () => {
  expect(foldAddress('Số 12/3, Đường Nguyễn  Văn Trỗi')).toBe('12/3 nguyen van troi');
  expect(foldAddress('12/3 đ. Nguyễn Văn Trỗi'.normalize('NFD'))).toBe('12/3 nguyen van troi');
  expect(foldAddress('12 Lê Lợi')).not.toBe(foldAddress('123 Lê Lợi'));
});

test('likeness is mutual, and between 0 and 1', () => {
  const likeness = fc.record(
    {
      category: fc.constantFrom('emergency', 'other'),
      unitCode: fc.constantFrom('1', '2'),
      receivedAt: fc
        .date({ min: new Date('2021-08-01'), max: new Date('2021-08-05'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      phone: fc.constantFrom('+84901234567', '0901234567', '+84901234568'),
      address: fc.oneof(fc.constantFrom('1 Lê Lợi', 'số 1 lê lợi'), fc.string()),
    },
    { requiredKeys: ['category', 'unitCode', 'receivedAt'] },
  );
  fc.assert(
    fc.property(likeness, likeness, (a, b) => {
      const score = scoreLookalike(a, b);
      expect(score).toEqual(scoreLookalike(b, a));
      expect(score.score).toBeGreaterThanOrEqual(0);
      expect(score.score).toBeLessThanOrEqual(1);
      expect(score.score > 0).toBe(score.because.length > 0);
    }),
    { numRuns: 1000 },
  );
});
