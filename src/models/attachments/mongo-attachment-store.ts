import { createHash, randomBytes } from 'node:crypto';
import type { ClientSession, Connection } from 'mongoose';
import type { PictureType } from '../../domain/picture';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { Attachment, AttachmentStore } from './attachment-store';

interface Row {
  readonly _id: string;
  readonly ticketId: string;
  /** 1, 2, 3 …: unique in a ticket, so that two uploads at one moment cannot exceed the limit. */
  readonly place: number;
  /** Blind index of the content: finds the same picture again and says nothing of it. */
  readonly contentIndex: string;
  readonly type: PictureType;
  readonly bytes: number;
  readonly addedAt: Date;
  readonly addedBy: string;
  readonly expiresAt: Date;
}

/** A part of a picture, encrypted as every value about a citizen, so that the rotation of keys finds it. */
interface ChunkRow {
  readonly _id: string;
  readonly attachmentId: string;
  readonly content: string;
  readonly expiresAt: Date;
}

/** Small enough that a batch of the key rotation stays small, large enough that a screenshot is a few parts. */
const chunkBytes = 64 * 1024;
/** A picture is proof of a report; a year after it came it is deleted by the database itself. */
const keepMs = 365 * 24 * 60 * 60 * 1_000;

const rowsOf = (connection: Connection) => connection.collection<Row>('attachments');
const chunksOf = (connection: Connection) => connection.collection<ChunkRow>('attachmentChunks');
const contextOf = (chunkId: string): string => `attachmentChunks/${chunkId}/content`;

export async function ensureAttachmentIndexes(connection: Connection): Promise<void> {
  await rowsOf(connection).createIndexes([
    { key: { ticketId: 1, place: 1 }, name: 'place', unique: true },
    { key: { ticketId: 1, contentIndex: 1 }, name: 'content', unique: true },
    { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ]);
  await chunksOf(connection).createIndexes([
    { key: { attachmentId: 1 }, name: 'attachment' },
    { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ]);
}

const toAttachment = ({ _id, ticketId, type, bytes, addedAt, addedBy }: Row): Attachment => ({
  id: _id,
  ...{ ticketId, type, bytes, addedAt, addedBy },
});

/** Pictures in MongoDB, encrypted in parts; run `ensureAttachmentIndexes` on the database first. */
export function createAttachmentStore(connection: Connection, crypto: FieldCrypto): AttachmentStore {
  const rows = rowsOf(connection);
  const chunks = chunksOf(connection);

  const together = async (work: (session: ClientSession) => Promise<unknown>): Promise<void> => {
    const session = await connection.startSession();
    try {
      await session.withTransaction(() => work(session), { writeConcern: { w: 'majority', j: true } });
    } finally {
      await session.endSession();
    }
  };

  const toChunks = (id: string, content: Uint8Array, expiresAt: Date): ChunkRow[] =>
    Array.from({ length: Math.ceil(content.length / chunkBytes) }, (_, index) => {
      const chunkId = `${id}.${String(index).padStart(4, '0')}`;
      const part = Buffer.from(content.subarray(index * chunkBytes, (index + 1) * chunkBytes));
      return {
        _id: chunkId,
        attachmentId: id,
        content: crypto.encrypt(part.toString('base64'), contextOf(chunkId)),
        expiresAt,
      };
    });

  return {
    async add({ ticketId, type, addedBy, content }, most) {
      const contentIndex = crypto.blindIndex(createHash('sha256').update(content).digest('base64url'));
      for (let attempt = 1; ; attempt += 1) {
        const there = await rows.find({ ticketId }).toArray();
        const same = there.find((row) => row.contentIndex === contentIndex);
        if (same) return toAttachment(same);
        const taken = new Set(there.map(({ place }) => place));
        const place = Array.from({ length: most }, (_, index) => index + 1).find((free) => !taken.has(free));
        if (place === undefined) return null;
        const addedAt = new Date();
        const row: Row = {
          _id: randomBytes(12).toString('hex'),
          ...{ ticketId, place, contentIndex, type, addedAt, addedBy },
          bytes: content.length,
          expiresAt: new Date(addedAt.getTime() + keepMs),
        };
        try {
          await together(async (session) => {
            await rows.insertOne(row, { session });
            await chunks.insertMany(toChunks(row._id, content, row.expiresAt), { session });
          });
          return toAttachment(row);
        } catch (error) {
          // Somebody took the place, or sent the same picture, at this moment: look again. Each time one more is taken.
          if ((error as { code?: unknown }).code !== 11_000 || attempt > 2 * most) throw error;
        }
      }
    },

    list: async (ticketId) =>
      (await rows.find({ ticketId }).sort({ addedAt: 1, place: 1 }).toArray()).map(toAttachment),

    async read(ticketId, id) {
      const row = await rows.findOne({ _id: id, ticketId });
      if (!row) return null;
      const found = await chunks.find({ attachmentId: id }).sort({ _id: 1 }).toArray();
      const parts = await Promise.all(
        found.map((chunk) =>
          crypto.reading(() => Buffer.from(crypto.decrypt(chunk.content, contextOf(chunk._id)), 'base64')),
        ),
      );
      const content = Buffer.concat(parts);
      if (content.length !== row.bytes) throw new Error(`attachment ${id} is not whole`);
      return { attachment: toAttachment(row), content };
    },

    async remove(ticketId, id) {
      let removed = 0;
      await together(async (session) => {
        ({ deletedCount: removed } = await rows.deleteOne({ _id: id, ticketId }, { session }));
        if (removed === 1) await chunks.deleteMany({ attachmentId: id }, { session });
      });
      return removed === 1;
    },
  };
}
