import { messageIdOf } from '../../src/notifications/outbox';
import type { MessageIntent } from '../../src/domain/message';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { eventually } from './eventually';
import { aNotice, openTelephonyLab } from './telephony-lab';

/** The same numbers for the same seed, from 0 to 1 (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface StormFigures {
  readonly sends: number;
  readonly lost: number;
  /** Texts that arrived more than once. */
  readonly duplicates: number;
  readonly unmarkedDuplicates: number;
  readonly marked: number;
  readonly givenUp: number;
  readonly givenUpUntold: number;
  readonly seconds: number;
}

/**
 * Sends `count` messages to a provider that has every trouble of the list, `rate` of the time, and counts at the
 * carrier what came of each.
 */
export async function sendThroughStorm(count: number, rate: number, seed: number): Promise<StormFigures> {
  const lab = await openTelephonyLab({ random: seededRandom(seed), timeoutMs: 2_000, backoffMs: 100 });
  const begun = Date.now();
  try {
    lab.simulator.carrier.setFault({ kind: 'mixed', rate, at: 'twilio' });
    const sent: { readonly ticket: StoredTicket; readonly notice: MessageIntent }[] = [];
    for (let number = 0; number < count; number += 1) {
      const phone = `+8490${String(1_000_000 + number)}`;
      const ticket = lab.aTicketOffered({ intake: { caller: { anonymous: false, phone } } });
      const notice: MessageIntent = { ...aNotice('citizen.received'), lane: 'urgent' };
      lab.put({ ...ticket, outbox: [notice] });
      sent.push({ ticket, notice });
    }
    await Promise.all(sent.map(({ ticket, notice }) => lab.outbox.enqueue(ticket.id, [notice])));
    const rows = lab.database.connection.collection('messages');
    await eventually(
      'every message has an end',
      async () =>
        (await rows.countDocuments({ status: { $in: ['delivered', 'failed', 'undelivered'] } })) === count
          ? true
          : null,
      600_000,
    );
    const arrived = new Map<string, number>();
    for (const { body } of lab.simulator.carrier.list()) arrived.set(body, (arrived.get(body) ?? 0) + 1);
    const told = new Set(lab.failures.map(({ key }) => key));
    const ends = await Promise.all(
      sent.map(async ({ notice }) => {
        const row = await lab.messages.find(messageIdOf(notice.key));
        const copies = arrived.get(row?.body ?? '') ?? 0;
        return { row, copies, isTold: told.has(notice.key) };
      }),
    );
    const failed = ends.filter(({ row }) => row?.status === 'failed');
    const doubled = ends.filter(({ copies }) => copies > 1);
    return {
      sends: count,
      lost: ends.filter(({ row, copies }) => copies === 0 && row?.status !== 'failed').length,
      duplicates: doubled.length,
      unmarkedDuplicates: doubled.filter(({ row, copies }) => row?.possibleDuplicate !== true || copies > 2)
        .length,
      marked: ends.filter(({ row }) => row?.possibleDuplicate === true).length,
      givenUp: failed.length,
      givenUpUntold: failed.filter(({ isTold }) => !isTold).length,
      seconds: Math.round((Date.now() - begun) / 1_000),
    };
  } finally {
    await lab.close();
  }
}
