import { fold } from './fold';

/**
 * What a report is about, in the words people use for it. Phrases are folded; the list only has to be good enough
 * for a warning, and a text that says none of them is compared by its words alone.
 */
const needs: Readonly<Record<string, readonly string[]>> = {
  breathing: [
    'kho tho',
    'tho doc',
    'tho khong',
    'khong tho',
    'hut hoi',
    'tho gap',
    'nghet tho',
    'tho met',
    'spo2',
  ],
  collapse: ['ngat', 'xiu', 'bat tinh', 'hon me', 'khong tinh', 'goi khong tra loi', 'guc xuong', 'co giat'],
  injury: ['tai nan', 'te nga', 'bi nga', 'chay mau', 'gay chan', 'gay tay', 'bi thuong', 'va quet'],
  birth: [
    'de roi',
    'sap de',
    'sap sinh',
    'chuyen da',
    'dau de',
    'vo oi',
    'chuyen bung',
    'sinh em be',
    'sinh con',
  ],
  fever: ['sot', 'ho khan', 'dau hong', 'mat vi giac', 'mat mui', 'on lanh', 'nong lanh'],
  consult: ['uong thuoc gi', 'cach ly tai nha', 'f0', 'duong tinh', 'hai vach', '2 vach', 'test nhanh'],
  transfer: [
    'chuyen vien',
    'chuyen len tuyen',
    'xe cap cuu dua',
    'xin xe cho',
    'len benh vien',
    'chay than',
    'xin giuong',
  ],
  food: [
    'gao',
    'mi goi',
    'mi tom',
    'luong thuc',
    'thuc pham',
    'het do an',
    'an qua ngay',
    'doi',
    'rau',
    'nhu yeu pham',
  ],
  baby: ['sua', 'ta giay', 'bim', 'ta cho be', 'ta em be'],
  money: ['tien ho tro', 'tien tro', 'tro cap', 'goi ho tro', 'tien thue nha', 'nhan tien'],
  gathering: [
    'tu tap',
    'nhau',
    'karaoke',
    'da ga',
    'danh bai',
    'tu hop',
    'mo quan',
    'ban hang',
    'khong khau trang',
  ],
  violence: ['danh nhau', 'danh vo', 'bao luc', 'gay roi', 'dap pha', 'cam dao', 'trom', 'cuop', 'hanh hung'],
  vaccine: ['tiem', 'vac xin', 'vacxin', 'vaccine', 'mui 2', 'mui hai'],
  pass: ['giay di duong', 'qua chot', 'thong hanh', 'giay thong'],
  waste: ['rac', 'mui hoi', 'o nhiem', 'cong nghet', 'nuoc thai'],
  power: ['mat dien', 'cup dien', 'mat nuoc', 'cup nuoc'],
};

const commonWords: ReadonlySet<string> = new Set(
  (
    'toi em anh chi nha co la thi va cho o cua bi dang rat qua khong duoc nay do den ve ra vao voi nguoi giup xin ' +
    'can gap nho den can bo a oi da roi may hom nay ngay gio moi con mot cac nhung ma de tu luc trong ngoai ho gia dinh'
  ).split(' '),
);

/** A text made ready to be compared. */
export interface Wording {
  readonly needs: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

export function wordingOf(text: string): Wording {
  const words = fold(text)
    .replace(/\bko\b|\bk\b|\bhong\b|\bkhg\b/g, 'khong')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const folded = ` ${words.join(' ')} `;
  return {
    needs: new Set(
      Object.keys(needs).filter((need) => needs[need]?.some((phrase) => folded.includes(` ${phrase} `))),
    ),
    words: new Set(words.filter((word) => word.length > 1 && !commonWords.has(word))),
  };
}

/** 0 to 1: what two texts have in common, by the needs they name and by the trigrams of their words. Symmetric. */
export function compareWording(a: Wording, b: Wording): number {
  const byNeed = a.needs.size > 0 && b.needs.size > 0 ? overlap(a.needs, b.needs) : 0;
  const byWords = dice(trigrams(a.words), trigrams(b.words));
  return Math.max(byWords, byNeed * 0.6 + byWords * 0.4);
}

/** Both say what they need, and it is not the same thing. */
export const saysOtherNeed = (a: Wording, b: Wording): boolean =>
  a.needs.size > 0 && b.needs.size > 0 && overlap(a.needs, b.needs) === 0;

const shared = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number => [...a].filter((one) => b.has(one)).length;

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return shared(a, b) / Math.min(a.size, b.size);
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size + b.size === 0 ? 0 : (2 * shared(a, b)) / (a.size + b.size);
}

/** Three letters at a time, word by word: a slip of the pen costs a part of one word only. */
function trigrams(words: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of words) {
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  }
  return found;
}
