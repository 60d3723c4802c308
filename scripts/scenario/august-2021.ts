/**
 * What a morning of August 2021 in Bình Dương was made of. Figures with a source are the source's; the others
 * are ours and say why. docs/scenario.md shows them side by side.
 */

/** 8,408 requests of 19/07–16/08/2021: 3,898 hardship, 1,039 emergency, 3,471 other (Báo Bình Dương, 18/08/2021). */
const requests = { hardship: 3_898, emergency: 1_039, other: 3_471 };

/** No source splits "other"; these shares are ours: most of it was about illness, least about questions. */
const otherShares = {
  f0Consult: 0.35,
  suspectedCase: 0.2,
  securityReport: 0.2,
  hospitalTransfer: 0.12,
  other: 0.13,
};

export type Category = 'foodRelief' | 'emergency' | keyof typeof otherShares;

export const categoryWeights: Readonly<Record<Category, number>> = {
  foodRelief: requests.hardship,
  emergency: requests.emergency,
  f0Consult: requests.other * otherShares.f0Consult,
  suspectedCase: requests.other * otherShares.suspectedCase,
  securityReport: requests.other * otherShares.securityReport,
  hospitalTransfer: requests.other * otherShares.hospitalTransfer,
  other: requests.other * otherShares.other,
};

/**
 * 8,755 calls, 502 messages by Zalo and fan page, 70 e-mails and portal forms up to 23/07/2021 (Bình Dương's
 * portal). The last were mostly the press and papers; a few came by the web form. How many rang a district's or
 * commune's own number is ours: they were new that month.
 */
export const channelWeights = {
  hotline1022: 8_755 * 0.86,
  hotlineDistrict: 8_755 * 0.08,
  hotlineCommune: 8_755 * 0.06,
  social: 502 * 0.9,
  web: 502 * 0.1,
  press: 70,
} as const;
export type PlannedChannel = keyof typeof channelWeights;

/**
 * Share of the load by district. The sources give no count by district; the weights are ours and follow where
 * the wave was: the industrial south with its rented rooms carried nine calls of ten.
 */
export const districtWeights: Readonly<Record<string, number>> = {
  'Thuận An': 30,
  'Dĩ An': 20,
  'Tân Uyên': 16,
  'Thủ Dầu Một': 14,
  'Bến Cát': 11,
  'Bàu Bàng': 3,
  'Bắc Tân Uyên': 2.5,
  'Phú Giáo': 2,
  'Dầu Tiếng': 1.5,
};

/** Per cent of a day's calls in each hour from 07:00 on. The busy hour is 10 % of the day; the rest is ours. */
export const hourShares: readonly number[] = [5, 8, 10, 9, 7, 5, 5, 6, 7, 7, 6, 5];

/** Ours, but for false reports: 1,019 of 18,509 (Hồ Chí Minh City's welfare centre, 10/07–24/09/2021). */
export const fates = {
  falseReport: 1_019 / 18_509,
  cancels: 0.03,
  reopens: 0.03,
  callsTwice: 0.04,
  landline: 0.04,
};
