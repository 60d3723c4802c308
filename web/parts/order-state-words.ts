import type { Words } from '../app/language';

/** How an order stands, in the same words wherever it is shown. */
const vi = {
  status: { open: 'Đang thực hiện', done: 'Đã hoàn thành', closed: 'Đã đóng', withdrawn: 'Đã thu hồi' },
  progress: {
    acknowledged: (n: number, all: number) => `${String(n)}/${String(all)} đã nhận`,
    reported: (n: number, all: number) => `${String(n)}/${String(all)} đã báo cáo`,
    accepted: (n: number, all: number) => `${String(n)}/${String(all)} đã duyệt`,
    late: (n: number) => `${String(n)} trễ`,
    nobody: (n: number) => `${String(n)} chưa có ai để báo`,
  },
};

const en: typeof vi = {
  status: { open: 'In progress', done: 'Done', closed: 'Closed', withdrawn: 'Withdrawn' },
  progress: {
    acknowledged: (n, all) => `${String(n)}/${String(all)} acknowledged`,
    reported: (n, all) => `${String(n)}/${String(all)} reported`,
    accepted: (n, all) => `${String(n)}/${String(all)} accepted`,
    late: (n) => `${String(n)} late`,
    nobody: (n) => `${String(n)} with nobody to tell`,
  },
};

export const orderStateWords: { readonly vi: typeof vi; readonly en: typeof vi } & Words<typeof vi> = {
  vi,
  en,
};
