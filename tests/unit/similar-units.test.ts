import { similarUnits } from '../../src/domain/similar-units';

const units = ['Phú Cường', 'Phú Lợi', 'Phú Hòa', 'Chánh Nghĩa', 'Bình Hòa', 'An Bình', 'Bạch Đằng'].map(
  (name) => ({
    name,
  }),
);
const names = (text: string) => similarUnits(text, units, 3).map(({ name }) => name);

test.each([
  ['phu cuonh', 'Phú Cường'],
  ['P. Phú Cươg', 'Phú Cường'],
  ['o gan cho Phucuong', 'Phú Cường'],
  ['chanh ngia', 'Chánh Nghĩa'],
  ['xã Bach Dan', 'Bạch Đằng'],
])('"%s" may mean %s', (text, name) => {
  expect(names(text)[0]).toBe(name);
});

test('a text like no name offers none, and no more are offered than asked for', () => {
  expect(names('trong hẻm nhỏ')).toEqual([]);
  expect(names('')).toEqual([]);
  expect(similarUnits('phu', units, 2).length).toBeLessThanOrEqual(2);
});
