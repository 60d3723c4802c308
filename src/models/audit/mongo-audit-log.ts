import { randomBytes } from 'node:crypto';
import type { ClientSession, Connection, mongo } from 'mongoose';
import type { AuditAct, AuditValues } from '../../domain/audit';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import {
  checkChain,
  commitmentOf,
  firstHash,
  hashOf,
  type ChainedAct,
  type ChainedEntry,
} from './audit-chain';
import type { AuditEntry, AuditFilter, AuditLog, AuditNote } from './audit-log';

type AuditCrypto = Pick<FieldCrypto, 'encrypt' | 'decrypt' | 'reading' | 'blindIndex'>;

const ENTRIES = 'auditEntries';
const NOTES = 'auditNotes';
const HEAD = 'auditHead';

/** `sealed` is the encrypted JSON of the salt and the values. */
interface EntryRow extends ChainedAct {
  readonly _id: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly sealed: string | null;
}
interface NoteRow {
  readonly _id: string;
  readonly begunAt: Date;
  readonly act: AuditAct;
  readonly sealed: string;
}
interface HeadRow {
  readonly _id: 'head';
  readonly seq: number;
  readonly hash: string;
  /** A keyed hash of both: whoever has the database alone cannot make one for another chain. */
  readonly seal: string;
}

/** Keys of equal length sort as the numbers do. */
const idOf = (seq: number): string => String(seq).padStart(12, '0');
const entryContext = (seq: number): string => `${ENTRIES}/${idOf(seq)}/sealed`;
const noteContext = (id: string): string => `${NOTES}/${id}/sealed`;
const durable = { writeConcern: { w: 'majority', j: true } } as const;

const sealOf = (crypto: AuditCrypto, seq: number, hash: string): string =>
  crypto.blindIndex(`audit-head\n${String(seq)}\n${hash}`);

/** A start-up step; safe to repeat. A head is made for an empty record only: one that is lost is found missing. */
export async function ensureAuditIndexes(connection: Connection, crypto: AuditCrypto): Promise<void> {
  const entries = connection.collection<EntryRow>(ENTRIES);
  await entries.createIndexes([
    { key: { unitCodes: 1, _id: -1 } },
    { key: { 'actor.id': 1, _id: -1 } },
    { key: { subjectId: 1, _id: -1 } },
    { key: { kind: 1, _id: -1 } },
    { key: { at: 1 } },
  ]);
  await connection.collection<NoteRow>(NOTES).createIndex({ begunAt: 1 });
  if ((await entries.findOne({}, { projection: { _id: 1 } })) !== null) return;
  const head = { seq: 0, hash: firstHash, seal: sealOf(crypto, 0, firstHash) };
  await connection
    .collection<HeadRow>(HEAD)
    .updateOne({ _id: 'head' }, { $setOnInsert: head }, { upsert: true, ...durable });
}

