import type { SpokenLanguage } from './speech';

/** What the telephone says, by language. Codes arrive already spelt out. */
const vi = {
  unknown: 'Cuộc gọi này không còn hiệu lực. Xin cảm ơn.',
  noKey: 'Không nhận được phím bấm. Phiếu chưa được nhận.',
  claimed: (team: string, code: string) => `${team} đã nhận phiếu ${code}. Địa chỉ có trong tin nhắn.`,
  declined: (team: string, code: string) => `${team} đã báo không thể nhận phiếu ${code}. Xin cảm ơn.`,
  alreadyYours: (team: string, code: string) =>
    `${team} đã nhận phiếu ${code} trước đó rồi, không cần bấm lại. Địa chỉ có trong tin nhắn.`,
  passed: (code: string) =>
    `Lời mời nhận phiếu ${code} đã hết hiệu lực. Nếu vẫn có thể đi, xin gọi trung tâm.`,
  taken: (team: string, code: string) => `Phiếu ${code} đã được ${team} nhận. Xin cảm ơn.`,
  settled: (code: string) => `Phiếu ${code} đã kết thúc. Xin cảm ơn.`,
  mayNot: (code: string) => `Phiếu ${code} lúc này không nhận được qua điện thoại. Xin gọi trung tâm.`,
  busy: 'Hệ thống đang bận, phiếu chưa được nhận.',
  callBackNotTaken: 'Không nhận được phím bấm. Chưa ai nhận gọi lại.',
  callBackTaken: 'Đã nhận. Số máy có trong danh sách gọi lại của bạn.',
  callBackTakenBy: 'Đã có người khác nhận gọi lại. Xin cảm ơn.',
  callBackClosed: 'Đã gọi lại xong. Xin cảm ơn.',
  orderKeys: 'Bấm phím 1 để xác nhận đã nhận lệnh. Bấm phím 2 để nghe lại nội dung.',
  orderNoKey: 'Không nhận được phím bấm. Lệnh chưa được xác nhận.',
  orderAcknowledged: (code: string) =>
    `Đã ghi nhận đơn vị nhận lệnh ${code}. Nội dung và nơi báo cáo có trong tin nhắn.`,
  orderTaken: (code: string) => `Lệnh ${code} đã có người khác của đơn vị nhận. Xin cảm ơn.`,
  orderTakenBy: (person: string, code: string) => `Lệnh ${code} đã được ${person} nhận. Xin cảm ơn.`,
  orderEnded: (code: string) => `Lệnh ${code} đã kết thúc. Xin cảm ơn.`,
  orderBusy: 'Hệ thống đang bận, lệnh chưa được xác nhận.',
};
type Phrases = typeof vi;

const en: Phrases = {
  unknown: 'This call is no longer valid. Thank you.',
  noKey: 'No key was pressed. The ticket is not claimed.',
  claimed: (team, code) =>
    `${team} has claimed ticket ${code}. The address is behind the link in your message.`,
  declined: (team, code) => `${team} cannot take ticket ${code}. Thank you.`,
  alreadyYours: (team, code) =>
    `${team} has already claimed ticket ${code}; there is no need to press again. The address is behind the link in your message.`,
  passed: (code) => `The offer of ticket ${code} has passed. If you can still go, please call the centre.`,
  taken: (team, code) => `Ticket ${code} was claimed by ${team}. Thank you.`,
  settled: (code) => `Ticket ${code} is finished. Thank you.`,
  mayNot: (code) => `Ticket ${code} cannot be claimed by telephone now. Please call the centre.`,
  busy: 'The system is busy, the ticket is not claimed.',
  callBackNotTaken: 'No key was pressed. Nobody has taken the call-back.',
  callBackTaken: 'It is yours. The number is in your list of call-backs.',
  callBackTakenBy: 'Somebody else has taken the call-back. Thank you.',
  callBackClosed: 'The citizen has been called back. Thank you.',
  orderKeys: 'Press 1 to acknowledge the order. Press 2 to hear it again.',
  orderNoKey: 'No key was pressed. The order is not acknowledged.',
  orderAcknowledged: (code) =>
    `Your unit has acknowledged order ${code}. What it says and where to report is in your message.`,
  orderTaken: (code) => `Somebody else of your unit has acknowledged order ${code}. Thank you.`,
  orderTakenBy: (person, code) => `Order ${code} was acknowledged by ${person}. Thank you.`,
  orderEnded: (code) => `Order ${code} has ended. Thank you.`,
  orderBusy: 'The system is busy, the order is not acknowledged.',
};

export const phrases: Readonly<Record<SpokenLanguage, Phrases>> = { vi, en };
