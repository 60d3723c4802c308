import { createHmac } from 'node:crypto';
import type { Connection } from 'mongoose';
import { openFieldKeyStore } from './field-keys';
import type { DataKey, FieldKeySet } from './field-keys';
import { seal, unseal } from './sealing';

/**
 * Encrypts single values of personal data. `context` is `collection/id/dotted.path`: a value copied to another
 * field or another person's row does not open, and the rotation command finds the context from the place.
 */
export interface FieldCrypto {
  /** `v1.<keyId>.<base64url>`; twice the same plain text gives two different answers. */
  encrypt(plain: string, context: string): string;
  /** Throws `UnknownFieldKey` for a key this process has not loaded yet, and otherwise for any forgery. */
  decrypt(cipher: string, context: string): string;
  /** The same answer for the same value, for equality look-ups; says nothing else about it. */
  blindIndex(value: string): string;
  /** Runs a read; when it meets a key that another process made meanwhile, loads the keys and runs it again. */
  reading<T>(read: () => T): Promise<T>;
}

/** A value was written with a key that is not loaded here: made by another process a moment ago, or lost. */
export class UnknownFieldKey extends Error {
  constructor(readonly keyId: string) {
    super(`the field key ${keyId} is not known here`);
    this.name = 'UnknownFieldKey';
  }
}

/** How often a process looks for keys announced by others; a rotation announces three times as far ahead. */
export const FIELD_KEY_REFRESH_MS = 10_000;

/** The key id of an encrypted value, or null when the value is not one. */
export const fieldKeyIdOf = (value: unknown): string | null =>
  typeof value === 'string' ? (/^v1\.(k\d+)\.[\w-]{38,}$/.exec(value)?.[1] ?? null) : null;

const currentOf = (keys: FieldKeySet, nowMs: number): DataKey => {
  const usable = keys.dataKeys.filter((key) => !key.retired);
  const key = usable.findLast((one) => one.activeFrom.getTime() <= nowMs) ?? usable[0];
  if (!key) throw new Error('every field key is retired');
  return key;
};

/**
 * Opens the field keys of a database, making the first ones when there are none. Throws `WrongSecretKey` when
 * `secretKey` is not the one they were made with. Stops looking for new keys when the connection closes.
 */
export async function openFieldCrypto(
  connection: Connection,
  secretKey: string,
  options: { readonly previousSecretKey?: string; readonly refreshEveryMs?: number } = {},
): Promise<FieldCrypto> {
  const store = openFieldKeyStore(connection, secretKey, options.previousSecretKey);
  let keys = await store.load();

  const reload = async (): Promise<void> => {
    keys = await store.load();
  };
  // A failed look is repeated by the next one; meanwhile the known keys stay good.
  const refresh = setInterval(
    () => void reload().catch(() => undefined),
    options.refreshEveryMs ?? FIELD_KEY_REFRESH_MS,
  ).unref();
  connection.once('close', () => clearInterval(refresh));

  return {
    encrypt(plain, context) {
      const { id, key } = currentOf(keys, Date.now());
      return `v1.${id}.${seal(key, Buffer.from(plain), context).toString('base64url')}`;
    },
    decrypt(cipher, context) {
      const keyId = fieldKeyIdOf(cipher);
      if (keyId === null) throw new Error(`${context} does not hold an encrypted value`);
      const key = keys.dataKeys.find((one) => one.id === keyId);
      if (!key) throw new UnknownFieldKey(keyId);
      const sealed = Buffer.from(cipher.slice(`v1.${keyId}.`.length), 'base64url');
      try {
        return unseal(key.key, sealed, context).toString();
      } catch (cause) {
        throw new Error(`${context} does not open: its value was changed or moved`, { cause });
      }
    },
    blindIndex: (value) => createHmac('sha256', keys.blindIndexKey).update(value).digest('base64url'),
    async reading(read) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof UnknownFieldKey)) throw error;
        await reload();
        return read();
      }
    },
  };
}
