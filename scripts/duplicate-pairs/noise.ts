import { unaccented } from '../../src/domain/sms-text';
import type { Chance } from './chance';

/** What telephones, ears and hands make of one and the same thing. */

const mistakes = (chance: Chance, text: string, perWord: number): string =>
  text
    .split(' ')
    .map((word) => (word.length > 3 && chance.happens(perWord) ? slip(chance, word) : word))
    .join(' ');

function slip(chance: Chance, word: string): string {
  const at = chance.between(1, word.length - 2);
  return chance.happens(0.5)
    ? word.slice(0, at) + word.slice(at + 1)
    : `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
}

/** A description: accents dropped by every other hand, telegram style, slips of the pen, capitals. */
export function asTyped(chance: Chance, text: string): string {
  let typed = mistakes(chance, text, 0.04);
  if (chance.happens(0.4)) typed = typed.replace(/không/g, chance.pick(['ko', 'k', 'khong', 'hông']));
  if (chance.happens(0.25)) typed = typed.replace(/[,.]/g, '');
  if (chance.happens(0.5)) typed = unaccented(typed);
  return chance.happens(0.06) ? typed.toUpperCase() : typed;
}

/** A name: whole, only the given name with a word of respect, or misheard. */
export function asHeard(chance: Chance, name: string): string {
  const words = name.split(' ');
  let heard = name;
  if (chance.happens(0.3))
    heard = `${chance.pick(['chị', 'anh', 'bà', 'ông', 'cô'])} ${words.at(-1) ?? name}`;
  else if (chance.happens(0.15)) heard = words.slice(-2).join(' ');
  else if (chance.happens(0.06)) heard = mistakes(chance, name, 0.5);
  return chance.happens(0.4) ? unaccented(heard) : heard;
}

export function asWrittenPhone(chance: Chance, phone: string): string {
  const digits = phone.slice(3);
  return chance.pick([
    phone,
    `0${digits}`,
    `0${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`,
    `0${digits.slice(0, 2)}.${digits.slice(2, 5)}.${digits.slice(5)}`,
    `84${digits}`,
  ]);
}

export function asWrittenAddress(
  chance: Chance,
  { house, street, quarter }: { readonly house: string; readonly street: string; readonly quarter: string },
): string {
  const number = house.includes('/') && chance.happens(0.3) ? house.replace('/', ' / ') : house;
  const before = chance.pick(['', '', 'số ', 'Số nhà ', 'nhà ', 'SN ']);
  const road = chance.pick(['', ' đường', ' đ.', ', đường', ' Đường']);
  const written = `${before}${chance.happens(0.2) ? number.toUpperCase() : number}${road} ${mistakes(chance, street, 0.05)}`;
  const area = chance.happens(0.5)
    ? `${chance.pick([', ', ' - '])}${chance.pick(['khu phố ', 'kp ', 'KP.', 'kp'])}${quarter}`
    : '';
  const unit = chance.happens(0.3) ? `, ${chance.pick(['p. ', 'phường ', 'P.', 'F.'])}Phú Cường` : '';
  const whole = `${written}${area}${unit}`;
  return chance.happens(0.4) ? unaccented(whole) : whole;
}