/** The audit in MongoDB. `now` is when a note was begun. */
export function createAuditLog(
  connection: Connection,
  crypto: AuditCrypto,
  now: () => Date = () => new Date(),
): AuditLog {
  const entries = connection.collection<EntryRow>(ENTRIES);
  const notes = connection.collection<NoteRow>(NOTES);
  const heads = connection.collection<HeadRow>(HEAD);
  const open = (sealed: string, context: string): Promise<string> =>
    crypto.reading(() => crypto.decrypt(sealed, context));

  /** One after the other in this process; between processes the head's document decides, and the loser tries again. */
  let lastWrite: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = lastWrite.then(work, work);
    lastWrite = turn.catch(() => undefined);
    return turn;
  };

  async function chain(act: AuditAct, values: AuditValues, session: ClientSession): Promise<void> {
    // Taken first: whoever else wants to be the next entry conflicts here, before it has read anything.
    const head = await heads.findOneAndUpdate({ _id: 'head' }, { $inc: { seq: 1 } }, { session });
    if (!head) throw new Error('the head of the audit is missing: see docs/admin.md');
    const seq = head.seq + 1;
    const plain = JSON.stringify({ salt: randomBytes(16).toString('base64url'), ...values });
    const chained: ChainedAct = { ...act, seq, commitment: commitmentOf(plain) };
    const hash = hashOf(head.hash, chained);
    const row: EntryRow = {
      ...{ _id: idOf(seq), ...chained, previousHash: head.hash, hash },
      sealed: crypto.encrypt(plain, entryContext(seq)),
    };
    await entries.insertOne(row, { session });
    await heads.updateOne({ _id: 'head' }, { $set: { hash, seal: sealOf(crypto, seq, hash) } }, { session });
  }

  const enter = ({ id, act, values }: AuditNote): Promise<boolean> =>
    inTurn(() =>
      connection.transaction(async (session) => {
        if ((await notes.deleteOne({ _id: id }, { session })).deletedCount !== 1) return false;
        await chain(act, values, session);
        return true;
      }),
    );

  return {
    async note(act, values) {
      const id = randomBytes(15).toString('base64url').replace(/[-_]/g, '0');
      const sealed = crypto.encrypt(JSON.stringify(values), noteContext(id));
      await notes.insertOne({ _id: id, begunAt: now(), act, sealed }, durable);
      return { id, act, values };
    },
    enter,
    async drop(noteId) {
      await notes.deleteOne({ _id: noteId });
    },
    append: (act, values) => inTurn(() => connection.transaction((session) => chain(act, values, session))),
    async enterForgotten(before) {
      const forgotten = await notes
        .find({ begunAt: { $lt: before } })
        .sort({ begunAt: 1 })
        .limit(100)
        .toArray();
      for (const { _id, act, sealed } of forgotten) {
        const values = JSON.parse(await open(sealed, noteContext(_id))) as AuditValues;
        await enter({ id: _id, act: { ...act, outcome: 'unclear' }, values });
      }
      return forgotten.length;
    },
    async list(filter, { below, limit }) {
      const place = below === undefined ? {} : { _id: { $lt: idOf(below) } };
      const rows = await entries
        .find({ ...rowsOf(filter), ...place }, { projection: { sealed: 0, previousHash: 0, commitment: 0 } })
        .sort({ _id: -1 })
        .limit(limit)
        .toArray();
      return rows.map(toEntry);
    },
    async find(seq) {
      const row = await entries.findOne({ _id: idOf(seq) });
      if (!row) return null;
      const plain = row.sealed === null ? null : await open(row.sealed, entryContext(seq));
      if (plain === null) return { entry: toEntry(row), values: null };
      const { ip, changes } = JSON.parse(plain) as AuditValues;
      return { entry: toEntry(row), values: { ip, changes } };
    },
    async verify(expected) {
      // The head first: what is added while we read stands beyond it.
      const head = await heads.findOne({ _id: 'head' });
      const isOurs = head !== null && head.seal === sealOf(crypto, head.seq, head.hash);
      async function* rows(): AsyncIterable<ChainedEntry> {
        // Without what is added meanwhile, but with whatever stands under a key that is none of ours.
        const known = isOurs ? { $nor: [{ _id: { $gt: idOf(head.seq) } }] } : {};
        for await (const { _id, sealed, ...entry } of entries.find(known).sort({ _id: 1 })) {
          const opened = async (): Promise<string | undefined> =>
            open(sealed ?? '', `${ENTRIES}/${_id}/sealed`).catch(() => undefined);
          yield { ...entry, values: sealed === null ? null : await opened() };
        }
      }
      const report = await checkChain(rows(), isOurs ? { seq: head.seq, hash: head.hash } : null, expected);
      const last = await entries.findOne({}, { sort: { _id: -1 }, projection: { seq: 1 } });
      const now = await heads.findOne({ _id: 'head' });
      if (!last || !now || last.seq <= now.seq) return report;
      const beyond = { seq: last.seq, fault: 'outOfPlace' } as const;
      return { ...report, isWhole: false, problems: [...report.problems, beyond] };
    },
  };
}

function rowsOf(filter: AuditFilter): mongo.Filter<EntryRow> {
  const { area, withUnplaced, unitCode, actorId, subjectId, kind, outcome, since, until } = filter;
  const places = [
    ...(area === null ? [] : [{ $or: [{ unitCodes: area }, ...(withUnplaced ? [{ unitCodes: [] }] : [])] }]),
    ...(unitCode === undefined ? [] : [{ unitCodes: unitCode }]),
  ];
  return {
    ...(places.length > 0 && { $and: places }),
    ...(actorId !== undefined && { 'actor.id': actorId }),
    ...(subjectId !== undefined && { subjectId }),
    ...(kind !== undefined && { kind }),
    ...(outcome !== undefined && { outcome }),
    ...((since ?? until) && {
      at: { ...(since && { $gte: since.toISOString() }), ...(until && { $lt: until.toISOString() }) },
    }),
  };
}

function toEntry({ seq, hash, at, actor, via, requestId, kind, operation, ...row }: EntryRow): AuditEntry {
  const { subjectId, unitCodes, fields, outcome } = row;
  return { seq, hash, at, actor, via, requestId, kind, operation, subjectId, unitCodes, fields, outcome };
}
