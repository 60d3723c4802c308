import { defaultPayloadConverter, METADATA_ENCODING_KEY } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import fc from 'fast-check';
import { createPayloadCodec } from '../../src/platform/crypto/payload-codec';

const SECRET = 'a-secret-key-of-the-tests-0123456789';
const OTHER = 'another-secret-key-entirely-9876543210';
const codec = createPayloadCodec(SECRET);
const payloadOf = (value: unknown): Payload => {
  const payload = defaultPayloadConverter.toPayload(value);
  if (!payload) throw new Error('the value has no payload');
  return payload;
};
const onlyOf = (payloads: Payload[]): Payload => {
  const [payload] = payloads;
  if (!payload || payloads.length !== 1) throw new Error('one payload was expected');
  return payload;
};

test('any value comes back as it was, with all its metadata', async () => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array(),
    fc.constant(undefined),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(values, { maxLength: 4 }), async (list) => {
      const payloads = list.map(payloadOf);
      const encoded = await codec.encode(payloads);
      const decoded = await codec.decode(encoded);
      expect(encoded).toHaveLength(payloads.length);
      decoded.forEach((payload, place) => {
        expect(Object.keys(payload.metadata ?? {})).toEqual(Object.keys(payloads[place]?.metadata ?? {}));
        expect(Buffer.from(payload.data ?? [])).toEqual(Buffer.from(payloads[place]?.data ?? []));
        expect(defaultPayloadConverter.fromPayload(payload)).toEqual(list[place]);
      });
    }),
  );
});

test('a stored payload says which key it needs and grows by less than a hundred bytes', async () => {
  const encoded = onlyOf(await codec.encode([payloadOf({ name: 'Lan' })]));
  expect(Buffer.from(encoded.metadata?.[METADATA_ENCODING_KEY] ?? []).toString()).toBe('binary/encrypted');
  expect(Buffer.from(encoded.metadata?.['encryption-key-id'] ?? []).toString()).toMatch(/^[0-9a-f]{8}$/);
  expect(Buffer.from(encoded.data ?? []).toString()).not.toContain('Lan');
  expect((encoded.data?.length ?? 0) - (payloadOf({ name: 'Lan' }).data?.length ?? 0)).toBeLessThan(100);
});

test('payloads from before the codec still pass', async () => {
  const plain = payloadOf('old history');
  expect(await codec.decode([plain])).toEqual([plain]);
});

test('after SECRET_KEY changed, running workflows are still read with the previous one', async () => {
  const before = await codec.encode([payloadOf('Lan')]);
  const changed = createPayloadCodec(OTHER, [SECRET]);
  expect(defaultPayloadConverter.fromPayload(onlyOf(await changed.decode(before)))).toBe('Lan');
  await expect(createPayloadCodec(OTHER).decode(before)).rejects.toThrow(
    /no key [0-9a-f]{8} for a stored payload/,
  );
  const nameless = { metadata: { encoding: Buffer.from('binary/encrypted') } };
  await expect(codec.decode([...before, nameless])).rejects.toThrow(/no key/);
});

test('a changed payload is refused', async () => {
  const encoded = onlyOf(await codec.encode([payloadOf('Lan')]));
  const data = Buffer.from(encoded.data ?? []);
  for (let place = 0; place < data.length; place += 1) {
    const changed = Buffer.from(data);
    changed[place] = (changed[place] ?? 0) ^ 1;
    await expect(codec.decode([{ ...encoded, data: changed }])).rejects.toThrow();
  }
});
