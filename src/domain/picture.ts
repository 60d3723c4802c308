/**
 * Pictures as they may be kept: known by their first bytes and not by a name, and without what a camera adds to
 * them (place, time, owner, thumbnails). Pixels are not touched, so nothing is decoded and nothing gets worse.
 */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof pictureTypes)[number];

export interface Picture {
  readonly type: PictureType;
  readonly bytes: Uint8Array;
}

/** The picture is cut off, or is not what its first bytes promise. */
export class BrokenPicture extends Error {
  constructor(type: PictureType) {
    super(`the picture is not a whole ${type}`);
    this.name = 'BrokenPicture';
  }
}

const startsWith = (bytes: Uint8Array, signs: readonly number[], at = 0): boolean =>
  signs.every((sign, index) => bytes[at + index] === sign);
const ascii = (text: string): number[] => [...text].map((sign) => sign.charCodeAt(0));

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What the bytes are; null for everything that is not kept (GIF, HEIC, SVG, PDF, anything else). */
function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, pngSignature)) return 'image/png';
  if (startsWith(bytes, ascii('RIFF')) && startsWith(bytes, ascii('WEBP'), 8)) return 'image/webp';
  return null;
}

/**
 * The same picture without its metadata; null when it is none of `pictureTypes`. Of a JPEG's metadata only the way up
 * is kept. Whatever follows the picture's own end is dropped with it.
 *
 * @throws BrokenPicture when it ends early or its parts do not add up
 */
export function withoutMetadata(bytes: Uint8Array): Picture | null {
  const type = pictureTypeOf(bytes);
  if (type === null) return null;
  const strip = { 'image/jpeg': stripJpeg, 'image/png': stripPng, 'image/webp': stripWebp }[type];
  return { type, bytes: strip(bytes) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;

/** Tables, frames and scans stay; of the application segments only JFIF, the colour profile and Adobe's. */
function isKept(marker: number, body: Uint8Array): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP0) return startsWith(body, ascii('JFIF\0'));
  if (marker === APP2) return startsWith(body, ascii('ICC_PROFILE\0'));
  return marker === APP14 && startsWith(body, ascii('Adobe'));
}

function stripJpeg(bytes: Uint8Array): Uint8Array {
  const broken = (): never => {
    throw new BrokenPicture('image/jpeg');
  };
  const parts: Uint8Array[] = [Uint8Array.of(0xff, SOI)];
  let sawScan = false;
  let wayUp = 1;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return broken();
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? broken();
    if (marker === EOI) break;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return broken();
    const body = bytes.subarray(at + 4, end);
    if (marker === APP1) wayUp = orientationOf(body) ?? wayUp;
    if (isKept(marker, body)) parts.push(bytes.subarray(at, end));
    at = end;
    if (marker !== SOS) continue;
    sawScan = true;
    // Coded pixels go on to the next marker that is neither a stuffed 0xff nor a restart.
    while (at + 1 < bytes.length && !(bytes[at] === 0xff && isMarker(bytes[at + 1] ?? 0))) at += 1;
    if (at + 1 >= bytes.length) return broken();
    parts.push(bytes.subarray(end, at));
  }
  if (!sawScan) return broken();
  if (wayUp !== 1) parts.splice(1, 0, orientationSegment(wayUp));
  return joined([...parts, Uint8Array.of(0xff, EOI)]);
}

const isMarker = (sign: number): boolean => sign !== 0 && sign !== 0xff && !(sign >= 0xd0 && sign <= 0xd7);

/** The way up (2 to 8) that an Exif segment tells; undefined when it tells none. */
function orientationOf(body: Uint8Array): number | undefined {
  if (!startsWith(body, ascii('Exif\0\0')) || body.length < 20) return undefined;
  const tiff = viewOf(body.subarray(6));
  const little = tiff.getUint16(0) === 0x4949;
  const first = tiff.getUint32(4, little);
  if (first + 2 > tiff.byteLength) return undefined;
  const count = tiff.getUint16(first, little);
  for (let index = 0; index < count; index += 1) {
    const entry = first + 2 + index * 12;
    if (entry + 12 > tiff.byteLength) return undefined;
    if (tiff.getUint16(entry, little) !== 0x0112) continue;
    const value = tiff.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif segment that says the way up and nothing else. */
const orientationSegment = (wayUp: number): Uint8Array =>
  Uint8Array.of(
    ...[0xff, APP1, 0, 34, ...ascii('Exif\0\0'), ...ascii('MM'), 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, wayUp, 0, 0, 0, 0, 0, 0],
  );

/** What is needed to show the picture as it was meant; no texts, times, places. */
const pngChunks: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs'],
]);

function stripPng(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw new BrokenPicture('image/png');
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) throw new BrokenPicture('image/png');
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at === 8 && name !== 'IHDR') throw new BrokenPicture('image/png');
    if (pngChunks.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') return joined(parts);
    at = end;
  }
}

const webpChunks: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Of the flags in `VP8X`: Exif and XMP follow. */
const webpMetadataFlags = 0x08 | 0x04;

function stripWebp(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [];
  const wholeEnd = 8 + view.getUint32(4, true);
  if (wholeEnd > bytes.length) throw new BrokenPicture('image/webp');
  let sawPixels = false;
  for (let at = 12; at < wholeEnd;) {
    if (at + 8 > wholeEnd) throw new BrokenPicture('image/webp');
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > wholeEnd) throw new BrokenPicture('image/webp');
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    if (webpChunks.has(name)) {
      const chunk = bytes.slice(at, end);
      if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~webpMetadataFlags;
      if (name === 'VP8 ' || name === 'VP8L' || name === 'ANMF') sawPixels = true;
      parts.push(chunk);
    }
    at = end;
  }
  if (!sawPixels) throw new BrokenPicture('image/webp');
  const body = joined(parts);
  const head = new Uint8Array(12);
  head.set(ascii('RIFF'));
  new DataView(head.buffer).setUint32(4, body.length + 4, true);
  head.set(ascii('WEBP'), 8);
  return joined([head, body]);
}
