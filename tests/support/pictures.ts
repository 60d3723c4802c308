import { crc32 } from './crc32';

/** Small pictures with what cameras and editors put into them; `PIXELS` stands for the coded picture. */
interface Content {
  readonly secret?: string;
  /** JPEG only: the way up, 1 to 8. */
  readonly orientation?: number;
  /** PNG only: bytes of pixels more. */
  readonly padding?: number;
}

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** Little-endian Exif with a way up and a description. */
function exif(secret: string, orientation: number): Buffer {
  const tiff = Buffer.alloc(38);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  tiff.writeUInt16LE(0x010e, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(secret.length, 14);
  tiff.writeUInt32LE(38, 18);
  tiff.writeUInt16LE(0x0112, 22);
  tiff.writeUInt16LE(3, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt16LE(orientation, 30);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(secret)]);
}

export function aJpeg({ secret, orientation }: Content = {}): Buffer {
  const metadata =
    secret === undefined
      ? []
      : [
          segment(0xe1, exif(secret, orientation ?? 1)),
          segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:XMP>${secret}</x:XMP>`)),
          segment(0xed, Buffer.from(`Photoshop 3.0\0${secret}`)),
          segment(0xe2, Buffer.from(`MPF\0${secret}`)),
          segment(0xfe, Buffer.from(secret)),
        ];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    ...metadata,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc2, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])),
    // A stuffed 0xff and a restart are part of the scan; a second scan follows, as in progressive pictures.
    Buffer.from('PIX\xff\0\xff\xd0ELS', 'latin1'),
    segment(0xc4, Buffer.from([0, ...new Array<number>(16).fill(0)])),
    segment(0xda, Buffer.from([1, 1, 0, 1, 63, 0])),
    Buffer.from('PIXELS', 'latin1'),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function pngChunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

export function aPng({ secret, padding = 0 }: Content = {}): Buffer {
  const metadata =
    secret === undefined
      ? []
      : [
          pngChunk('eXIf', exif(secret, 1)),
          pngChunk('tEXt', Buffer.from(`Author\0${secret}`)),
          pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0XMP ${secret}`)),
          pngChunk('tIME', Buffer.alloc(7, 1)),
        ];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    ...metadata,
    pngChunk('IDAT', Buffer.concat([Buffer.from('PIXELS'), Buffer.alloc(padding, 7)])),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function webpChunk(name: string, body: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

export function aWebp({ secret }: Content = {}): Buffer {
  const flags = secret === undefined ? 0 : 0x0c;
  const metadata =
    secret === undefined
      ? []
      : [webpChunk('EXIF', exif(secret, 1)), webpChunk('XMP ', Buffer.from(`<XMP>${secret}`))];
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    webpChunk('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    webpChunk('VP8 ', Buffer.from('PIXELS!')),
    ...metadata,
  ]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
