/** The words of the citizen's report form. Vietnamese is what most people read; English stands beside it. */
export interface ReportWords {
  readonly title: string;
  readonly life: string;
  readonly callNow: string;
  readonly intro: string;
  readonly problems: string;
  readonly category: string;
  readonly choose: string;
  readonly unsure: string;
  /** In the words of who needs it; a category that is missing here shows its protocol's name. */
  readonly categories: Readonly<Record<string, string>>;
  readonly description: string;
  readonly descriptionHint: string;
  readonly place: string;
  readonly placeHint: string;
  readonly didYouMean: string;
  readonly noneOfThese: string;
  readonly address: string;
  readonly addressHint: string;
  readonly phone: string;
  readonly phoneHint: string;
  readonly name: string;
  readonly forSomeoneElse: string;
  readonly subjectName: string;
  readonly subjectPhone: string;
  readonly website: string;
  readonly privacy: string;
  readonly send: string;
  readonly errors: {
    readonly category: string;
    readonly description: string;
    readonly place: string;
    readonly placeUnknown: string;
    readonly placeAmbiguous: string;
    readonly phone: string;
    readonly tooLong: (most: number) => string;
  };
  readonly refused: {
    readonly tooMany: (minutes: number) => string;
    readonly away: string;
    readonly other: string;
  };
  readonly done: {
    readonly title: string;
    readonly code: string;
    readonly about: (category: string, place: string) => string;
    readonly alarm: string;
    readonly next: string;
    readonly sms: (phone: string) => string;
    readonly ring: (phone: string) => string;
    readonly sorted: string;
    readonly team: string;
    readonly by: (time: string) => string;
    readonly follow: string;
    readonly worse: string;
    readonly again: string;
  };
}

const vi: ReportWords = {
  title: 'Gửi phản ánh',
  life: 'Nguy hiểm tính mạng? Đừng điền đơn. Hãy gọi ngay:',
  callNow: 'Gọi',
  intro: 'Không cần tài khoản. Gửi xong quý vị nhận mã để theo dõi.',
  problems: 'Xin sửa những chỗ sau rồi gửi lại:',
  category: 'Quý vị cần giúp việc gì?',
  choose: 'Việc cần giúp',
  unsure: 'Không rõ, xin xếp loại giúp tôi',
  categories: {
    emergency: 'Cấp cứu: ngất, khó thở, tai nạn, sắp sinh',
    hospitalTransfer: 'Chuyển viện, nhập viện',
    suspectedCase: 'Nghi nhiễm: sốt, ho, mất mùi, cần xét nghiệm',
    f0Consult: 'F0, F1 cần tư vấn hoặc thuốc',
    foodRelief: 'Hết gạo, hết sữa, thiếu nhu yếu phẩm',
    securityReport: 'Mất trật tự, vi phạm phòng chống dịch',
    other: 'Việc khác',
  },
  description: 'Chuyện gì đang xảy ra?',
  descriptionHint: 'Ai, cần gì, từ bao giờ. Ví dụ: nhà có 4 người, hết gạo từ hôm qua.',
  place: 'Ở phường, xã nào?',
  placeHint: 'Ví dụ: phường Phú Cường, Thủ Dầu Một',
  didYouMean: 'Có phải quý vị muốn nói:',
  noneOfThese: 'Không có trong danh sách, cứ nhận giúp tôi',
  address: 'Số nhà, đường, khu phố (nếu có)',
  addressHint: 'Để đội tìm được nhà',
  phone: 'Số điện thoại của quý vị',
  phoneHint: 'Để gửi mã và gọi lại. Ví dụ: 0912 345 678',
  name: 'Tên của quý vị (không bắt buộc)',
  forSomeoneElse: 'Tôi gửi giúp người khác',
  subjectName: 'Tên người cần giúp',
  subjectPhone: 'Điện thoại người cần giúp',
  website: 'Xin để trống ô này',
  privacy: 'Thông tin chỉ dùng để giúp quý vị; được mã hóa khi lưu.',
  send: 'Gửi phản ánh',
  errors: {
    category: 'Xin chọn một việc, hoặc “Không rõ”.',
    description: 'Xin viết vài chữ về chuyện đang xảy ra.',
    place: 'Xin ghi tên phường, xã.',
    placeUnknown:
      'Chưa tìm thấy nơi này. Xin chọn bên dưới, hoặc ghi lại tên phường, xã và huyện, thành phố.',
    placeAmbiguous: 'Có nhiều nơi trùng tên. Xin chọn một nơi bên dưới.',
    phone: 'Số này không gọi được. Xin ghi như 0912 345 678.',
    tooLong: (most) => `Dài quá: xin viết tối đa ${String(most)} ký tự.`,
  },
  refused: {
    tooMany: (minutes) =>
      `Từ mạng này đã gửi nhiều phản ánh. Xin gửi lại sau ${String(minutes)} phút, hoặc gọi 1022.`,
    away: 'Hệ thống đang bận. Những gì quý vị viết vẫn còn đây: xin bấm gửi lại, hoặc gọi 1022.',
    other: 'Phản ánh này chưa nhận được. Xin gọi 1022.',
  },
  done: {
    title: 'Đã nhận phản ánh',
    code: 'Mã của quý vị',
    about: (category, place) => `${category}, ${place}`,
    alarm: 'Những gì quý vị viết nghe rất nguy hiểm. Đừng chờ tin nhắn, hãy gọi ngay:',
    next: 'Tiếp theo',
    sms: (phone) => `Mã này được nhắn đến số ${phone}.`,
    ring: (phone) => `Chúng tôi gọi lại số ${phone} khi cần.`,
    sorted: 'Người trực đọc phản ánh và chuyển cho đội phụ trách.',
    team: 'Phản ánh được chuyển ngay cho đội phụ trách.',
    by: (time) => `Chậm nhất ${time} việc này phải được giải quyết.`,
    follow: 'Xem phản ánh đến đâu rồi',
    worse: 'Nếu tình hình xấu đi, xin gọi 1022; nguy hiểm tính mạng, gọi 115.',
    again: 'Gửi phản ánh khác',
  },
};

