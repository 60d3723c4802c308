import type { Words } from '../app/language';

const vi = {
  on: (profile: string, unit: string) => `Cao điểm ở ${unit}: ${profile}`,
  until: (time: string) => `đến ${time}`,
  by: (name: string, since: string) => `${name} bật lúc ${since}`,
  somebody: 'Tài khoản đã xóa',
  more: (n: number) => `và ${String(n)} đơn vị khác đang cao điểm`,
  details: 'Xem chi tiết',
  toDo: 'Tổng đài làm gì khác',
};

const en: typeof vi = {
  on: (profile, unit) => `Surge in ${unit}: ${profile}`,
  until: (time) => `until ${time}`,
  by: (name, since) => `switched on by ${name} at ${since}`,
  somebody: 'an account that is gone',
  more: (n) => `and ${String(n)} more ${n === 1 ? 'unit' : 'units'}`,
  details: 'Details',
  toDo: 'What agents do differently',
};

export const surgeBannerWords: Words<typeof vi> = { vi, en };
