import fc from 'fast-check';
import { join } from 'node:path';
import { SegmentedMessage } from 'sms-segments-calculator';
import {
  accentedSmsText,
  maxSeptets,
  septetsOf,
  smsText,
  spokenCode,
  unaccented,
} from '../../src/domain/sms-text';
import { localTime } from '../../src/domain/local-time';
import { stopWish } from '../../src/domain/stop-words';
import { messageTemplates } from '../../src/domain/message';
import { namesTicket, smsProblems, spokenProblems } from '../../src/domain/template-rules';
import { loadMessageTexts } from '../../src/notifications/message-texts';

const texts = loadMessageTexts(join(__dirname, '../../config/messages/messages.json'));

const vietnamese = fc.string({
  unit: fc.constantFrom(
    ...'aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĐƯƠÂ ,.-0123456789',
  ),
  maxLength: 60,
});

test('every Vietnamese letter becomes a plain one, composed or decomposed', () => {
  expect(unaccented('Tổ dân phố Bình Dương, đường Đỗ Xuân Hợp')).toBe(
    'To dan pho Binh Duong, duong Do Xuan Hop',
  );
  expect(unaccented('Thủ Dầu Một'.normalize('NFD'))).toBe('Thu Dau Mot');
  expect(unaccented('“Chờ” – 5 phút…')).toBe('"Cho" - 5 phut...');
});

test('what is said without accents fits the GSM alphabet and is counted as the carriers count it', () => {
  fc.assert(
    fc.property(fc.oneof(vietnamese, fc.string({ unit: 'grapheme' })), (text) => {
      const plain = unaccented(text);
      const counted = new SegmentedMessage(plain === '' ? 'x' : plain, 'auto');
      expect(counted.encodingName).toBe('GSM-7');
      if (plain !== '')
        expect(septetsOf(plain)).toBe(
          counted.totalSize / 7 > 160 ? septetsOf(plain) : counted.messageSize / 7,
        );
    }),
    { numRuns: 500 },
  );
});

