/** Names and numbers of people who do not exist; plausible enough to see how the screens look. */
const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Dương', 'Lý'];
const middles = ['Văn', 'Thị', 'Minh', 'Ngọc', 'Thanh', 'Hữu', 'Quốc', 'Kim', 'Đức', 'Hoài', 'Gia'];
const givens = [
  ...['An', 'Bình', 'Châu', 'Dũng', 'Giang', 'Hạnh', 'Hòa', 'Khánh', 'Lan', 'Long', 'Mai', 'Nam', 'Ngân'],
  ...['Oanh', 'Phúc', 'Quyên', 'Sơn', 'Tâm', 'Thảo', 'Trí', 'Tuấn', 'Uyên', 'Vân'],
];

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** The name of the n-th invented person (from 0); the same n is always the same name. */
export function inventedName(n: number): string {
  return [pick(surnames, n), pick(middles, Math.floor(n / 5)), pick(givens, n * 7)].join(' ');
}

/**
 * The number of the n-th invented person (from 0, below a million): of a valid shape, but nobody's as far as
 * we know. No range is reserved for fiction here, which is why the demo is never loaded beside real telephony.
 */
export function inventedPhone(n: number): string {
  return `+84559${String(n + 1).padStart(6, '0')}`;
}
