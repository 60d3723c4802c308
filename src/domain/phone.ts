/**
 * Phone numbers as people here write them, and E.164 as machines need them. Rules of Viet Nam are kept by
 * hand because the domain imports nothing; a property test holds them against libphonenumber's metadata.
 */

/** Numbers dialled as they are. Libraries call them invalid, so the list is ours. */
const shortCodes: ReadonlySet<string> = new Set(['111', '112', '113', '114', '115', '1022', '19009095']);

/** Mobile prefixes of 11 digits moved to 10 in 2018; the last seven digits were kept. */
const mobilePrefixesOf2018: Readonly<Record<string, string>> = {
  '120': '70',
  '121': '79',
  '122': '77',
  '126': '76',
  '128': '78',
  '123': '83',
  '124': '84',
  '125': '85',
  '127': '81',
  '129': '82',
  '162': '32',
  '163': '33',
  '164': '34',
  '165': '35',
  '166': '36',
  '167': '37',
  '168': '38',
  '169': '39',
  '186': '56',
  '188': '58',
  '199': '59',
};

/** Bình Dương's area code until 2017; old signs and letterheads still show it. */
const oldAreaCode = '650';
const newAreaCode = '274';

/** Everything people put between digits, the full-width plus sign of East Asian keyboards included. */
const separators = /[\s().\-/‐-―·]/g;

/** True for numbers such as 1022 or 115, which have no country code and receive no SMS of ours. */
export function isShortCode(number: string): boolean {
  return shortCodes.has(number);
}

/**
 * One spelling for one number: `0274/3-822.222`, `84…`, `0084…` and `+84…` all become E.164. Old Vietnamese
 * prefixes are moved to today's. Short codes stay as they are. Null when it cannot be a number.
 */
export function normalisePhone(input: string): string | null {
  const compact = input.trim().replace(/^＋/, '+').replace(separators, '');
  if (isShortCode(compact)) return compact;
  if (!/^\+?\d{8,18}$/.test(compact)) return null;
  const international = compact.startsWith('+')
    ? compact.slice(1)
    : compact.startsWith('00')
      ? compact.slice(2)
      : null;
  if (international !== null && !international.startsWith('84')) return foreign(international);
  const national = nationalPart(international ?? compact);
  return national === null ? null : vietnamese(national);
}

/** The digits the citizen's page asks for. Empty when there are fewer than four. */
export function lastFour(phone: string): string {
  return phone.replace(/\D/g, '').slice(-4).padStart(4, ' ').trim();
}

/** For screens and logs of access: enough to recognise, not enough to call. `+84 ••• ••• 678`. */
export function maskPhone(phone: string): string {
  if (isShortCode(phone)) return phone;
  return phone.replace(/\d(?=\d{3})/g, (digit, index: number) => (index <= 2 ? digit : '•'));
}

/** True when an SMS to this number is refused by carriers here: landlines begin with 2 after the country code. */
export function isVietnameseLandline(phone: string): boolean {
  return phone.startsWith('+842');
}

function foreign(digits: string): string | null {
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
}

/** `84…` without a plus counts as the country code only when a domestic number would have a leading zero. */
function nationalPart(digits: string): string | null {
  if (digits.startsWith('84')) return digits.slice(2).replace(/^0/, '');
  return digits.startsWith('0') ? digits.slice(1) : null;
}

function vietnamese(national: string): string | null {
  const current = moved(national);
  const mobile = /^(3\d|5[125689]|7[06-9]|8[1-9]|9\d)\d{7}$/;
  const landline = /^2\d{9}$/;
  return mobile.test(current) || landline.test(current) ? `+84${current}` : null;
}

function moved(national: string): string {
  const prefix = mobilePrefixesOf2018[national.slice(0, 3)];
  if (prefix !== undefined && national.length === 10) return `${prefix}${national.slice(3)}`;
  if (national.startsWith(oldAreaCode) && national.length === 10)
    return `${newAreaCode}${national.slice(oldAreaCode.length)}`;
  return national;
}
