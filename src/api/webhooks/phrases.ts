import type { SpokenLanguage } from './speech';

/** What the telephone says, by language. Codes arrive already spelt out. */
const vi = {
  unknown: 'Cuộc gọi này không còn hiệu lực. Xin cảm ơn.',
  noKey: 'Không nhận được phím bấm. Phiếu chưa được nhận.',
  claimed: (team: string, code: string) => `${team} đã nhận phiếu ${code}. Địa chỉ có trong tin nhắn.`,
  declined: (team: string, code: string) => `${team} đã báo không thể nhận phiếu ${code}. Xin cảm ơn.`,
  taken: (team: string, code: string) => `Phiếu ${code} đã được ${team} nhận. Xin cảm ơn.`,
  settled: (code: string) => `Phiếu ${code} đã kết thúc. Xin cảm ơn.`,
  mayNot: (code: string) => `Phiếu ${code} lúc này không nhận được qua điện thoại. Xin gọi trung tâm.`,
  busy: 'Hệ thống đang bận, phiếu chưa được nhận.',
};
type Phrases = typeof vi;

const en: Phrases = {
  unknown: 'This call is no longer valid. Thank you.',
  noKey: 'No key was pressed. The ticket is not claimed.',
  claimed: (team, code) =>
    `${team} has claimed ticket ${code}. The address is behind the link in your message.`,
  declined: (team, code) => `${team} cannot take ticket ${code}. Thank you.`,
  taken: (team, code) => `Ticket ${code} was claimed by ${team}. Thank you.`,
  settled: (code) => `Ticket ${code} is finished. Thank you.`,
  mayNot: (code) => `Ticket ${code} cannot be claimed by telephone now. Please call the centre.`,
  busy: 'The system is busy, the ticket is not claimed.',
};

export const phrases: Readonly<Record<SpokenLanguage, Phrases>> = { vi, en };
