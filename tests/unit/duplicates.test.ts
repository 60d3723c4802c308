import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { makeDuplicatePairs } from '../../scripts/make-duplicate-pairs';
import type { LabelledPair } from '../../scripts/make-duplicate-pairs';
import {
  LOOKALIKE_FROM,
  foldAddress,
  lookalikeWeights,
  scoreLookalike,
  type Likeness,
  type LookalikeWeights,
} from '../../src/domain/duplicates';
import { addressParts, compareAddresses } from '../../src/domain/duplicates-address';
import { compareNames } from '../../src/domain/duplicates-person';

const first: Likeness = {
  category: 'emergency',
  field: 'medical',
  unitCode: '25777',
  receivedAt: '2021-08-10T01:00:00.000Z',
  phone: '+842743822222',
  callerName: 'Nguyễn Thị Lan',
  address: '12 đường Lê Lợi, khu phố 4A',
  description: 'Chồng tôi ngất, gọi không trả lời',
};
const looksAlike = (a: Likeness, b: Likeness): boolean => scoreLookalike(a, b).score >= LOOKALIKE_FROM;
const signsOf = (a: Likeness, b: Likeness): string[] => scoreLookalike(a, b).because.map(({ sign }) => sign);

describe('what a person recognises', () => {
  test('the same woman calls again an hour later, heard and written differently', () => {
    const again: Likeness = {
      ...first,
      receivedAt: '2021-08-10T02:00:00.000Z',
      phone: '0274/3-822.222',
      callerName: 'chi Lan',
      address: 'Số 12 Lê Lợi - KHU PHỐ 4a',
      description: 'chong em bat tinh roi, goi ko tinh',
    };
    const { score, because } = scoreLookalike(first, again);
    expect(score).toBe(1);
    expect(because.map(({ sign }) => sign)).toEqual(
      expect.arrayContaining([
        'samePhone',
        'sameHouse',
        'samePerson',
        'sameText',
        'sameCategory',
        'soonAfter',
      ]),
    );
    expect(because.every(({ share }) => share > 0)).toBe(true);
  });

  test('every share is told, and together they are the score', () => {
    const other: Likeness = { ...first, phone: '0901234567', address: '14 Lê Lợi' };
    const { score, because } = scoreLookalike(first, other);
    expect(score).toBeCloseTo(
      Math.max(
        0,
        because.reduce((sum, { share }) => sum + share, 0),
      ),
    );
    expect(because).toContainEqual({ sign: 'otherHouse', share: lookalikeWeights.otherHouse });
  });

  test('a volunteer calls for two households from one phone: two tickets', () => {
    const forBinh: Likeness = { ...first, subjectName: 'Trần Văn Bình', address: '12 Lê Lợi' };
    const forMai: Likeness = { ...first, subjectName: 'Lê Thị Mai', address: '90 Bạch Đằng' };
    expect(signsOf(forBinh, forMai)).toEqual(
      expect.arrayContaining(['samePhone', 'otherPerson', 'otherHouse']),
    );
    expect(looksAlike(forBinh, forMai)).toBe(false);
  });

  test('one family has two needs: two tickets, from one phone and one house', () => {
    const food: Likeness = {
      ...first,
      category: 'foodRelief',
      field: 'relief',
      description: 'Nhà hết gạo hai ngày nay',
    };
    expect(signsOf(first, food)).toContain('otherNeed');
    expect(looksAlike(first, food)).toBe(false);
  });

  test('an unsorted SMS from the caller’s number is recognised without any address', () => {
    const sms: Likeness = {
      category: 'other',
      field: 'relief',
      unitCode: '74',
      unitPath: ['74'],
      receivedAt: '2021-08-10T01:30:00.000Z',
      phone: '84274 3822222',
      description: 'sao chua ai den',
    };
    expect(looksAlike({ ...first, unitPath: ['74', '720', '25777'] }, sms)).toBe(true);
    expect(signsOf({ ...first, unitPath: ['74', '720', '25777'] }, sms)).not.toContain('otherUnit');
  });

  test('two witnesses with different phones stand at one place', () => {
    const seen = (lng: number, phone: string): Likeness => ({
      category: 'securityReport',
      field: 'security',
      unitCode: '25777',
      receivedAt: first.receivedAt,
      phone,
      point: { lat: 10.98, lng },
      description: 'Đánh nhau, có dao',
    });
    expect(looksAlike(seen(106.65, '0901234567'), seen(106.6503, '0907654321'))).toBe(true);
    expect(looksAlike(seen(106.65, '0901234567'), seen(106.67, '0907654321'))).toBe(false);
  });

  test('callers without a number, or with an address that says nothing, are not the same caller', () => {
    const bare: Likeness = {
      category: 'other',
      field: 'relief',
      unitCode: '1',
      receivedAt: first.receivedAt,
      phone: 'ẩn số',
      address: '...',
    };
    expect(signsOf(bare, { ...bare, unitCode: '2' })).not.toContain('samePhone');
    expect(signsOf(bare, { ...bare, unitCode: '2' })).not.toContain('sameHouse');
    expect(looksAlike(bare, bare)).toBe(false);
  });
});

