import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { smsSize } from '../../src/domain/sms-size';

const letters = fc.string({
  unit: fc.constantFrom(...'abcxyz 019.,@ñ{}[]|~€\\^đệộữỳăâ“”–😀'),
  maxLength: 340,
});
const gsmLetters = fc.string({ unit: fc.constantFrom(...'abcxyz 019.,@ñ{}[]|~€'), maxLength: 340 });

test('a text is counted as the carrier that sends it counts it', () => {
  fc.assert(
    fc.property(fc.oneof(letters, gsmLetters), (text) => {
      fc.pre(text !== '');
      const counted = new SegmentedMessage(text, 'auto');
      const size = smsSize(text);
      expect(size).toMatchObject({ encoding: counted.encodingName, segments: counted.segmentsCount });
      expect(size.units * (size.encoding === 'GSM-7' ? 7 : 16)).toBe(counted.messageSize);
    }),
    { numRuns: 1_000 },
  );
});

test('one Vietnamese accent turns one SMS of 160 letters into three', () => {
  const plain = 'a'.repeat(159);
  expect(smsSize(`${plain}a`)).toEqual({ encoding: 'GSM-7', units: 160, segments: 1, unitsLeft: 0 });
  expect(smsSize(`${plain}à`)).toEqual({ encoding: 'GSM-7', units: 160, segments: 1, unitsLeft: 0 });
  expect(smsSize(`${plain}ạ`)).toEqual({ encoding: 'UCS-2', units: 160, segments: 3, unitsLeft: 41 });
});

test('an escape is not torn between two parts, so a part may be one septet short', () => {
  const text = `${'a'.repeat(152)}€${'b'.repeat(20)}`;
  expect(smsSize(text)).toMatchObject({ units: 174, segments: 2, unitsLeft: 131 });
});

test('nothing typed yet is one empty SMS', () => {
  expect(smsSize('')).toEqual({ encoding: 'GSM-7', units: 0, segments: 1, unitsLeft: 160 });
});
