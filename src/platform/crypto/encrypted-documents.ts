import type { mongo } from 'mongoose';
import { fieldKeyIdOf } from './field-crypto';
import type { FieldCrypto } from './field-crypto';

/** A document of any collection, as the rotation walks it. */
export interface StoredDocument {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Every encrypted value of a document with its dotted path, which is also the end of its context. */
function* encryptedValues(value: unknown, path: string): Generator<{ path: string; cipher: string }> {
  if (typeof value === 'string') {
    if (fieldKeyIdOf(value) !== null) yield { path, cipher: value };
  } else if (Array.isArray(value) || (value !== null && Object.getPrototypeOf(value) === Object.prototype)) {
    for (const [key, inner] of Object.entries(value as object)) {
      yield* encryptedValues(inner, path === '' ? key : `${path}.${key}`);
    }
  }
}

/**
 * Re-encrypts what one document holds under other keys than `toKey`, which must be the one that `crypto` writes
 * with. The write is guarded by the very values that were read: a change that the running system makes meanwhile
 * wins, and the document is read again. Answers how many values it changed.
 */
async function reencrypt(
  collection: mongo.Collection<StoredDocument>,
  found: StoredDocument,
  crypto: FieldCrypto,
  toKey: string,
): Promise<number> {
  for (let document: StoredDocument | null = found; document;) {
    const id: string = document._id;
    const old = [...encryptedValues(document, '')].filter(({ cipher }) => fieldKeyIdOf(cipher) !== toKey);
    if (old.length === 0) return 0;
    const renewed: Record<string, string> = {};
    for (const { path, cipher } of old) {
      const context = `${collection.collectionName}/${id}/${path}`;
      renewed[path] = crypto.encrypt(await crypto.reading(() => crypto.decrypt(cipher, context)), context);
    }
    const unchanged = { ...Object.fromEntries(old.map(({ path, cipher }) => [path, cipher])), _id: id };
    const change = await collection.updateOne(
      unchanged,
      { $set: renewed },
      { writeConcern: { w: 'majority', j: true } },
    );
    if (change.matchedCount === 1) return old.length;
    document = await collection.findOne({ _id: id });
  }
  return 0;
}

export interface Batch {
  /** The last document that is done; null when none is left. */
  readonly lastId: string | null;
  readonly documents: number;
  readonly values: number;
}

/** Re-encrypts the next documents after `afterId` in the order of their ids. */
export async function reencryptBatch(
  collection: mongo.Collection<StoredDocument>,
  afterId: string | null,
  size: number,
  crypto: FieldCrypto,
  toKey: string,
): Promise<Batch> {
  const after: mongo.Filter<StoredDocument> = afterId === null ? {} : { _id: { $gt: afterId } };
  let [lastId, documents, values]: [string | null, number, number] = [null, 0, 0];
  // One at a time: the parts of a batch of pictures need not fit into memory together.
  for await (const document of collection.find(after).sort({ _id: 1 }).limit(size)) {
    values += await reencrypt(collection, document, crypto, toKey);
    documents += 1;
    lastId = document._id;
  }
  return { lastId, documents, values };
}
