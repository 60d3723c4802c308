import type { PublicFigure } from '../../domain/public-figures';

interface TransparencyWords {
  readonly title: string;
  readonly intro: string;
  readonly nothing: string;
  readonly small: string;
  readonly choose: string;
  readonly show: string;
  readonly month: (code: string) => string;
  readonly week: (code: string) => string;
  readonly figures: Readonly<Record<PublicFigure, string>>;
  readonly period: string;
  readonly reports: string;
  readonly none: string;
  readonly tooFew: string;
  readonly few: string;
  readonly hidden: string;
  readonly clocks: Readonly<Record<string, string>>;
  readonly promise: string;
  readonly inTime: string;
  readonly late: string;
  readonly until: Readonly<Record<'claimed' | 'resolved', string>>;
  readonly step: string;
  readonly median: string;
  readonly duration: (minutes: number) => string;
  readonly unavailable: string;
}

const dateOf = (code: string): string => `${code.slice(8, 10)}/${code.slice(5, 7)}/${code.slice(0, 4)}`;

const vi: TransparencyWords = {
  title: 'Số liệu công khai',
  intro: 'Phản ánh của người dân đã nhận, theo từng kỳ đã kết thúc.',
  nothing: 'Chưa có số liệu nào được công bố.',
  small:
    'Số dưới 5 không được nêu, để không ai bị nhận ra. Ô “ẩn” là số lớn hơn, ẩn đi để không tính ngược ra số nhỏ.',
  choose: 'Kỳ',
  show: 'Xem',
  month: (code) => `Tháng ${code.slice(5, 7)}/${code.slice(0, 4)}`,
  week: (code) => `Tuần từ ${dateOf(code)}`,
  figures: {
    totals: 'Số phản ánh',
    categories: 'Theo lĩnh vực',
    districts: 'Theo địa bàn',
    clocks: 'Đúng hẹn',
    times: 'Thời gian xử lý',
  },
  period: 'Kỳ',
  reports: 'Số phản ánh',
  none: 'Không có phản ánh nào trong kỳ này.',
  tooFew: 'Quá ít để nêu riêng.',
  few: '< 5',
  hidden: 'ẩn',
  clocks: { firstResponse: 'Có đội đến hoặc gọi lại', resolve: 'Xử lý xong' },
  promise: 'Lời hẹn',
  inTime: 'Đúng hẹn',
  late: 'Trễ hẹn',
  until: { claimed: 'Đến khi có đội nhận', resolved: 'Đến khi xử lý xong' },
  step: 'Kể từ lúc tiếp nhận',
  median: 'Một nửa nhanh hơn',
  duration: (minutes) =>
    minutes < 90
      ? `${String(minutes)} phút`
      : `${String(Math.floor(minutes / 60))} giờ ${String(minutes % 60)} phút`,
  unavailable: 'Số liệu tạm thời chưa mở được. Xin thử lại sau ít phút.',
};

const en: TransparencyWords = {
  title: 'Public figures',
  intro: "Citizens' reports that were received, by periods that have ended.",
  nothing: 'No figures have been published yet.',
  small:
    'Numbers below 5 are not told, so that nobody can be recognised. “Hidden” is a larger number that would give a small one away.',
  choose: 'Period',
  show: 'Show',
  month: (code) => `${code.slice(5, 7)}/${code.slice(0, 4)}`,
  week: (code) => `Week from ${dateOf(code)}`,
  figures: {
    totals: 'Reports',
    categories: 'By field',
    districts: 'By area',
    clocks: 'On time',
    times: 'How long it took',
  },
  period: 'Period',
  reports: 'Reports',
  none: 'There was no report in this period.',
  tooFew: 'Too few to be told apart.',
  few: '< 5',
  hidden: 'hidden',
  clocks: { firstResponse: 'A team there, or a call back', resolve: 'Dealt with' },
  promise: 'Promise',
  inTime: 'On time',
  late: 'Late',
  until: { claimed: 'Until a team took it', resolved: 'Until it was dealt with' },
  step: 'From receipt',
  median: 'Half were faster than',
  duration: (minutes) =>
    minutes < 90
      ? `${String(minutes)} min`
      : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`,
  unavailable: 'The figures cannot be opened just now. Please try again in a few minutes.',
};

export const transparencyWords: Readonly<Record<'vi' | 'en', TransparencyWords>> = { vi, en };
