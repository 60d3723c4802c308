import { inflateRawSync } from 'node:zlib';

/** The file is no zip archive, or unpacks to more than was allowed. */
export class UnusableArchive extends Error {
  constructor(readonly why: 'not an archive' | 'too large') {
    super(why);
    this.name = 'UnusableArchive';
  }
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

interface Most {
  readonly bytes: number;
  readonly entries: number;
}

/**
 * Unpacks every entry of a zip archive once, counting, before anything else reads it: what an archive says of its own
 * sizes may be a lie, and a megabyte can unpack to a thousand.
 *
 * @throws UnusableArchive
 */
export function unpackedSize(zip: Buffer, most: Most): number {
  let total = 0;
  for (const { content } of entriesOf(zip, most)) total += content.length;
  return total;
}

/** The files of a zip archive by their path. @throws UnusableArchive */
export function unzip(zip: Buffer, most: Most): ReadonlyMap<string, Buffer> {
  const files = [...entriesOf(zip, most)].filter(({ path }) => !path.endsWith('/'));
  return new Map(files.map(({ path, content }) => [path, content]));
}

function* entriesOf(zip: Buffer, most: Most): Generator<{ readonly path: string; readonly content: Buffer }> {
  const refuse = (why: UnusableArchive['why']): never => {
    throw new UnusableArchive(why);
  };
  const end = endOfDirectory(zip) ?? refuse('not an archive');
  const count = zip.readUInt16LE(end + 10);
  if (count > most.entries) return refuse('too large');
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) return refuse('not an archive');
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const local = zip.readUInt32LE(at + 42);
    const nameLength = zip.readUInt16LE(at + 28);
    if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL_HEADER) return refuse('not an archive');
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const stored = zip.subarray(from, from + packed);
    const content = method === 0 ? stored : inflated(stored, most.bytes - total, refuse);
    total += content.length;
    if (total > most.bytes) return refuse('too large');
    yield { path: zip.subarray(at + 46, at + 46 + nameLength).toString('utf8'), content };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function endOfDirectory(zip: Buffer): number | null {
  const earliest = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT);
  for (let at = zip.length - END_BYTES; at >= earliest; at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return null;
}

function inflated(content: Buffer, most: number, refuse: (why: UnusableArchive['why']) => never): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    return refuse(
      (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'not an archive',
    );
  }
}