describe.each(Object.entries(texts.sms))('the words of %s', (template, variants) => {
  const values = (place: string) => ({
    code: 'BD-7K3-9QF',
    link: template.startsWith('citizen.')
      ? 'https://1022.binhduong.gov.vn/t/BD-7K3-9QF'
      : `https://1022.binhduong.gov.vn/c/m${'a'.repeat(33)}`,
    priority: 'P1',
    category: 'Y te',
    place,
    gap: place,
    deadline: '23:59 31/12',
    ...{ time: '07:00 31/12', team: place, count: '12', list: 'BD-7K3-9QF P1', issuer: place },
  });

  test('are as the rules for an admin’s own words ask', () => {
    expect(smsProblems(template, variants, texts.brand)).toEqual([]);
  });

  test('fit one SMS, begin with the brand and always carry the code, wherever it happens', () => {
    fc.assert(
      fc.property(vietnamese, (place) => {
        const text = smsText(texts.brand, variants.plain, values(place));
        expect(septetsOf(text)).toBeLessThanOrEqual(maxSeptets);
        expect(new SegmentedMessage(text, 'auto').segmentsCount).toBe(1);
        expect(text).toMatch(/^1022 BD: /);
        if (namesTicket(template)) expect(text).toContain('BD-7K3-9QF');
        if (template === 'team.page') expect(text).toContain(`/c/m${'a'.repeat(33)}`);
      }),
    );
  });

  test('with accents take two SMS at most and keep the code', () => {
    if (!template.startsWith('citizen.')) return;
    const text = accentedSmsText(texts.brand, variants.vi, values('Thị trấn Dầu Tiếng'));
    const counted = new SegmentedMessage(text, 'auto');
    expect([counted.encodingName, counted.segmentsCount <= 2]).toEqual(['UCS-2', true]);
    expect(text).toContain('BD-7K3-9QF');
    expect(text).toBe(text.normalize('NFC'));
  });

  test('say the same with accents, and leave no value unfilled', () => {
    for (const variant of ['plain', 'vi', 'en'] as const) {
      expect(smsText(texts.brand, variants[variant], values('Phường Chánh Nghĩa'))).not.toMatch(
        /[{}]|undefined/,
      );
      expect(variants[variant].length).toBe(variants.plain.length);
    }
    variants.plain.forEach((part, i) => {
      expect(unaccented(variants.vi[i]?.text ?? '')).toBe(part.text);
    });
  });

  test('an unknown place is left out and not written as a hole', () => {
    const { place: _, gap: __, ...known } = values('');
    expect(smsText(texts.brand, variants.plain, known)).not.toMatch(/ {2}|\{|undefined/);
  });
});

test('no SMS to a citizen says anything about health', () => {
  const health = /covid|benh|cap cuu|y te|f0|f1|nghi nhiem|cach ly|oxy|spo2|thuoc|vien|trieu chung|sot|ho /i;
  const citizen = Object.entries(texts.sms).filter(([template]) => template.startsWith('citizen.'));
  expect(citizen.length).toBeGreaterThanOrEqual(6);
  for (const [, { plain }] of citizen) for (const { text } of plain) expect(text).not.toMatch(health);
});

test('a category’s label on a lock screen names a field, never an illness', () => {
  for (const { plain } of [...Object.values(texts.categories), ...Object.values(texts.fields)]) {
    expect(['Y te', 'Cuu tro', 'An ninh', 'Phan anh']).toContain(plain);
  }
});

test('every message of the engine has its words', () => {
  for (const template of messageTemplates) {
    expect(template.endsWith('.voice') ? texts.voice : texts.sms).toHaveProperty([template]);
  }
});

test('a code is spelt out, and a time of today has no date', () => {
  expect(spokenCode('BD-7K3-9QF')).toBe('B D, 7 K 3, 9 Q F');
  const noon = new Date('2021-08-15T05:00:00Z');
  expect(localTime(new Date('2021-08-15T16:59:00Z'), noon)).toBe('23:59');
  expect(localTime(new Date('2021-08-15T17:00:00Z'), noon)).toBe('00:00 16/08');
});

test.each([
  ['STOP', 'stop'],
  ['stop.', 'stop'],
  [' Hủy ', 'stop'],
  ['HUỶ', 'stop'],
  ['Từ chối', 'stop'],
  ['Từ chối'.normalize('NFD'), 'stop'],
  ['TC', 'stop'],
  ['Dừng gửi', 'stop'],
  ['"Ngưng"', 'stop'],
  ['START', 'start'],
  ['Đăng ký', 'start'],
  ['ĐK', 'start'],
  ['Huỷ giúp tôi phiếu này', null],
  ['Xe stop giữa đường, có người bị thương', null],
  ['', null],
] as const)('“%s” wishes %s', (text, wish) => {
  expect(stopWish(text)).toBe(wish);
});

test('a message asks only for what it will know: else the part would always be left out, and nobody would see why', () => {
  const saying = (value: string) => {
    const parts = [{ text: `Phieu {code} {${value}}.` }];
    return { plain: parts, vi: parts, en: parts };
  };
  const refused = (template: string, value: string): boolean =>
    smsProblems(template, saying(value), '1022 BD').some(({ rule }) => rule === 'unknownValue');
  expect(refused('citizen.delayed', 'place')).toBe(true);
  expect(refused('citizen.delayed', 'resolveBy')).toBe(false);
  expect(refused('supervisor.breach', 'gap')).toBe(true);
  expect(refused('supervisor.rosterGap', 'gap')).toBe(false);
  expect(refused('team.page', 'spokenCode')).toBe(true);
  const spoken = [{ text: 'Phiếu {code}.' }];
  expect(spokenProblems('team.page.voice', { vi: spoken, en: spoken })).toHaveLength(2);
});
