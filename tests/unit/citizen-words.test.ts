import { createWordsReader } from '../../src/domain/citizen-words';
import { loadCitizenWords, loadProtocols } from '../../src/platform/reference-data';

const words = loadCitizenWords();
const read = createWordsReader(words);

test.each([
  ['Nhà tôi hết gạo ba ngày nay, có hai cháu nhỏ', 'foodRelief'],
  ['nha toi het gao, xin it mi goi', 'foodRelief'],
  ['Con tôi hết sữa', 'foodRelief'],
  ['We are out of food since Monday', 'foodRelief'],
  ['Xóm tôi tụ tập nhậu mỗi tối', 'securityReport'],
  ['Có người trốn cách ly về nhà', 'securityReport'],
  ['Test 2 vạch rồi phải làm sao, uống thuốc gì', 'f0Consult'],
  ['Ba tôi sốt cao và mất mùi', 'suspectedCase'],
  ['Xin chuyển viện cho mẹ đi chạy thận', 'hospitalTransfer'],
  ['can xe cuu thuong', 'emergency'],
  ['Đèn đường bị hỏng', null],
  ['', null],
])('"%s" is about %s', (text, category) => {
  expect(read(text)).toEqual({ category, redFlags: [] });
});

test.each([
  ['Mẹ tôi khó thở quá', 'breathless'],
  ['me toi kho tho', 'breathless'],
  ['Bố thở không được nữa, nhà hết gạo', 'breathless'],
  ['Chồng tôi ngất, gọi không trả lời', 'collapse'],
  ['bà tím tái rồi', 'blueLips'],
  ['đo SpO2 còn 85%', 'spo2Low'],
  ['sp02 84', 'spo2Low'],
  ['My father cannot breathe', 'breathless'],
  ['Vợ tôi vỡ ối', 'childbirth'],
  ['Nó đòi tự tử', 'dangerToLife'],
])('"%s" sounds like a danger to life', (text, flag) => {
  const { category, redFlags } = read(text);
  expect(category).toBe('emergency');
  expect(redFlags).toContain(flag);
});

test('a flag is taken back only where a clause opens with the negation', () => {
  expect(read('F0 nhẹ, không khó thở, không co giật, chỉ sốt').redFlags).toEqual([]);
  expect(read('ko kho tho').redFlags).toEqual([]);
  // "Is anybody there to help? Hard to breathe": better one alarm too many.
  expect(read('có ai giúp không khó thở lắm').redFlags).toEqual(['breathless']);
  expect(read('không biết sao tự nhiên khó thở').redFlags).toEqual(['breathless']);
  expect(read('không sốt. Khó thở').redFlags).toEqual(['breathless']);
  expect(read('không thở được').redFlags).toEqual(['breathless']);
});

test('accents that were written are meant: words that only look alike without them say nothing', () => {
  expect(read('Đợi mãi không thấy đội đến').category).toBeNull();
  expect(read('Bà con giúp nhau từ từ').category).toBeNull();
  expect(read('ba con giup nhau tu tu, cho xin xiu nuoc').category).toBeNull();
  expect(read('SpO2 98').redFlags).toEqual([]);
});

test('hoà and hòa, composed and decomposed letters are the same word', () => {
  const rows = [{ ...words, redFlags: [{ id: 'x', phrases: ['hòa'] }] }];
  for (const one of rows) {
    const see = createWordsReader(one);
    for (const text of ['hoà', 'hòa'.normalize('NFD'), 'HÒA', 'hoa'])
      expect([text, see(text).redFlags]).toEqual([text, ['x']]);
    expect(see('hóa').redFlags).toEqual([]);
  }
});

test('nothing is read across a full stop, and punctuation around a word does not hide it', () => {
  expect(read('Hết. Gạo ngon').category).toBeNull();
  expect(read('«hết gạo»!!!').category).toBe('foodRelief');
});

test('every category the words lead to has a protocol, and no phrase leads to two of them', () => {
  const protocols = loadProtocols();
  expect(Object.keys(words.categories).filter((code) => !protocols.has(code))).toEqual([]);
  const all = [
    ...Object.values(words.categories).flat(),
    ...words.redFlags.flatMap(({ phrases }) => phrases),
  ].map((phrase) => phrase.normalize('NFC').toLowerCase());
  expect(all.filter((phrase, index) => all.indexOf(phrase) !== index)).toEqual([]);
  expect(protocols.has('emergency')).toBe(true);
});

test('a long report is read at once', () => {
  const long = 'nhà tôi hết gạo và '.repeat(200);
  const from = performance.now();
  read(long);
  expect(performance.now() - from).toBeLessThan(500);
});
