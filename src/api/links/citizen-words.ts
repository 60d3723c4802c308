import type { TicketStatus, TimelineType } from '../../domain/ticket';

interface CitizenWords {
  readonly title: string;
  readonly ask: string;
  readonly show: string;
  readonly notFound: string;
  readonly tooMany: string;
  readonly help: string;
  readonly status: Readonly<Record<TicketStatus, string>>;
  /** Only these steps are the citizen's business; the rest is how the centre works inside. */
  readonly steps: Readonly<Partial<Record<TimelineType, string>>>;
}

const vi: CitizenWords = {
  title: 'Theo dõi phản ánh',
  ask: 'Bốn số cuối của điện thoại đã gọi',
  show: 'Xem',
  notFound: 'Không tìm thấy phản ánh với mã và bốn số này. Xin kiểm tra lại tin nhắn.',
  tooMany: 'Đã thử quá nhiều lần. Xin thử lại sau ít phút.',
  help: 'Cần gấp hơn, xin gọi 1022. Nguy hiểm tính mạng, xin gọi 115.',
  status: {
    received: 'Đã tiếp nhận',
    triaged: 'Đã phân loại',
    dispatched: 'Đang tìm đội xử lý',
    claimed: 'Đã có đội nhận',
    enRoute: 'Đội đang trên đường',
    onScene: 'Đội đã đến nơi',
    onHold: 'Đang tạm chờ',
    resolved: 'Đã xử lý xong',
    closed: 'Đã đóng',
    cancelled: 'Đã hủy',
    duplicate: 'Đã gộp với phản ánh trước',
  },
  steps: {
    received: 'Đã tiếp nhận phản ánh',
    dispatched: 'Đã chuyển đến đội phụ trách',
    claimed: 'Một đội đã nhận xử lý',
    enRoute: 'Đội đang trên đường',
    onScene: 'Đội đã đến nơi',
    held: 'Tạm chờ',
    resumed: 'Tiếp tục xử lý',
    resolved: 'Đã xử lý xong',
    closed: 'Đã đóng',
    reopened: 'Được mở lại',
    cancelled: 'Đã hủy',
  },
};

const en: CitizenWords = {
  title: 'Follow your report',
  ask: 'Last four digits of the phone you called with',
  show: 'Show',
  notFound: 'There is no report with this code and these digits. Please check the message.',
  tooMany: 'Too many tries. Please try again in a few minutes.',
  help: 'More urgent now? Call 1022. A life in danger? Call 115.',
  status: {
    received: 'Received',
    triaged: 'Sorted',
    dispatched: 'Looking for a team',
    claimed: 'A team has taken it',
    enRoute: 'The team is on its way',
    onScene: 'The team is there',
    onHold: 'Waiting',
    resolved: 'Dealt with',
    closed: 'Closed',
    cancelled: 'Cancelled',
    duplicate: 'Joined with an earlier report',
  },
  steps: {
    received: 'Your report was received',
    dispatched: 'Sent to the team in charge',
    claimed: 'A team has taken it',
    enRoute: 'The team is on its way',
    onScene: 'The team is there',
    held: 'Waiting',
    resumed: 'Work goes on',
    resolved: 'Dealt with',
    closed: 'Closed',
    reopened: 'Opened again',
    cancelled: 'Cancelled',
  },
};

export const citizenWords: Readonly<Record<'vi' | 'en', CitizenWords>> = { vi, en };
