import { METADATA_ENCODING_KEY, ValueError } from '@temporalio/common';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { deriveKey, seal, unseal } from './sealing';

const ENCODING = Buffer.from('binary/encrypted');
const KEY_ID = 'encryption-key-id';
const CONTEXT = 'temporal-payload';
const LENGTH_BYTES = 4;

interface PayloadKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

const payloadKeyOf = (secretKey: string): PayloadKey => ({
  id: Buffer.from(deriveKey(secretKey, 'temporal-payload-key-id').toString('hex', 0, 4)),
  key: deriveKey(secretKey, 'temporal-payload'),
});

/** The metadata as JSON behind its length, then the data as it is: no base64 growth of the large part. */
function pack(payload: Payload): Buffer {
  const metadata = Buffer.from(
    JSON.stringify(
      Object.entries(payload.metadata ?? {}).map(([name, value]) => [
        name,
        Buffer.from(value).toString('latin1'),
      ]),
    ),
  );
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(metadata.length);
  // What a workflow that answers nothing has for data is an empty plain array, not bytes.
  return Buffer.concat([length, metadata, Buffer.from(payload.data ?? [])]);
}

function unpack(packed: Buffer): Payload {
  const dataStart = LENGTH_BYTES + packed.readUInt32BE();
  const entries = JSON.parse(packed.toString('utf8', LENGTH_BYTES, dataStart)) as [string, string][];
  return {
    metadata: Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value, 'latin1')])),
    data: packed.subarray(dataStart),
  };
}

/**
 * AES-256-GCM around every payload that Temporal stores. Payloads that were never encrypted pass through, so
 * histories recorded without a codec still replay. `previousSecretKeys` only open, never seal.
 */
export function createPayloadCodec(
  secretKey: string,
  previousSecretKeys: readonly string[] = [],
): PayloadCodec {
  const current = payloadKeyOf(secretKey);
  const known = [current, ...previousSecretKeys.map(payloadKeyOf)];

  const encode = (payload: Payload): Payload => ({
    metadata: { [METADATA_ENCODING_KEY]: ENCODING, [KEY_ID]: current.id },
    data: seal(current.key, pack(payload), CONTEXT),
  });

  const decode = (payload: Payload): Payload => {
    if (!ENCODING.equals(payload.metadata?.[METADATA_ENCODING_KEY] ?? new Uint8Array())) return payload;
    const keyId = Buffer.from(payload.metadata?.[KEY_ID] ?? new Uint8Array());
    const found = known.find(({ id }) => id.equals(keyId));
    if (!found)
      throw new ValueError(`no key ${keyId.toString()} for a stored payload: SECRET_KEY was changed`);
    return unpack(unseal(found.key, payload.data ?? new Uint8Array(), CONTEXT));
  };

  return {
    encode: (payloads) => Promise.resolve(payloads.map(encode)),
    // A payload that does not open rejects; it must not throw past the SDK's own handling.
    decode: (payloads) => new Promise((resolve) => resolve(payloads.map(decode))),
  };
}

/** Absolute path of the failure converter, for `bundleWorkflowCode({ failureConverterPath })`. */
export const failureConverterPath = require.resolve('./failure-converter');

/** The one converter that the client, the worker and every replay must share. */
export function createDataConverter(
  secretKey: string,
  previousSecretKeys: readonly string[] = [],
): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(secretKey, previousSecretKeys)],
    failureConverterPath,
  };
}
