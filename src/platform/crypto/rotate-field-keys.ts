import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { reencryptBatch } from './encrypted-documents';
import type { StoredDocument } from './encrypted-documents';
import { FIELD_KEY_REFRESH_MS, fieldKeyIdOf, openFieldCrypto } from './field-crypto';
import { FIELD_KEY_COLLECTION, openFieldKeyStore } from './field-keys';
import type { FieldKeyStore } from './field-keys';

/** Where a rotation stands, so that an interrupted one goes on where it stopped. */
interface Rotation {
  readonly _id: 'current';
  /** The key in use when it began; the rotation is to its successor. */
  readonly fromKey: string;
  /** The collection in hand and the last document of it that is done. */
  readonly collection: string | null;
  readonly lastId: string | null;
  /** Values re-encrypted since this pass over all collections began, and in all passes. */
  readonly passValues: number;
  readonly allValues: number;
}

export interface RotationSettings {
  /** How often the running processes look for new keys. */
  readonly refreshEveryMs?: number;
  readonly batchSize?: number;
  readonly onProgress?: (progress: { readonly collection: string; readonly values: number }) => void;
  readonly signal?: AbortSignal;
}

export interface RotationResult {
  readonly keyId: string;
  readonly retired: readonly string[];
  readonly values: number;
}

const ROTATION_COLLECTION = 'fieldKeyRotations';

const rotationsOf = (connection: Connection) => connection.collection<Rotation>(ROTATION_COLLECTION);

/** The rotation under way, or a new one; two that begin together are the same one. */
async function beginRotation(connection: Connection, store: FieldKeyStore): Promise<Rotation> {
  const fromKey = (await store.load()).dataKeys.at(-1)?.id ?? 'k1';
  const fresh = { fromKey, collection: null, lastId: null, passValues: 0, allValues: 0 };
  const begun = await rotationsOf(connection).findOneAndUpdate(
    { _id: 'current' },
    { $setOnInsert: fresh },
    { upsert: true, returnDocument: 'after' },
  );
  return begun ?? { _id: 'current', ...fresh };
}

/** Collections that may hold encrypted values, in the order in which they are walked. */
async function collectionsOf(connection: Connection): Promise<readonly string[]> {
  const found = (await connection.db?.listCollections({ type: 'collection' }).toArray()) ?? [];
  const ours = new Set([FIELD_KEY_COLLECTION, ROTATION_COLLECTION]);
  return found
    .map(({ name }) => name)
    .filter((name) => !ours.has(name) && !name.startsWith('system.'))
    .sort();
}

/**
 * A new data key for every encrypted value of the database, while the system runs: the key is announced, all
 * processes take it up, every document is rewritten, and the older keys are retired (kept for backups, never
 * written with again). An interrupted rotation is continued by the next call; repeating it is harmless. Throws
 * `WrongSecretKey`, and an error that names the place when a value does not open.
 */
export async function rotateFieldKeys(
  connection: Connection,
  secretKey: string,
  settings: RotationSettings = {},
): Promise<RotationResult> {
  const { refreshEveryMs = FIELD_KEY_REFRESH_MS, batchSize = 200, onProgress, signal } = settings;
  const store = openFieldKeyStore(connection, secretKey);
  let rotation = await beginRotation(connection, store);
  // Announced ahead, so that every process knows the key before the first one writes with it.
  const { id: toKey, activeFrom } = await store.succeed(
    rotation.fromKey,
    new Date(Date.now() + 3 * refreshEveryMs),
  );
  const advance = async (change: Partial<Rotation>): Promise<void> => {
    rotation = { ...rotation, ...change };
    await rotationsOf(connection).updateOne({ _id: 'current' }, { $set: change });
  };

  // One refresh more: a process whose clock is a little behind has taken the key up as well by then.
  const takenUpInMs = activeFrom.getTime() + refreshEveryMs - Date.now();
  if (takenUpInMs > 0) await wait(takenUpInMs, undefined, signal && { signal });
  const crypto = await openFieldCrypto(connection, secretKey, { refreshEveryMs });

  if (fieldKeyIdOf(crypto.encrypt('', toKey)) !== toKey) {
    throw new Error(
      `the field key ${toKey} is not the newest: remove ${ROTATION_COLLECTION} and begin again`,
    );
  }

  // A last write under the old key may slip behind a pass: only a pass that finds nothing is the end.
  for (let clean = false; !clean;) {
    for (const name of await collectionsOf(connection)) {
      if (rotation.collection !== null && name < rotation.collection) continue;
      if (rotation.collection !== name) await advance({ collection: name, lastId: null });
      const collection = connection.getClient().db(connection.name).collection<StoredDocument>(name);
      for (let left = true; left;) {
        signal?.throwIfAborted();
        const batch = await reencryptBatch(collection, rotation.lastId, batchSize, crypto, toKey);
        left = batch.lastId !== null;
        if (!left) continue;
        await advance({
          lastId: batch.lastId,
          passValues: rotation.passValues + batch.values,
          allValues: rotation.allValues + batch.values,
        });
        onProgress?.({ collection: name, values: rotation.allValues });
      }
    }
    clean = rotation.passValues === 0;
    await advance({ collection: null, lastId: null, passValues: 0 });
  }

  const { dataKeys } = await store.load();
  const retired = dataKeys.filter((key) => key.id !== toKey && !key.retired).map(({ id }) => id);
  for (const id of retired) await store.retire(id);
  await rotationsOf(connection).deleteOne({ _id: 'current' });
  return { keyId: toKey, retired, values: rotation.allValues };
}
