import { setTimeout as delay } from 'node:timers/promises';
import { messageIdOf } from '../../src/notifications/outbox';
import type { MessageIntent } from '../../src/domain/message';
import type { MessageRecord } from '../../src/models/messages/message-repository';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { eventually } from './eventually';
import { seededRandom } from './seeded-random';
import { aNotice, openTelephonyLab } from './telephony-lab';
import type { TelephonyLab } from './telephony-lab';

export interface StormFigures {
  readonly sends: number;
  /** How often each trouble struck. */
  readonly troubles: Readonly<Record<string, number>>;
  /** Neither at the carrier nor a failure in the ledger. */
  readonly lost: number;
  /** Texts that arrived more than once. */
  readonly duplicates: number;
  /** Arrived more than once without the mark, or more than twice. */
  readonly unmarkedDuplicates: number;
  readonly marked: number;
  readonly givenUp: number;
  readonly givenUpUntold: number;
  /** The ledger's last word is not what the carrier did. */
  readonly untrue: number;
  readonly seconds: number;
}

/** What breaks the promise of docs/messages.md; none when it was kept through a storm that deserves the name. */
export function brokenPromises(figures: StormFigures): readonly string[] {
  const none = ['lost', 'unmarkedDuplicates', 'givenUpUntold', 'untrue'] as const;
  const some = ['duplicates', 'marked'] as const;
  const calm = Object.entries(figures.troubles).filter(([, count]) => count === 0);
  return [
    ...none.filter((name) => figures[name] !== 0).map((name) => `${name}: ${String(figures[name])}`),
    ...some.filter((name) => figures[name] === 0).map((name) => `${name}: none, so nothing was shown`),
    ...calm.map(([kind]) => `${kind} never struck, so nothing was shown`),
  ];
}

const troubles = [
  ...(['429', '500', 'timeout', 'dropAfterAccept', 'acceptedUnseen'] as const),
  ...(['duplicateCallbacks', 'outOfOrderCallbacks'] as const),
];
const ends = ['delivered', 'failed', 'undelivered'];
const enqueuedAtOnce = 100;
/** A retry comes behind whatever waits: with a short queue it comes while its provider is still confused. */
const openAtMost = 500;

/**
 * Sends `count` messages to a provider that has every trouble of the list, `rate` of the time, and counts at the
 * carrier what came of each.
 */
export async function sendThroughStorm(count: number, rate: number, seed: number): Promise<StormFigures> {
  const lab = await openTelephonyLab({ random: seededRandom(seed), timeoutMs: 1_000, backoffMs: 100 });
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
    const rows = lab.database.connection.collection('messages');
    const carrier = lab.simulator.carrier;
    const haveEnded = (atLeast: number): Promise<true> =>
      eventually(
        `${String(atLeast)} messages have an end`,
        async () => {
          if ((await rows.countDocuments({ status: { $in: ends } })) >= atLeast) return true;
          await delay(200);
          return null;
        },
        1_800_000,
      );
    for (let at = 0; at < count; at += enqueuedAtOnce) {
      await haveEnded(at + enqueuedAtOnce - openAtMost);
      const batch = sent.slice(at, at + enqueuedAtOnce);
      await Promise.all(batch.map(({ ticket, notice }) => lab.outbox.enqueue(ticket.id, [notice])));
    }
    await haveEnded(count);
    // What was given up before anybody asked for it again is in the carrier's list by now.
    for (const { sid } of carrier.list()) carrier.isListed(sid);
    await eventually('the carrier has told all its news', async () =>
      carrier.list().every(({ status }) => ends.includes(status)) ? true : null,
    );
    let outcomes = await outcomesOf(lab, sent);
    // The last callbacks are still on their way when the carrier's own records have changed.
    for (let round = 0; round < 20 && outcomes.some(isUntrue); round += 1) {
      await delay(250);
      outcomes = await outcomesOf(lab, sent);
    }
    const failed = outcomes.filter(({ row }) => row?.status === 'failed');
    const doubled = outcomes.filter(({ copies }) => copies > 1);
    return {
      sends: count,
      troubles: Object.fromEntries(troubles.map((kind) => [kind, carrier.struck().get(kind) ?? 0])),
      lost: outcomes.filter(({ row, copies }) => copies === 0 && row?.status !== 'failed').length,
      duplicates: doubled.length,
      unmarkedDuplicates: doubled.filter(({ row, copies }) => row?.possibleDuplicate !== true || copies > 2)
        .length,
      marked: outcomes.filter(({ row }) => row?.possibleDuplicate === true).length,
      givenUp: failed.length,
      givenUpUntold: failed.filter(({ isTold }) => !isTold).length,
      untrue: outcomes.filter(isUntrue).length,
      seconds: Math.round((Date.now() - begun) / 1_000),
    };
  } finally {
    await lab.close();
  }
}

interface Outcome {
  readonly row: MessageRecord | null;
  /** How often the text arrived at the carrier. */
  readonly copies: number;
  readonly isTold: boolean;
}

/** Every phone is in reach: what the carrier took is delivered, however its news came. */
const isUntrue = ({ row, copies }: Outcome): boolean => (row?.status === 'delivered') !== copies > 0;

async function outcomesOf(
  { simulator, messages, failures }: TelephonyLab,
  sent: readonly { readonly notice: MessageIntent }[],
): Promise<readonly Outcome[]> {
  const arrived = new Map<string, number>();
  for (const { body } of simulator.carrier.list()) arrived.set(body, (arrived.get(body) ?? 0) + 1);
  const told = new Set(failures.map(({ key }) => key));
  const outcomes: Outcome[] = [];
  for (const { notice } of sent) {
    const row = await messages.find(messageIdOf(notice.key));
    outcomes.push({ row, copies: arrived.get(row?.body ?? '') ?? 0, isTold: told.has(notice.key) });
  }
  return outcomes;
}
