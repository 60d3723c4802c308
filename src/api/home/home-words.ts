interface HomeWords {
  readonly title: string;
  readonly life: string;
  readonly call: string;
  readonly ways: readonly { readonly path: string; readonly name: string; readonly about: string }[];
  readonly staff: string;
  readonly signIn: string;
}

const vi: HomeWords = {
  title: 'Bạn cần giúp gì?',
  life: 'Nguy hiểm tính mạng thì gọi ngay, đừng gửi qua mạng:',
  call: 'Gọi',
  ways: [
    {
      path: '/report',
      name: 'Gửi phản ánh',
      about: 'Cấp cứu, cách ly, cứu trợ, an ninh trật tự. Mất hai phút.',
    },
    { path: '/track', name: 'Theo dõi phản ánh', about: 'Xem đã đến đâu, báo vẫn cần giúp, hủy, đánh giá.' },
    {
      path: '/hotlines',
      name: 'Đường dây nóng nơi bạn ở',
      about: 'Số trực 24/7 của phường, xã, quận, huyện.',
    },
  ],
  staff: 'Cán bộ, đội phản ứng nhanh:',
  signIn: 'Đăng nhập',
};

const en: HomeWords = {
  title: 'What do you need?',
  life: 'If a life is in danger, call now; do not write:',
  call: 'Call',
  ways: [
    {
      path: '/report',
      name: 'Send a report',
      about: 'Emergency, isolation, relief, public order. Two minutes.',
    },
    {
      path: '/track',
      name: 'Follow your report',
      about: 'Where it stands; say that you still need help, cancel, rate.',
    },
    {
      path: '/hotlines',
      name: 'The hotline where you live',
      about: 'The number of your ward, commune or district, day and night.',
    },
    {
      path: '/transparency',
      name: 'Public figures',
      about: 'How many reports came, how fast they were answered.',
    },
  ],
  staff: 'Officials and response teams:',
  signIn: 'Sign in',
};

export const homeWords: Readonly<Record<'vi' | 'en', HomeWords>> = { vi, en };
