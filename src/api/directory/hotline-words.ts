interface HotlineWords {
  readonly title: string;
  readonly intro: string;
  readonly ask: string;
  readonly example: string;
  readonly find: string;
  readonly found: (count: number) => string;
  readonly nothing: string;
  readonly tooMany: string;
  readonly unavailable: string;
  readonly call: (number: string) => string;
  readonly centre: string;
  readonly forwarded: (unit: string) => string;
  readonly verified: (when: string) => string;
  readonly unverified: string;
  readonly none: string;
  readonly nobody: string;
  readonly life: string;
}

const vi: HotlineWords = {
  title: 'Đường dây nóng nơi bạn ở',
  intro: 'Tìm số trực 24/7 của phường, xã, quận, huyện. Gọi ngay bằng một chạm.',
  ask: 'Tên phường, xã, huyện, hoặc địa chỉ',
  example: 'Ví dụ: Phú Cường, hoặc 12 Bạch Đằng, phường Phú Cường, Thủ Dầu Một. Gõ không dấu cũng được.',
  find: 'Tìm số',
  found: (count) => `Tìm thấy ${String(count)} nơi`,
  nothing: 'Không tìm thấy nơi này. Xin thử tên phường, xã hoặc huyện; hoặc gọi 1022.',
  tooMany: 'Đã tìm quá nhiều lần. Xin thử lại sau một phút, hoặc gọi 1022.',
  unavailable: 'Danh bạ tạm thời chưa mở được. Xin gọi 1022.',
  call: (number) => `Gọi ${number}`,
  centre: 'Tổng đài',
  forwarded: (unit) => `Số riêng của nơi này chưa liên lạc được. ${unit} trả lời thay.`,
  verified: (when) => `Có người trực khi kiểm tra lúc ${when}`,
  unverified: 'Chưa kiểm tra được lần nào',
  none: 'Hiện chưa có số riêng. Xin gọi 1022.',
  nobody: 'Gọi mà không ai nghe máy? Gọi 1022, trực 24/7.',
  life: 'Nguy hiểm tính mạng, gọi 115.',
};

const en: HotlineWords = {
  title: 'The hotline where you live',
  intro: 'Find the number of your ward, commune or district that answers day and night.',
  ask: 'Name of your ward, commune or district, or your address',
  example: 'For example: Phu Cuong, or 12 Bach Dang, phuong Phu Cuong, Thu Dau Mot. Accents are not needed.',
  find: 'Find the number',
  found: (count) => (count === 1 ? 'One place found' : `${String(count)} places found`),
  nothing: 'This place was not found. Try the name of a ward, commune or district, or call 1022.',
  tooMany: 'Too many searches. Please try again in a minute, or call 1022.',
  unavailable: 'The directory cannot be opened just now. Please call 1022.',
  call: (number) => `Call ${number}`,
  centre: 'Call centre',
  forwarded: (unit) => `The number of this place does not answer just now. ${unit} answers instead.`,
  verified: (when) => `Somebody answered our check at ${when}`,
  unverified: 'Not checked yet',
  none: 'There is no number of its own just now. Please call 1022.',
  nobody: 'Nobody answers? Call 1022, day and night.',
  life: 'A life in danger? Call 115.',
};

export const hotlineWords: Readonly<Record<'vi' | 'en', HotlineWords>> = { vi, en };
