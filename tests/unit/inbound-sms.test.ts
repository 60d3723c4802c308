import { join } from 'node:path';
import {
  codeIn,
  holdsSomeCode,
  isAutoReply,
  readSms,
  sayingOf,
  withoutCodes,
} from '../../src/domain/inbound-sms';
import { septetsOf, smsText, unaccented } from '../../src/domain/sms-text';
import { loadReplyTexts } from '../../src/platform/reference-data/reply-texts';

const own = { numbers: ['+842743822222', '1022', 'TRUC'], brand: '1022 BD' };

test.each([
  ['BD-7K3-9QF', 'BD-7K3-9QF'],
  ['bd7k39qf', 'BD-7K3-9QF'],
  ['Ma so: bd 7k3 9qf', 'BD-7K3-9QF'],
  ['BD.7K3.9OF', 'BD-7K3-9QF'],
  ['8D-7K3-90F?', 'BD-7K3-9QF'],
  ['phiếu BD-7K3-9QF chưa thấy ai', 'BD-7K3-9QF'],
  ['bd 2s8 6vv', 'BD-258-6VV'],
  ['BDZ5B GUU', 'BD-258-6VV'],
  ['BD-7K3-9QG', null],
  ['BD-7K3-9QFX', null],
  ['xBD-7K3-9QF', null],
  ['7K3-9QF', null],
  ['', null],
])('“%s” names %s of the sender’s codes', (text, code) => {
  expect(codeIn(text, ['HC-222-333', 'BD-7K3-9QF', 'BD-258-6VV'])).toBe(code);
});

test.each([
  ['BD-7K3-9QF', true],
  ['hc 7k3 9qf thì sao', true],
  ['VN-ABC-DEF', true],
  ['bd 0ab cde', true],
  ['vn oi lam sao', false],
  ['Bình Dương cần gạo', false],
  ['số 12 hẻm 7 đường 30/4', false],
])('“%s” holds something like a code: %s', (text, expected) => {
  expect(holdsSomeCode(text)).toBe(expected);
});

test('what is left without the code is what it says', () => {
  expect(withoutCodes('Mã BD-7K3-9QF chưa thấy ai', 'BD-7K3-9QF')).toBe('MA CHUA THAY AI');
  expect(withoutCodes('bd 7k3 90f', 'BD-7K3-9QF')).toBe('');
  expect(withoutCodes('HC-222-333 ?', null)).toBe('?');
});

test.each([
  ['Cần gạo', 'report'],
  ['cuu toi', 'report'],
  ['SOS', 'report'],
  ['nhà 12 Lê Lợi có người ngất', 'report'],
  ['chưa thấy ai đến', 'report'],
  ['cảm ơn nhưng chưa thấy ai', 'report'],
  ['không', 'report'],
  ['Cảm ơn!', 'thanks'],
  ['dạ vâng, cảm ơn nhiều', 'thanks'],
  ['OK', 'thanks'],
  ['alo', 'greeting'],
  ['Xin chào', 'greeting'],
  ['Kiểm tra tình trạng phiếu', 'inquiry'],
  ['tới đâu rồi', 'inquiry'],
  ['?', 'inquiry'],
  ['👍', 'inquiry'],
  ['', 'inquiry'],
])('“%s” is a %s', (text, saying) => {
  expect(sayingOf(text)).toBe(saying);
});

test.each([
  ['Auto-reply: I am away', true],
  ['Tin nhắn tự động: xin để lại lời nhắn', true],
  ['Tôi đang lái xe, tôi sẽ gọi lại sau.', true],
  ['Xin lỗi, hiện tôi đang bận, gọi lại sau', true],
  ["Sorry, I can't talk right now.", true],
  ["I'm driving, call you later", true],
  ['1022 BD: Phan anh BD-7K3-9QF: da tiep nhan.', true],
  ['Tôi đang lái xe thì gặp tai nạn ở ngã tư Sở Sao, có người bị thương, gọi cấp cứu giúp', false],
  ['Tôi đang bận chăm mẹ ốm, không mua được gạo', false],
  ['Nhà tự động báo cháy đang kêu', false],
])('“%s” was sent by a machine: %s', (text, expected) => {
  expect(isAutoReply(text, own.brand)).toBe(expected);
});

test.each([
  ['0912 000 004', 'Cần gạo', { kind: 'text', phone: '+84912000004', text: 'Cần gạo' }],
  ['0274 3822222', 'Cần gạo', { kind: 'ignored', because: 'echo' }],
  ['TRUC', 'Cần gạo', { kind: 'ignored', because: 'echo' }],
  ['VIETTEL', 'Khuyen mai', { kind: 'ignored', because: 'sender' }],
  ['115', 'x', { kind: 'ignored', because: 'sender' }],
  ['', 'x', { kind: 'ignored', because: 'sender' }],
  ['0912000004', ' \n ', { kind: 'ignored', because: 'empty' }],
  ['0912000004', 'TỪ CHỐI', { kind: 'wish', wish: 'stop', phone: '+84912000004' }],
  ['0912000004', 'Auto reply', { kind: 'ignored', because: 'autoReply' }],
])('from %s: “%s”', (from, body, reading) => {
  expect(readSms({ from, body }, own)).toEqual(reading);
});

test('every answer is unaccented and fits one SMS with the longest values', () => {
  const replies = loadReplyTexts(join(__dirname, '../../config/messages/replies.json'));
  const { statuses, version: _, effectiveFrom: __, ...texts } = replies;
  for (const parts of Object.values(texts)) {
    for (const status of Object.values(statuses)) {
      const link = 'https://1022.binhduong.gov.vn/t/BD-7K3-9QF';
      const text = smsText(own.brand, parts, { code: 'BD-7K3-9QF', status, link });
      expect(septetsOf(text)).toBeLessThanOrEqual(160);
      expect(text).toBe(unaccented(text));
      expect(text).not.toMatch(/[{}]/);
    }
  }
});
