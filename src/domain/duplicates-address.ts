import { fold } from './fold';

/** An address taken apart. Every part is folded; a part that was not said is absent. */
export interface AddressParts {
  /** `12/3a`, without spaces. */
  readonly house?: string;
  readonly street?: string;
  /** Quarter, hamlet and group, as `kp 4a`, `ap ben van`, `to 5`: said in any order, or left out. */
  readonly areas: Readonly<Record<string, string>>;
}

/** How two addresses stand to each other. `unknown`: too little was said to tell. */
export type AddressRelation = 'sameHouse' | 'otherHouse' | 'sameStreet' | 'sameArea' | 'unknown';

const houseNumber = /^\d{1,4}[a-z]?(?:\/\d{1,4}[a-z]?)*$/;
const areaWords: Readonly<Record<string, string>> = { kp: 'kp', kpho: 'kp', ap: 'ap', to: 'to', thon: 'ap' };
const unitWords: ReadonlySet<string> = new Set('p f px phuong xa tt tx tp huyen quan tinh q h'.split(' '));
const fillers: ReadonlySet<string> = new Set('so nha sn s hem ngo hxm can'.split(' '));

/** Words of one part between commas, spelt one way. */
function wordsOf(part: string): string[] {
  return part
    .replace(/khu\s*pho/g, 'kp')
    .replace(/to\s+dan\s+pho/g, 'to')
    .replace(/\bthi\s+(tran|xa)\b/g, 'tx')
    .replace(/thanh\s+pho/g, 'tp')
    .replace(/\s*\/\s*/g, '/')
    .replace(/\b(kp|p|q|to|ap)(\d)/g, '$1 $2')
    .split(/[^a-z0-9/]+/)
    .filter((word) => word !== '' && word !== '/');
}

/** Takes an address apart, however it was written: `Số 12 / 3A, đ. Lê Lợi, KP.4` and `12/3a lê lợi khu phố 4` agree. */
export function addressParts(address: string): AddressParts {
  const areas: Record<string, string> = {};
  let house: string | undefined;
  let street: string | undefined;
  for (const part of fold(address).split(/[,;]|\s-\s/)) {
    let place: 'free' | 'street' | 'area' | 'unit' = 'free';
    let area = '';
    const streetBefore = street;
    for (const word of wordsOf(part)) {
      if (unitWords.has(word) && place !== 'street') {
        place = 'unit';
      } else if (areaWords[word] !== undefined && word !== street) {
        area = areaWords[word];
        place = 'area';
      } else if (word === 'duong' || word === 'd') {
        place = 'street';
      } else if (place === 'area') {
        areas[area] = areas[area] === undefined ? word : `${areas[area]} ${word}`;
      } else if (fillers.has(word) || place === 'unit') {
        continue;
      } else if (place === 'free' && house === undefined && houseNumber.test(word)) {
        house = word;
      } else if (streetBefore === undefined) {
        street = street === undefined ? word : `${street} ${word}`;
      }
    }
  }
  return { areas, ...(house !== undefined && { house }), ...(street !== undefined && { street }) };
}

/**
 * One spelling for one address, the key it is looked up by: house and street where both were said, otherwise
 * everything that was. Empty when nothing that could name a place is left.
 */
export function foldAddress(address: string): string {
  const { house, street, areas } = addressParts(address);
  if (house !== undefined && street !== undefined) return `${house} ${street}`;
  const rest = Object.entries(areas).map(([kind, name]) => `${kind} ${name}`);
  return [house, street, ...rest.sort()].filter((part) => part !== undefined).join(' ');
}

/** What two addresses of one unit say about being one place. Symmetric. */
export function compareAddresses(a: AddressParts, b: AddressParts): AddressRelation {
  const streets = relate(a.street, b.street, similarWords);
  const areas = relateAreas(a, b);
  if (streets === 'differ') return 'otherHouse';
  const houses = relate(a.house, b.house, (x, y) => x === y);
  const isOnePlace = streets === 'agree' || areas === 'agree';
  if (houses === 'agree' && isOnePlace)
    return areas === 'differ' && streets !== 'agree' ? 'unknown' : 'sameHouse';
  if (houses === 'differ') return 'otherHouse';
  if (areas === 'differ' && streets !== 'agree') return 'otherHouse';
  if (streets === 'agree') return 'sameStreet';
  return areas === 'agree' ? 'sameArea' : 'unknown';
}

type Agreement = 'agree' | 'differ' | 'silent';

function relate(
  a: string | undefined,
  b: string | undefined,
  same: (x: string, y: string) => boolean,
): Agreement {
  if (a === undefined || b === undefined) return 'silent';
  return same(a, b) ? 'agree' : 'differ';
}

function relateAreas(a: AddressParts, b: AddressParts): Agreement {
  const shared = Object.keys(a.areas).filter((kind) => b.areas[kind] !== undefined);
  if (shared.length === 0) return 'silent';
  const agrees = shared.every((kind) => similarWords(a.areas[kind] ?? '', b.areas[kind] ?? ''));
  return agrees ? 'agree' : 'differ';
}

/** Equal but for one slip of the pen in words of some length; figures must be equal. */
function similarWords(a: string, b: string): boolean {
  if (a === b) return true;
  if (/\d/.test(a + b) || Math.min(a.length, b.length) < 5) return false;
  return distance(a, b) <= (Math.min(a.length, b.length) < 9 ? 1 : 2);
}

/** Letters to change, add, take away or swap with their neighbour to make one word of the other. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
