import type { TicketStatus, TimelineType } from '../../domain/ticket';
import type { RatingScore } from '../../domain/citizen-wish';
import type { WishResult } from './citizen-wishes';

export interface TrackWords {
  readonly title: string;
  readonly intro: string;
  readonly askCode: string;
  readonly codeHint: string;
  readonly ask: string;
  readonly show: string;
  readonly notFound: string;
  readonly tooMany: string;
  readonly passOver: string;
  readonly busy: string;
  readonly yourCode: string;
  readonly now: string;
  readonly past: string;
  readonly status: Readonly<Record<TicketStatus, string>>;
  readonly doing: Readonly<Record<TicketStatus, string>>;
  /** Only these steps are the citizen's business; the rest is how the centre works inside. */
  readonly steps: Readonly<Partial<Record<TimelineType, string>>>;
  readonly askedToCancel: string;
  readonly next: string;
  readonly visitBy: (time: string) => string;
  readonly doneBy: (time: string) => string;
  readonly late: (time: string) => string;
  readonly waitsUntil: (time: string) => string;
  readonly closesAt: (time: string) => string;
  readonly callNow: string;
  readonly local: string;
  readonly call: (number: string) => string;
  readonly life: string;
  readonly help: {
    readonly title: string;
    readonly live: string;
    readonly ended: string;
    readonly label: string;
    readonly send: string;
    readonly tooLate: string;
    readonly newReport: string;
  };
  readonly cancel: {
    readonly open: string;
    readonly title: string;
    readonly explained: string;
    readonly asks: string;
    readonly label: string;
    readonly yes: string;
    readonly ask: string;
    readonly no: string;
  };
  readonly rating: {
    readonly title: string;
    readonly changeable: string;
    readonly scores: Readonly<Record<RatingScore, string>>;
    readonly label: string;
    readonly send: string;
    readonly change: string;
    readonly given: (score: string) => string;
  };
  readonly results: Readonly<Record<WishResult, string>>;
}