describe('addresses and names', () => {
  test.each([
    ['Số 12/3, Đường Nguyễn  Văn Trỗi', '12/3 đ. Nguyễn Văn Trỗi'.normalize('NFD')],
    ['SN 12 / 3A đường Lê Lợi, P. Phú Cường', '12/3a lê lợi, phường phú cường'],
    ['nhà 9, đ. Yersin - KP.4', 'so 9 yersin kp4'],
    ['ấp Bến Ván, tổ 5', 'Tổ 5, ấp Bến Ván'],
  ])('%s is the same place as %s, and has the same key', (a, b) => {
    expect(foldAddress(a)).toBe(foldAddress(b));
    expect(['sameHouse', 'sameArea']).toContain(compareAddresses(addressParts(a), addressParts(b)));
  });

  test.each([
    ['12 Lê Lợi', '123 Lê Lợi'],
    ['12/3 Lê Lợi', '12/3a Lê Lợi'],
    ['12 Lê Lợi', '12 Bạch Đằng'],
    ['tổ 5, ấp Bến Ván', 'tổ 6, ấp Bến Ván'],
  ])('%s is not %s', (a, b) => {
    expect(foldAddress(a)).not.toBe(foldAddress(b));
    expect(compareAddresses(addressParts(a), addressParts(b))).toBe('otherHouse');
  });

  test('đường 13/3 is a street, not a house', () => {
    expect(addressParts('12 đường 13/3, khu phố 4A')).toEqual({
      house: '12',
      street: '13/3',
      areas: { kp: '4a' },
    });
  });

  test('a name is known by its last word, with respect or without', () => {
    expect(compareNames('Nguyễn Thị Lan', 'NGUYEN THI LAN')).toBe(1);
    expect(compareNames('chị Lan', 'Nguyễn Thị Lan')).toBe(0.6);
    expect(compareNames('Nguyễn Thị Lan', 'Nguyễn Thị Mai')).toBe(0);
    expect(compareNames('', 'Lan')).toBe(0);
  });
});

describe('500 labelled pairs', () => {
  const pairs = readFileSync(join(__dirname, '..', 'fixtures', 'duplicate-pairs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledPair);

  const measured = (list: readonly LabelledPair[], weights: LookalikeWeights = lookalikeWeights) => {
    const warned = list.filter(({ a, b }) => scoreLookalike(a, b, weights).score >= LOOKALIKE_FROM);
    const right = warned.filter(({ isDuplicate }) => isDuplicate).length;
    return {
      recall: right / list.filter(({ isDuplicate }) => isDuplicate).length,
      precision: right / warned.length,
    };
  };
  const isGoodEnough = ({ recall, precision }: ReturnType<typeof measured>): boolean =>
    recall >= 0.95 && precision >= 0.85;

  test('are 300 duplicates and 200 hard cases, as the script makes them', () => {
    expect(pairs.filter(({ isDuplicate }) => isDuplicate)).toHaveLength(300);
    expect(pairs.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(200);
    expect(pairs).toEqual(makeDuplicatePairs(20_210_801));
  });

  test('95 of 100 duplicates are warned of, and at least 85 of 100 warnings are right', () => {
    const { recall, precision } = measured(pairs);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.85);
  });

  test.each([7, 99, 12_345])('so it is with other draws of the same kind (seed %d)', (seed) => {
    expect(isGoodEnough(measured(makeDuplicatePairs(seed)))).toBe(true);
  });

  test.each([
    ['samePhone', 0],
    ['sameHouse', 0],
    ['otherHouse', 0],
    ['otherNeed', 0],
    ['sameText', 0],
    ['otherNeed', 0.8],
  ] as const)('a wrong weight is noticed: %s as %d', (sign, weight) => {
    expect(isGoodEnough(measured(pairs, { ...lookalikeWeights, [sign]: weight }))).toBe(false);
  });
});

test('likeness is mutual, and between 0 and 1', () => {
  const likeness: fc.Arbitrary<Likeness> = fc.record(
    {
      category: fc.constantFrom('emergency', 'other'),
      field: fc.constantFrom('medical' as const, 'relief' as const),
      unitCode: fc.constantFrom('1', '2'),
      receivedAt: fc
        .date({ min: new Date('2021-08-01'), max: new Date('2021-08-05'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      phone: fc.constantFrom('+84901234567', '0901234567', '+84901234568'),
      address: fc.oneof(fc.constantFrom('1 Lê Lợi', 'số 1 lê lợi', 'ấp 3'), fc.string()),
      callerName: fc.oneof(fc.constantFrom('Lan', 'Nguyễn Thị Lan', 'Ngô Lan'), fc.string()),
      subjectName: fc.constantFrom('Bình', 'Trần Bình'),
      description: fc.oneof(fc.constantFrom('khó thở', 'hết gạo'), fc.string()),
    },
    { requiredKeys: ['category', 'field', 'unitCode', 'receivedAt'] },
  );
  fc.assert(
    fc.property(likeness, likeness, (a, b) => {
      const score = scoreLookalike(a, b);
      expect(score).toEqual(scoreLookalike(b, a));
      expect(score.score).toBeGreaterThanOrEqual(0);
      expect(score.score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});
