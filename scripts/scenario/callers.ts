import { fates, type Category, type PlannedChannel } from './august-2021';
import type { Chance } from './chance';

/** An invented citizen. */
export interface PlannedCaller {
  readonly name: string;
  /** As an agent would type it: spaces, dots, with or without the country code. */
  readonly phone: string;
  /** False for a landline, which gets no SMS. */
  readonly hasMobile: boolean;
  readonly anonymous: boolean;
  readonly address: string;
}

const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương'];
const middles = ['Thị', 'Văn', 'Ngọc', 'Minh', 'Thanh', 'Hoàng', 'Kim', 'Hữu', 'Mỹ', 'Quốc'];
const givens = [
  ...['Hoa', 'Tâm', 'Phúc', 'Lan', 'Hùng', 'Yến', 'Đạt', 'Nhung', 'Khánh', 'Tuyết', 'Bình', 'Cường', 'Hạnh'],
  ...['Linh', 'Sang', 'Thủy', 'Vy', 'Toàn', 'Ánh', 'Duy', 'Loan', 'Giàu', 'Thắm', 'Quý'],
];
const streets = ['Lê Hồng Phong', 'Nguyễn Trãi', 'Trần Hưng Đạo', 'Đại lộ Bình Dương', 'Cách Mạng Tháng Tám'];
const quarters = ['khu phố 1', 'khu phố 2', 'khu phố 3', 'khu phố Đông', 'khu phố Bình Đáng', 'ấp 2', 'ấp 4'];

const spellings: readonly ((nine: string) => string)[] = [
  (nine) => `0${nine}`,
  (nine) => `0${nine.slice(0, 2)} ${nine.slice(2, 5)} ${nine.slice(5)}`,
  (nine) => `+84${nine}`,
  (nine) => `0${nine.slice(0, 3)}.${nine.slice(3, 6)}.${nine.slice(6)}`,
  (nine) => `84 ${nine}`,
];

/**
 * The person behind one call. Numbers are of a valid shape in a range the demo's own people do not use; the
 * index makes them different from each other.
 */
export function planCaller(
  chance: Chance,
  call: { readonly index: number; readonly category: Category; readonly channel: PlannedChannel },
): PlannedCaller {
  const hasMobile = call.channel !== 'press' && !chance.happens(fates.landline);
  const block = String(chance.whole(0, 899) * 10_000 + (call.index % 10_000)).padStart(7, '0');
  const phone = hasMobile
    ? chance.one(spellings)(`56${block}`)
    : `0274 3${String(100_000 + (call.index % 800_000))}`;
  const name = `${chance.one(surnames)} ${chance.one(middles)} ${chance.one(givens)}`;
  const room = chance.happens(0.5) ? `phòng ${String(chance.whole(1, 24))}, nhà trọ ` : '';
  const house = `${String(chance.whole(1, 480))}/${String(chance.whole(1, 30))}`;
  return {
    name,
    phone,
    hasMobile,
    anonymous: call.category === 'securityReport' && chance.happens(0.3),
    address: `${room}${house} ${chance.one(streets)}, ${chance.one(quarters)}`,
  };
}
