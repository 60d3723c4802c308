import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import mongoose from 'mongoose';
import type { Connection } from 'mongoose';
import type { AuditAct } from '../../src/domain/audit';
import { openCallBack } from '../../src/domain/call-back';
import { incomingCall } from '../../src/domain/call';
import { decideOrder } from '../../src/domain/command-order-commands';
import type { User } from '../../src/domain/organisation';
import { createAnswerStore } from '../../src/models/answers/answer.model';
import { createAttachmentStore } from '../../src/models/attachments/mongo-attachment-store';
import { createAuditLog, ensureAuditIndexes } from '../../src/models/audit/mongo-audit-log';
import { createCallBackRepository } from '../../src/models/calls/mongo-call-back-repository';
import { createCallRepository } from '../../src/models/calls/mongo-call-repository';
import { createCommandOrderRepository } from '../../src/models/command-orders/mongo-command-order-repository';
import { createContactStore } from '../../src/models/contacts/mongo-contact-store';
import { createDutyRepository } from '../../src/models/duty/mongo-duty-repository';
import { createMessageRepository } from '../../src/models/messages/mongo-message-repository';
import { createUserRepository } from '../../src/models/organisation/user-store';
import { createRatingStore } from '../../src/models/ratings/mongo-rating-store';
import { createBlocklist, createOptOuts } from '../../src/models/recipients/mongo-recipient-lists';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import { fieldKeyIdOf, openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import type { FieldCrypto } from '../../src/platform/crypto/field-crypto';
import { rotateFieldKeys } from '../../src/platform/crypto/rotate-field-keys';
import { anOrder, givenAt, personOf } from '../support/an-order';
import { aTicket, aTransition } from '../support/a-ticket';
import { openTestDatabase } from '../support/mongo';

/** One model that encrypts: how a document of it comes about and how its words are read again. */
interface Model {
  /** The files that call `encrypt` for it. */
  readonly files: readonly string[];
  readonly collections: readonly string[];
  write(connection: Connection, crypto: FieldCrypto): Promise<void>;
  read(connection: Connection, crypto: FieldCrypto): Promise<unknown>;
}

const phone = '+84901234567';
const at = '2021-08-10T01:00:00.000Z';
const call = incomingCall({ callId: 'call-1', unitPath: [{ tier: 'province', code: '74' }], at });
const ticket = aTicket({
  state: { triage: { redFlags: ['unconscious'] } as never },
  intake: { subject: { relation: 'spouse' } as never },
});
const said = 'đã đến nơi, nhà khoá cửa';
const user: User = {
  ...{ id: 'user-1', username: 'user-1', name: 'Nguyễn Thị Lan', role: 'responder', phone, teamId: null },
  ...{ unitCode: '74', unitPath: [{ tier: 'province', code: '74' }], active: true, language: 'vi' },
};

const act: AuditAct = {
  ...{ at, via: 'api', requestId: 'r1', kind: 'User', operation: 'replaceUser', subjectId: 'user-1' },
  ...{ actor: null, unitCodes: ['74'], fields: ['phone'], outcome: 'done' },
};

const models: readonly Model[] = [
  {
    files: ['src/models/answers/answer.model.ts'],
    collections: ['answers'],
    write: async (connection, crypto) => {
      const answers = createAnswerStore(connection, crypto);
      const begun = await answers.begin('key-1', 'hash');
      if (begun.state !== 'mine') throw new Error('the key was taken');
      await answers.finish('key-1', begun.lease, { status: 201, headers: {}, body: { phone } });
    },
    read: (connection, crypto) => createAnswerStore(connection, crypto).begin('key-1', 'hash'),
  },
  {
    files: ['src/models/attachments/mongo-attachment-store.ts'],
    collections: ['attachmentChunks'],
    write: async (connection, crypto) => {
      const content = Buffer.alloc(200_000, said);
      const picture = { ticketId: 't1', type: 'image/png', addedBy: 'user-1', content } as const;
      await createAttachmentStore(connection, crypto).add(picture, 10);
    },
    read: async (connection, crypto) => {
      const attachments = createAttachmentStore(connection, crypto);
      const [kept] = await attachments.list('t1');
      return attachments.read('t1', kept?.id ?? '');
    },
  },
  {
    files: ['src/models/audit/mongo-audit-log.ts'],
    collections: ['auditEntries', 'auditNotes'],
    write: async (connection, crypto) => {
      await ensureAuditIndexes(connection, crypto);
      const audit = createAuditLog(connection, crypto);
      const values = { ip: '203.0.113.7', changes: [{ field: 'phone', before: null, after: phone }] };
      await audit.append(act, values);
      await audit.note(act, values);
    },
    // Under the new key the entry opens, and the chain is still whole.
    read: async (connection, crypto) => [
      await createAuditLog(connection, crypto).find(1),
      await createAuditLog(connection, crypto).verify(),
    ],
  },
  {
    files: ['src/models/calls/mongo-call-repository.ts'],
    collections: ['calls'],
    write: async (connection, crypto) => {
      const calls = createCallRepository(connection, crypto);
      await calls.receive({ source: 'twilio', providerId: 'CA1', phone, state: call });
      await calls.change(call.callId, (state) => state, { key: { question: 'redFlag', key: '1' } });
      await calls.change(call.callId, (state) => state, { key: { question: 'menu', key: '1' } });
    },
    read: (connection, crypto) => createCallRepository(connection, crypto).find(call.callId),
  },
  {
    files: ['src/models/calls/mongo-call-back-repository.ts'],
    collections: ['callBacks'],
    write: async (connection, crypto) => {
      await createCallBackRepository(connection, crypto).open({ phone, state: openCallBack('back-1', call) });
    },
    read: (connection, crypto) => createCallBackRepository(connection, crypto).find('back-1'),
  },
  {
    files: ['src/models/command-orders/command-order-row.ts'],
    collections: ['commandOrders'],
    write: async (connection, crypto) => {
      const commandOrders = createCommandOrderRepository(connection, crypto);
      const words = { text: said, means: 'phone', documentNumber: null, documentDate: null } as const;
      const { state, timeline } = anOrder(['25747']);
      await commandOrders.insert({ words, state, timeline });
      const report = { actor: personOf('25747'), unitCode: '25747', outcome: 'done', text: said } as const;
      await commandOrders.project(decideOrder(state, 'report', report, Date.parse(givenAt)));
    },
    read: (connection, crypto) => createCommandOrderRepository(connection, crypto).find('order-1'),
  },
  {
    files: ['src/models/contacts/mongo-contact-store.ts'],
    collections: ['citizencontacts'],
    write: async (connection, crypto) => {
      const contact = { contactId: 'sms/1', channel: 'sms', at, text: said } as const;
      await createContactStore(connection, crypto).add('t1', contact);
    },
    read: (connection, crypto) => createContactStore(connection, crypto).listUntold(new Date(), 5),
  },
  {
    files: ['src/models/duty/mongo-duty-repository.ts'],
    collections: ['dutyOverrides', 'shiftSwaps'],
    write: async (connection, crypto) => {
      const duty = createDutyRepository(connection, crypto);
      const turn = { teamId: 'team-1', from: at, until: '2021-08-10T09:00:00.000Z', reason: 'con ốm' };
      await duty.addSwap({
        ...{
          ...turn,
          id: 'swap-1',
          shiftId: 'shift-1',
          date: '2021-08-10',
          state: 'asked',
          needsPermission: false,
        },
        ...{ fromUserId: 'user-1', toUserId: 'user-2', askedBy: 'user-1', askedAt: at },
        ...{ permittedBy: null, permittedAt: null, answeredBy: null, answeredAt: null },
      });
      await duty.addOverride({
        ...{
          ...turn,
          id: 'override-1',
          userId: 'user-2',
          replacesUserId: 'user-1',
          unitCode: '74',
          createdAt: at,
        },
        ...{ createdBy: 'user-3', swapId: null, cancelledBy: null, cancelledAt: null },
      });
    },
    read: async (connection, crypto) => [
      await createDutyRepository(connection, crypto).findSwap('swap-1'),
      await createDutyRepository(connection, crypto).findOverride('override-1'),
    ],
  },
  {
    files: ['src/models/ratings/mongo-rating-store.ts'],
    collections: ['ratings'],
    write: async (connection, crypto) => {
      const rating = { ticketId: 't1', round: 1, score: 2, words: said, unitCodes: ['74'] } as const;
      await createRatingStore(connection, crypto).give({ ...rating, category: 'other' }, new Date());
    },
    read: (connection, crypto) => createRatingStore(connection, crypto).find('t1'),
  },
  {
    files: ['src/models/messages/mongo-message-repository.ts'],
    collections: ['messages'],
    write: async (connection, crypto) => {
      await createMessageRepository(connection, crypto).beginSending({
        ...{ id: 'm1', key: 't1/received', ticketId: 't1', template: 'citizen.received', channel: 'sms' },
        ...{ lane: 'bulk', recipient: { kind: 'citizen' }, unitCodes: ['74'] },
        ...{ to: phone, body: '1022 BD: BD-ABC-234', segments: 1, templateVersion: 1 },
      });
    },
    read: (connection, crypto) => createMessageRepository(connection, crypto).find('m1'),
  },
  {
    files: ['src/models/organisation/documents.ts'],
    collections: ['users'],
    write: async (connection, crypto) => {
      await createUserRepository(connection, crypto).save(user);
    },
    read: (connection, crypto) => createUserRepository(connection, crypto).find(user.id),
  },
  {
    files: ['src/models/recipients/mongo-recipient-lists.ts'],
    collections: ['blockednumbers', 'optouts'],
    write: async (connection, crypto) => {
      const expiresAt = new Date(Date.now() + 3_600_000);
      await createOptOuts(connection, crypto).add({ phone, because: 'stopWord', by: null });
      await createBlocklist(connection, crypto).add({ phone, reason: 'gọi phá', by: 'admin-1', expiresAt });
    },
    read: async (connection, crypto) => [
      await createOptOuts(connection, crypto).list(5),
      await createBlocklist(connection, crypto).list(5),
      await createBlocklist(connection, crypto).isBlocked(phone, 'none'),
    ],
  },
  {
    files: ['src/models/tickets/ticket-row.ts'],
    collections: ['tickets'],
    write: async (connection, crypto) => {
      const tickets = createTicketRepository(connection, crypto);
      await tickets.insert(ticket);
      const note = { type: 'noted', data: { kind: 'note', text: said } } as const;
      await tickets.project(aTransition(ticket.state, {}, note));
    },
    read: (connection, crypto) => createTicketRepository(connection, crypto).find(ticket.state.ticketId),
  },
];

const SECRET = 'a-secret-key-of-the-tests-0123456789';
const root = join(__dirname, '..', '..');
let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

/** Places of encrypted values by collection, with the key each is under. */
async function sealedValues(): Promise<Map<string, string[]>> {
  const sealed = new Map<string, string[]>();
  for (const { name } of (await database.connection.db?.listCollections().toArray()) ?? []) {
    const look = (value: unknown): void => {
      const keyId = fieldKeyIdOf(value);
      if (keyId !== null) sealed.set(name, [...(sealed.get(name) ?? []), keyId]);
      else if (value !== null && typeof value === 'object') Object.values(value).forEach(look);
    };
    (await database.connection.collection(name).find().toArray()).forEach(look);
  }
  return sealed;
}

test('every file that encrypts a field belongs to a model whose keys are rotated below', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(join('src', 'platform', 'crypto')))
    .filter((file) => /\.encrypt\(/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file));
  expect(files.length).toBeGreaterThan(5);
  expect(files.sort()).toEqual(models.flatMap((model) => model.files).sort());
});

test('after a rotation every value of every model is under the new key and reads as before', async () => {
  const crypto = await openFieldCrypto(database.connection, SECRET, { refreshEveryMs: 50 });
  for (const model of models) await model.write(database.connection, crypto);
  const before = await Promise.all(models.map((model) => model.read(database.connection, crypto)));
  const sealed = await sealedValues();
  expect([...sealed.keys()].sort()).toEqual(models.flatMap(({ collections }) => collections).sort());

  const { keyId, values } = await rotateFieldKeys(database.connection, SECRET, { refreshEveryMs: 50 });

  const renewed = await sealedValues();
  expect(values).toBe([...sealed.values()].flat().length);
  for (const [collection, keys] of renewed) {
    expect({ collection, keys: [...new Set(keys)] }).toEqual({ collection, keys: [keyId] });
    expect({ collection, count: keys.length }).toEqual({ collection, count: sealed.get(collection)?.length });
  }
  const own = await mongoose.createConnection(database.url).asPromise();
  try {
    const fresh = await openFieldCrypto(own, SECRET);
    for (const [index, model] of models.entries()) {
      expect(await model.read(own, fresh)).toEqual(before[index]);
    }
    expect(JSON.stringify(before)).toContain(said);
  } finally {
    await own.close();
  }
});