const en: ReportWords = {
  title: 'Report a problem',
  life: 'A life in danger? Do not fill in a form. Call now:',
  callNow: 'Call',
  intro: 'No account needed. You get a code to follow your report.',
  problems: 'Please put these right and send again:',
  category: 'What do you need help with?',
  choose: 'Help needed',
  unsure: 'Not sure, please sort it for me',
  categories: {
    emergency: 'Emergency: fainted, cannot breathe, accident, giving birth',
    hospitalTransfer: 'Transfer or admission to a hospital',
    suspectedCase: 'Maybe infected: fever, cough, lost smell, need a test',
    f0Consult: 'Infected or a contact: advice or medicine',
    foodRelief: 'Out of food, milk or essentials',
    securityReport: 'Disorder, breaking of epidemic rules',
    other: 'Something else',
  },
  description: 'What is happening?',
  descriptionHint: 'Who, what is needed, since when. For example: family of 4, no rice since yesterday.',
  place: 'In which ward or commune?',
  placeHint: 'For example: phường Phú Cường, Thủ Dầu Một',
  didYouMean: 'Did you mean:',
  noneOfThese: 'Not in the list, take my report all the same',
  address: 'House number, street (if any)',
  addressHint: 'So that the team finds you',
  phone: 'Your phone number',
  phoneHint: 'To send the code and call back. For example: 0912 345 678',
  name: 'Your name (optional)',
  forSomeoneElse: 'I report for somebody else',
  subjectName: 'Name of who needs help',
  subjectPhone: 'Phone of who needs help',
  website: 'Leave this empty',
  privacy: 'Used only to help you; stored encrypted.',
  send: 'Send the report',
  errors: {
    category: 'Please choose one, or “Not sure”.',
    description: 'Please write a few words about what is happening.',
    place: 'Please name the ward or commune.',
    placeUnknown: 'This place was not found. Choose below, or write the commune and the district again.',
    placeAmbiguous: 'Several places have this name. Please choose one below.',
    phone: 'This number cannot be called. Write it like 0912 345 678.',
    tooLong: (most) => `Too long: at most ${String(most)} characters, please.`,
  },
  refused: {
    tooMany: (minutes) =>
      `Many reports came from this network. Send again in ${String(minutes)} minutes, or call 1022.`,
    away: 'The system is busy. What you wrote is still here: press send again, or call 1022.',
    other: 'This report could not be taken. Please call 1022.',
  },
  done: {
    title: 'Your report was received',
    code: 'Your code',
    about: (category, place) => `${category}, ${place}`,
    alarm: 'What you wrote sounds very dangerous. Do not wait for a message, call now:',
    next: 'What happens next',
    sms: (phone) => `The code is sent to ${phone}.`,
    ring: (phone) => `We call ${phone} when needed.`,
    sorted: 'Somebody on duty reads the report and sends it to the team in charge.',
    team: 'The report goes to the team in charge at once.',
    by: (time) => `By ${time} at the latest it has to be dealt with.`,
    follow: 'See where the report stands',
    worse: 'If it gets worse, call 1022; a life in danger, call 115.',
    again: 'Send another report',
  },
};

export const reportWords: Readonly<Record<'vi' | 'en', ReportWords>> = { vi, en };
