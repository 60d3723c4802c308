import { setTimeout as delay } from 'node:timers/promises';
import { askAs, mustRead, type World } from './world';
import type { Taken } from './intake';

/** A ticket as `GET /tickets/:id` answers it: the part the closing table is made of. */
export interface TicketSeen {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly category: string;
  readonly priority: string;
  readonly channel: string;
  readonly sla: string;
  readonly receivedAt: string;
  readonly unitPath: readonly { readonly tier: string; readonly code: string }[];
  readonly clocks: readonly {
    readonly name: string;
    readonly tier?: string;
    readonly state: string;
    readonly startedAt: string;
    readonly dueAt: string;
  }[];
  readonly assignments: readonly { readonly unitCode: string; readonly claimedAt: string }[];
  readonly timeline: readonly {
    readonly seq: number;
    readonly at: string;
    readonly type: string;
    readonly actor: { readonly via?: string };
    readonly tier?: string;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
}

/** A message of a ticket as `GET /tickets/:id/messages` answers it. */
export interface MessageSeen {
  readonly template: string;
  readonly channel: 'sms' | 'voice';
  readonly recipient: { readonly kind: 'citizen' } | { readonly kind: 'user'; readonly teamId?: string };
  readonly status: string;
  readonly errorCode: string | null;
  readonly possibleDuplicate: boolean;
}

export interface SeenCall {
  readonly ticket: TicketSeen;
  readonly messages: readonly MessageSeen[];
}

/** Sent, and the carrier has yet to say what became of it. */
const isUnderWay = ({ status }: MessageSeen): boolean => ['queued', 'sending', 'sent'].includes(status);

/** A phone rings half a minute; then the carrier has said all it will. */
const settleWithinMs = 45_000;
const readers = 6;

/**
 * Everything the system knows of the accepted calls, read through its API by somebody of the province. Waits
 * a little for messages that are still under way. A call whose ticket cannot be found has no entry.
 */
export async function readBack(
  world: World,
  taken: readonly Taken[],
): Promise<ReadonlyMap<string, SeenCall>> {
  const seen = new Map<string, SeenCall>();
  let left = taken.flatMap(({ ticket }) => (ticket ? [ticket.id] : []));
  const untilMs = Date.now() + settleWithinMs;
  for (;;) {
    const queue = left[Symbol.iterator]();
    const again: string[] = [];
    const read = async (): Promise<void> => {
      for (const id of queue) {
        const call = await readCall(world, id);
        if (!call) continue;
        seen.set(id, call);
        if (call.messages.some(isUnderWay)) again.push(id);
      }
    };
    await Promise.all(Array.from({ length: readers }, read));
    left = again;
    if (left.length === 0 || Date.now() > untilMs) return seen;
    await delay(2_000);
  }
}

async function readCall(world: World, id: string): Promise<SeenCall | null> {
  const { auditor } = world.desk;
  const ticket = await askAs<TicketSeen>(world, auditor, `/tickets/${id}`);
  if (!ticket.ok) return null;
  const messages = await mustRead<{ items: readonly MessageSeen[] }>(
    world,
    auditor,
    `/tickets/${id}/messages`,
  );
  return { ticket: ticket.body, messages: messages.items };
}
