import type { Words } from '../../app/language';

const vi = {
  title: 'Mẫu tin nhắn',
  lead: 'Lời của từng tin SMS với giá trị dài nhất có thể: dài bao nhiêu, chia mấy phần, tốn bao nhiêu.',
  version: (n: number, from: string) => `Bản ${String(n)}, từ ${from}`,
  brand: (brand: string) => `Người gửi: ${brand}`,
  accented: 'Tin cho người dân có dấu (tối đa 2 phần, 134 ký tự).',
  plain: 'Tin cho người dân không dấu (1 phần, 160 ký tự).',
  search: 'Tìm trong tên và lời',
  nothing: { title: 'Không có mẫu nào như vậy', body: 'Thử từ khác.' },
  language: 'Ngôn ngữ',
  text: 'Lời',
  length: 'Độ dài',
  parts: 'Số phần',
  cost: 'Giá một tin',
  unsent: 'không dùng lúc này',
  over: (n: number) => `quá ${String(n)} ký tự`,
  variants: { plain: 'Tiếng Việt không dấu', vi: 'Tiếng Việt', en: 'Tiếng Anh' },
  codes: 'Cách mã hóa',
};

const en: typeof vi = {
  title: 'Message texts',
  lead: 'The words of each SMS with the longest values there are: how long it gets, in how many parts it goes, and what it costs.',
  version: (n, from) => `Version ${String(n)}, from ${from}`,
  brand: (brand) => `Sender: ${brand}`,
  accented: 'SMS to citizens carry accents (2 parts, 134 characters at most).',
  plain: 'SMS to citizens carry no accents (1 part, 160 characters).',
  search: 'Find in names and words',
  nothing: { title: 'There is no such text', body: 'Try another word.' },
  language: 'Language',
  text: 'Words',
  length: 'Length',
  parts: 'Parts',
  cost: 'Cost of one',
  unsent: 'not in use now',
  over: (n) => `${String(n)} too many`,
  variants: { plain: 'Vietnamese without accents', vi: 'Vietnamese', en: 'English' },
  codes: 'Encoding',
};

export const messageWords: Words<typeof vi> = { vi, en };
