import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import {
  isShortCode,
  isVietnameseLandline,
  lastFour,
  maskPhone,
  normalisePhone,
} from '../../src/domain/phone';

describe('one number, however it was written', () => {
  test.each([
    ['0274/3-822.222', '+842743822222'],
    ['(0274) 3 822 222', '+842743822222'],
    ['+84 274 3822222', '+842743822222'],
    ['842743822222', '+842743822222'],
    ['0084 274 3822222', '+842743822222'],
    ['+84 (0) 274 3822222', '+842743822222'],
    ['0650 3822 222', '+842743822222'],
    ['+84650 3822222', '+842743822222'],
    ['0903 123 456', '+84903123456'],
    ['84903123456', '+84903123456'],
    ['＋84903123456', '+84903123456'],
    ['0169 312 3456', '+84393123456'],
    ['0120 712 3456', '+84707123456'],
    ['+84 199 712 3456', '+84597123456'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['1022', '1022'],
    ['115', '115'],
  ])('a citizen who writes %s is reached at %s', (written, number) => {
    expect(normalisePhone(written)).toBe(number);
  });

  test.each([
    '',
    '12',
    '0903',
    '0903 123 45',
    '0903 123 4567',
    'không có',
    '+0123456789',
    '903123456',
    '999',
    '1 0 0',
    '+84',
  ])('nothing is guessed from “%s”', (written) => {
    expect(normalisePhone(written)).toBeNull();
  });

  test('what is normalised stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+84 .-/()') }), (written) => {
        const number = normalisePhone(written);
        if (number !== null) expect(normalisePhone(number)).toBe(number);
      }),
    );
  });

  test('each ordinary number of the carriers’ tables is reached, and we make up none that could not exist', () => {
    const national = fc.oneof(
      fc.integer({ min: 300_000_000, max: 999_999_999 }).map((digits) => `0${String(digits)}`),
      fc.integer({ min: 2_742_000_000, max: 2_743_999_999 }).map((digits) => `0${String(digits)}`),
    );
    let accepted = 0;
    fc.assert(
      fc.property(national, (written) => {
        const known = parsePhoneNumberFromString(written, 'VN');
        const isOrdinary = known?.isValid() === true && /^(MOBILE|FIXED_LINE)$/.test(known.getType() ?? '');
        const ours = normalisePhone(written);
        if (isOrdinary) expect(ours).toBe(known.number);
        if (ours === null) return;
        accepted += 1;
        expect(parsePhoneNumberFromString(ours)?.isPossible()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  test('a moved prefix always becomes a valid mobile number', () => {
    const old = [
      '120',
      '121',
      '122',
      '126',
      '128',
      '123',
      '124',
      '125',
      '127',
      '129',
      '162',
      '163',
      '164',
      '165',
      '166',
      '167',
      '168',
      '169',
      '186',
      '188',
      '199',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...old), fc.integer({ min: 2_000_000, max: 9_999_999 }), (prefix, rest) => {
        const number = normalisePhone(`0${prefix}${String(rest)}`);
        expect(number).not.toBeNull();
        expect(parsePhoneNumberFromString(number ?? '')?.getType()).toBe('MOBILE');
      }),
    );
  });
});

test('a screen shows enough of a number to recognise it', () => {
  expect(maskPhone('+84903123456')).toBe('+84••••••456');
  expect(maskPhone('1022')).toBe('1022');
  expect(lastFour('+84903123456')).toBe('3456');
  expect(lastFour('113')).toBe('113');
});

test('short codes and landlines are told apart from mobiles', () => {
  expect(isShortCode('115')).toBe(true);
  expect(isShortCode('+84903123456')).toBe(false);
  expect(isVietnameseLandline('+842743822222')).toBe(true);
  expect(isVietnameseLandline('+84903123456')).toBe(false);
});