const vi: TrackWords = {
  title: 'Theo dõi phản ánh',
  intro: 'Xem phản ánh đã đến đâu. Cần mã trong tin nhắn và bốn số cuối của điện thoại.',
  askCode: 'Mã phản ánh',
  codeHint: 'Ví dụ: BD-7K3-9QF',
  ask: 'Bốn số cuối của điện thoại đã gọi',
  show: 'Xem',
  notFound: 'Không tìm thấy phản ánh với mã và bốn số này. Xin kiểm tra lại tin nhắn.',
  tooMany: 'Đã thử quá nhiều lần. Xin thử lại sau ít phút, hoặc gọi 1022.',
  passOver: 'Đã quá 30 phút. Xin nhập lại bốn số cuối của điện thoại.',
  busy: 'Hệ thống đang bận. Chưa ghi nhận gì: xin bấm lại sau ít giây, hoặc gọi 1022.',
  yourCode: 'Mã phản ánh',
  now: 'Hiện nay',
  past: 'Đã qua các bước',
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
  doing: {
    received: 'Người trực đang đọc phản ánh và chuyển đến đội phụ trách.',
    triaged: 'Phản ánh đang được chuyển đến đội phụ trách.',
    dispatched: 'Các đội trực đã được báo. Chưa đội nào nhận thì đội khác được báo tiếp.',
    claimed: 'Một đội đã nhận và đang chuẩn bị.',
    enRoute: 'Đội đang đi đến chỗ bạn. Xin giữ điện thoại.',
    onScene: 'Đội đang làm việc.',
    onHold: 'Đội vẫn giữ phản ánh này và sẽ làm tiếp.',
    resolved: 'Đội báo đã xử lý xong. Nếu chưa xong, xin báo ở dưới.',
    closed: 'Phản ánh đã kết thúc.',
    cancelled: 'Phản ánh đã được hủy, không còn ai xử lý.',
    duplicate: 'Việc này đã có người báo trước và đang được xử lý chung.',
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
    citizenContact: 'Bạn đã liên hệ lại',
  },
  askedToCancel: 'Bạn đã xin hủy',
  next: 'Sắp tới',
  visitBy: (time) => `Chậm nhất ${time} có đội đến nơi hoặc gọi lại cho bạn.`,
  doneBy: (time) => `Chậm nhất ${time} phải xử lý xong.`,
  late: (time) => `Đã quá giờ hẹn ${time}. Người giám sát đã được báo. Nếu gấp, xin gọi số ở dưới.`,
  waitsUntil: (time) => `Tạm chờ đến ${time}.`,
  closesAt: (time) => `Nếu bạn không báo lại, phản ánh được đóng lúc ${time}.`,
  callNow: 'Gọi ngay',
  local: 'Đường dây nóng nơi bạn ở, trực 24/7:',
  call: (number) => `Gọi ${number}`,
  life: 'Nguy hiểm tính mạng, gọi 115.',
  help: {
    title: 'Vẫn cần giúp?',
    live: 'Người đang xử lý sẽ thấy ngay lời này của bạn.',
    ended: 'Phản ánh được mở lại và tìm đội ngay.',
    label: 'Viết thêm (không bắt buộc)',
    send: 'Tôi vẫn cần giúp',
    tooLate: 'Phản ánh này đã đóng từ lâu nên không mở lại được. Xin gửi phản ánh mới, sẽ có người lo ngay.',
    newReport: 'Gửi phản ánh mới',
  },
  cancel: {
    open: 'Không cần nữa, hủy phản ánh',
    title: 'Hủy phản ánh này?',
    explained: 'Sẽ không có ai đến nữa. Đội đã nhận việc được báo quay về.',
    asks: 'Việc này có thể nguy hiểm hoặc đội đã đến nơi, nên không tự hủy: người trực sẽ gọi cho bạn rồi mới quyết định. Đội vẫn làm cho đến lúc đó.',
    label: 'Vì sao (không bắt buộc)',
    yes: 'Đúng, hủy phản ánh',
    ask: 'Xin hủy, gọi lại cho tôi',
    no: 'Không hủy, quay lại',
  },
  rating: {
    title: 'Bạn thấy thế nào?',
    changeable: 'Đánh giá một lần, đổi được trong một ngày. Cơ quan phụ trách đọc lời này.',
    scores: { 5: '5: Rất tốt', 4: '4: Tốt', 3: '3: Tạm được', 2: '2: Chưa tốt', 1: '1: Rất kém' },
    label: 'Viết thêm (không bắt buộc)',
    send: 'Gửi đánh giá',
    change: 'Đổi đánh giá',
    given: (score) => `Bạn đã đánh giá ${score}.`,
  },
  results: {
    told: 'Đã ghi nhận. Người đang xử lý thấy rằng bạn vẫn chờ.',
    reopened: 'Phản ánh đã được mở lại. Các đội đang được báo.',
    tooLate: 'Phản ánh này đã kết thúc và không mở lại được từ đây. Xin gửi phản ánh mới hoặc gọi 1022.',
    cancelled: 'Đã hủy phản ánh. Nếu bấm nhầm, bạn có thể mở lại ở dưới.',
    asked: 'Đã chuyển lời xin hủy. Người trực sẽ gọi cho bạn; đội vẫn làm cho đến lúc đó.',
    ended: 'Phản ánh này đã kết thúc, không còn gì để hủy.',
    rated: 'Cảm ơn bạn đã đánh giá.',
    ratedBefore: 'Bạn đã đánh giá hơn một ngày trước nên không đổi được nữa.',
    notYet: 'Xin chọn một mức từ 1 đến 5, sau khi việc đã xong.',
  },
};

