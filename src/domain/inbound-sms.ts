import { fold } from './fold';
import { isShortCode, normalisePhone } from './phone';
import { unaccented } from './sms-text';
import { stopWish } from './stop-words';

/** What a citizen's text message is about, read without asking anybody. */

/** Letters and digits that people take for one another, on paper and on a small screen. */
const lookAlike = ['0OQD', '1IL', '2Z', '5S', '6G', '8B', 'UV'] as const;
const classOf = (sign: string): string => lookAlike.find((group) => group.includes(sign)) ?? sign;
const between = '[\\s.,:_/-]*';
const bounded = (pattern: string): RegExp => new RegExp(`(?<![A-Z0-9])(?:${pattern})(?![A-Z0-9])`);
const codePattern = (code: string): RegExp =>
  bounded([...code.replace(/[^A-Z0-9]/g, '')].map((sign) => `[${classOf(sign)}]`).join(between));

/** One spelling to look for codes in; as long as `text`, so that what was found can be cut out of it. */
const plain = (text: string): string => unaccented(text.normalize('NFC')).toUpperCase();

/**
 * The first of these codes that the text names: in lower case, without dashes, with O for 0 or Q, 1 for I. Codes
 * that look alike are told apart by belonging to the sender, so only the sender's own are to be given.
 */
export function codeIn(text: string, codes: readonly string[]): string | null {
  return codes.find((code) => codePattern(code).test(plain(text))) ?? null;
}

/** A province's letters, as on our codes, and six signs: with a dash or a digit, or it is two words. */
const anyCode = bounded(
  `(?:[${classOf('B')}][${classOf('D')}]|HC|VN)${between}[A-Z0-9]{3}${between}[A-Z0-9]{3}`,
);

/** True when the text holds something in the shape of a code, anybody's. */
export function holdsSomeCode(text: string): boolean {
  const found = anyCode.exec(plain(text))?.[0];
  return found !== undefined && (/\d/.test(found.slice(2)) || found.includes('-'));
}

/** The text without its codes. */
export function withoutCodes(text: string, code: string | null): string {
  const pattern = code === null ? anyCode : codePattern(code);
  return plain(text).replace(pattern, ' ').replace(/\s+/g, ' ').trim();
}

const greetings =
  /^(a ?lo|hello|hi|hey|xin chao|chao( ban| anh| chi| ad)?|test|thu|cho hoi|cho toi hoi|em oi|anh oi|chi oi|ad oi)$/;
const thanks =
  /^((da|vang|ok|oke|okay|uh|um)[ ,]*)*(cam on|thank you|thanks|tks|thank)?( nhieu| ban| anh| chi| em| ad)*$/;
const inquiry =
  /^(ma|so|phieu|phan anh|kiem tra|tra cuu|tinh trang|the nao( roi)?|toi dau( roi)?|den dau( roi)?|xin|cho|hoi|check|status|roi|chua|a|cua toi|giup|[ ?.,!:-])*$/;

/** How much a text says once its code is taken out. `greeting` and `thanks` hold nothing to act on. */
export type Saying = 'report' | 'greeting' | 'thanks' | 'inquiry';

/** Anything that could be a need is a report: one read as small talk would be lost. */
export function sayingOf(text: string): Saying {
  const words = fold(text)
    .replace(/[.!?,;:()"'-]+$/g, '')
    .trim();
  if (!/[a-z]{2}/.test(words)) return 'inquiry';
  if (greetings.test(words)) return 'greeting';
  if (thanks.test(words)) return 'thanks';
  return inquiry.test(words) ? 'inquiry' : 'report';
}

const autoReplies = [
  /^\W*(auto(matic)?[ -]?(reply|response)|\[?auto\]|tin nhan tu dong|tra loi tu dong|out of office|vacation reply)/,
  /^(xin loi,? )?(hien )?(tai )?(toi|em|minh|anh|chi) (hien )?dang (ban|lai xe|hop)[\w ,.]{0,30}(goi|lien he|nhan tin|tra loi) lai( cho ban)?( sau)?\W*$/,
  /^(sorry,? )?(i'?m|i am) (driving|busy|in a meeting)[\w ,.'-]{0,60}\W*$/,
  /^(sorry,? )?i can'?t talk right now[\w ,.'?-]{0,40}\W*$/,
];

/** Words a machine sends by itself, or our own words coming back. */
export function isAutoReply(text: string, brand: string): boolean {
  const words = fold(text);
  return words.startsWith(fold(`${brand}:`)) || autoReplies.some((pattern) => pattern.test(words));
}

export type Reading =
  | { readonly kind: 'ignored'; readonly because: 'sender' | 'echo' | 'empty' | 'autoReply' }
  | { readonly kind: 'wish'; readonly wish: 'stop' | 'start'; readonly phone: string }
  | { readonly kind: 'text'; readonly phone: string; readonly text: string };

/**
 * What to do with a message before anything is looked up. Nothing is ever answered to a short code, a sender with
 * letters, one of our own numbers or a machine: that is how two machines write to each other all night.
 */
export function readSms(
  sms: { readonly from: string; readonly body: string },
  own: { readonly numbers: readonly string[]; readonly brand: string },
): Reading {
  const phone = normalisePhone(sms.from);
  if (
    own.numbers.some((number) => number === sms.from || (phone !== null && normalisePhone(number) === phone))
  ) {
    return { kind: 'ignored', because: 'echo' };
  }
  if (phone === null || isShortCode(phone)) return { kind: 'ignored', because: 'sender' };
  const text = sms.body.trim();
  if (text === '') return { kind: 'ignored', because: 'empty' };
  const wish = stopWish(text);
  if (wish !== null) return { kind: 'wish', wish, phone };
  if (isAutoReply(text, own.brand)) return { kind: 'ignored', because: 'autoReply' };
  return { kind: 'text', phone, text };
}
