import { BrokenPicture, withoutMetadata } from '../../src/domain/picture';
import { aJpeg, aPng, aWebp } from '../support/pictures';

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const secret = 'GPS 10.98 106.65 Nguyen Thi Lan';

test.each([
  ['image/jpeg', aJpeg({ secret })],
  ['image/png', aPng({ secret })],
  ['image/webp', aWebp({ secret })],
])('%s: place, owner and comments are gone, the pixels are the same', (type, bytes) => {
  expect(latin1(bytes)).toContain('106.65');
  const picture = withoutMetadata(bytes);
  expect(picture?.type).toBe(type);
  expect(latin1(picture?.bytes ?? bytes)).not.toMatch(/GPS|106\.65|Lan|Exif|XMP/);
  expect(latin1(picture?.bytes ?? bytes)).toContain('PIXELS');
  // What was cleaned is clean: a second time changes nothing.
  expect(withoutMetadata(picture?.bytes ?? bytes)?.bytes).toEqual(picture?.bytes);
});

test('of a photograph the way up stays, and nothing else of its Exif', () => {
  const bytes = withoutMetadata(aJpeg({ secret, orientation: 6 }))?.bytes ?? new Uint8Array();
  expect(latin1(bytes)).toContain('Exif\0\0MM\0*');
  expect(latin1(bytes)).not.toContain('106.65');
  expect(withoutMetadata(bytes)?.bytes).toEqual(bytes);
});

test('what follows the picture goes with its metadata', () => {
  for (const bytes of [aJpeg(), aPng(), aWebp()]) {
    const longer = Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')]);
    expect(latin1(withoutMetadata(longer)?.bytes ?? longer)).not.toContain('script');
  }
});

test.each([
  ['a script called .png', Buffer.from('<svg onload=alert(1)>')],
  ['a GIF', Buffer.from('GIF89a…')],
  ['a PDF', Buffer.from('%PDF-1.7')],
  ['nothing', Buffer.alloc(0)],
])('%s is no picture', (_, bytes) => {
  expect(withoutMetadata(bytes)).toBeNull();
});

test('a picture that ends early, wherever it ends, is refused and never read beyond its end', () => {
  for (const bytes of [aJpeg({ secret, orientation: 3 }), aPng({ secret }), aWebp({ secret })]) {
    for (let length = 12; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length);
      expect(() => withoutMetadata(cut)).toThrow(BrokenPicture);
    }
  }
});