const en: TrackWords = {
  title: 'Follow your report',
  intro:
    'See where your report stands. You need the code in the message and the last four digits of the phone.',
  askCode: 'Code of the report',
  codeHint: 'For example: BD-7K3-9QF',
  ask: 'Last four digits of the phone you called with',
  show: 'Show',
  notFound: 'There is no report with this code and these digits. Please check the message.',
  tooMany: 'Too many tries. Please try again in a few minutes, or call 1022.',
  passOver: 'More than 30 minutes have passed. Please enter the last four digits of the phone again.',
  busy: 'The system is busy. Nothing was recorded: please press again in a few seconds, or call 1022.',
  yourCode: 'Code',
  now: 'Now',
  past: 'So far',
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
  doing: {
    received: 'Somebody on duty reads your report and sends it to the team in charge.',
    triaged: 'Your report is on its way to the team in charge.',
    dispatched: 'The teams on duty have been told. As long as none takes it, others are told.',
    claimed: 'A team has taken it and is getting ready.',
    enRoute: 'The team is on its way to you. Please keep your phone at hand.',
    onScene: 'The team is at work.',
    onHold: 'The team keeps your report and will go on.',
    resolved: 'The team says it is done. If it is not, please say so below.',
    closed: 'This report has ended.',
    cancelled: 'This report was cancelled; nobody works on it.',
    duplicate: 'Somebody had reported this before; both are worked on together.',
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
    citizenContact: 'You got in touch again',
  },
  askedToCancel: 'You asked to cancel',
  next: 'What comes next',
  visitBy: (time) => `By ${time} at the latest a team is there or calls you back.`,
  doneBy: (time) => `By ${time} at the latest it has to be done.`,
  late: (time) =>
    `The promised time, ${time}, has passed. A supervisor has been told. If it is urgent, call the number below.`,
  waitsUntil: (time) => `Waiting until ${time}.`,
  closesAt: (time) => `If we hear nothing from you, the report is closed at ${time}.`,
  callNow: 'Call now',
  local: 'The hotline where you live, day and night:',
  call: (number) => `Call ${number}`,
  life: 'A life in danger? Call 115.',
  help: {
    title: 'Still need help?',
    live: 'Whoever works on it sees at once what you send.',
    ended: 'The report is opened again and a team is looked for at once.',
    label: 'Add a few words (optional)',
    send: 'I still need help',
    tooLate:
      'This report ended too long ago to be opened again. Please send a new one; somebody will see to it.',
    newReport: 'Send a new report',
  },
  cancel: {
    open: 'No longer needed, cancel the report',
    title: 'Cancel this report?',
    explained: 'Nobody will come any more. A team that has taken it is told to turn back.',
    asks: 'This may be dangerous, or the team is there already, so it is not cancelled by itself: somebody on duty calls you and decides then. Work goes on until then.',
    label: 'Why (optional)',
    yes: 'Yes, cancel the report',
    ask: 'Please cancel, call me back',
    no: 'Do not cancel, go back',
  },
  rating: {
    title: 'How was it?',
    changeable: 'Once, and it can be changed for a day. The office in charge reads it.',
    scores: { 5: '5: Very good', 4: '4: Good', 3: '3: Fair', 2: '2: Not good', 1: '1: Very bad' },
    label: 'Add a few words (optional)',
    send: 'Send the rating',
    change: 'Change the rating',
    given: (score) => `You rated it ${score}.`,
  },
  results: {
    told: 'Recorded. Whoever works on it sees that you are still waiting.',
    reopened: 'Your report was opened again. The teams are being told.',
    tooLate:
      'This report has ended and cannot be opened again from here. Please send a new one or call 1022.',
    cancelled: 'The report was cancelled. If that was a mistake, you can open it again below.',
    asked: 'Your wish was passed on. Somebody on duty calls you; work goes on until then.',
    ended: 'This report has ended; there is nothing left to cancel.',
    rated: 'Thank you for your rating.',
    ratedBefore: 'You rated it more than a day ago; it cannot be changed any more.',
    notYet: 'Please choose a rating from 1 to 5, once the work is done.',
  },
};

export const trackWords: Readonly<Record<'vi' | 'en', TrackWords>> = { vi, en };
