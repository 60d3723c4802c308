import type { Words } from '../../app/language';

const vi = {
  title: 'Số liệu công khai',
  lead: 'Chọn những gì mọi người xem được ở trang công khai. Số từ 1 đến 4 luôn được che để không ai bị nhận ra.',
  preview: 'Mở trang công khai',
  previewHelp: 'Mở trong thẻ mới, đúng như mọi người đang thấy.',
  figures: 'Số liệu được công khai',
  names: {
    totals: { name: 'Số phản ánh', help: 'Tổng số của mười hai kỳ gần nhất.' },
    categories: { name: 'Theo lĩnh vực', help: 'Bao nhiêu phản ánh của mỗi loại.' },
    districts: { name: 'Theo địa bàn', help: 'Bao nhiêu phản ánh ở mỗi đơn vị ngay dưới tỉnh.' },
    clocks: { name: 'Đúng hẹn', help: 'Bao nhiêu lời hẹn được giữ, bao nhiêu trễ.' },
    times: { name: 'Thời gian xử lý', help: 'Trung vị đến khi có đội nhận và đến khi xong.' },
  },
  by: 'Tính theo',
  byHelp:
    'Chỉ các kỳ đã kết thúc. Đổi qua lại giữa tuần và tháng có thể làm lộ số nhỏ: chọn một lần rồi giữ.',
  periods: { month: 'Tháng', week: 'Tuần' },
  save: 'Công khai như đã chọn',
  saved: (n: number) =>
    n === 0 ? 'Trang công khai không còn số liệu nào.' : `Trang công khai có ${String(n)} loại số liệu.`,
  history: 'Các lần quyết định',
  never: 'Chưa ai công khai số liệu nào.',
  nothing: 'Không công khai gì',
  unknown: 'Không rõ',
};
type TransparencyWords = typeof vi;

const en: TransparencyWords = {
  title: 'Public figures',
  lead: 'Choose what everybody may see on the public page. Counts from 1 to 4 are always hidden, so that nobody is recognised.',
  preview: 'Open the public page',
  previewHelp: 'Opens in a new tab, as everybody sees it now.',
  figures: 'Published figures',
  names: {
    totals: { name: 'Reports', help: 'The totals of the last twelve periods.' },
    categories: { name: 'By category', help: 'How many reports of each kind.' },
    districts: { name: 'By area', help: 'How many reports in each unit right below the province.' },
    clocks: { name: 'Promises kept', help: 'How many promises were kept, how many were late.' },
    times: { name: 'Time taken', help: 'Medians until a team had it and until it was done.' },
  },
  by: 'Counted by',
  byHelp:
    'Only periods that have ended. Going back and forth between weeks and months may give small numbers away: choose once and stay.',
  periods: { month: 'Month', week: 'Week' },
  save: 'Publish what is chosen',
  saved: (n) =>
    n === 0
      ? 'The public page shows no figures any more.'
      : `Kinds of figures on the public page: ${String(n)}.`,
  history: 'Decisions so far',
  never: 'Nobody has published figures yet.',
  nothing: 'Nothing published',
  unknown: 'Unknown',
};

export const transparencyWords: Words<TransparencyWords> = { vi, en };
