/** What an SMS costs the carrier: its alphabet, its length in that alphabet's units, and the parts it is sent in. */
export interface SmsSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets, or UTF-16 units. */
  readonly units: number;
  readonly segments: number;
  /** Units that still fit without another part. */
  readonly unitsLeft: number;
}

/** 3GPP TS 23.038: the default alphabet, and what costs an escape before it. */
const basic = new Set(
  '\n\r !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' +
    '¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ',
);
const escaped = new Set('\f[\\]^{|}~€');

/** 140 octets; a part of several gives six of them to its header. */
const limits = { 'GSM-7': { single: 160, part: 153 }, 'UCS-2': { single: 70, part: 67 } } as const;

/**
 * Encoding, length and parts of a text as a carrier counts them. One letter outside the default alphabet makes the whole
 * text UCS-2. Neither an escape nor a surrogate pair is torn between two parts.
 */
export function smsSize(text: string): SmsSize {
  const letters = [...text];
  const isGsm = letters.every((letter) => basic.has(letter) || escaped.has(letter));
  const encoding = isGsm ? 'GSM-7' : 'UCS-2';
  const widths = letters.map((letter) => (isGsm ? (escaped.has(letter) ? 2 : 1) : letter.length));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, part } = limits[encoding];
  if (units <= single) return { encoding, units, segments: 1, unitsLeft: single - units };
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > part) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return { encoding, units, segments, unitsLeft: part - used };
}
