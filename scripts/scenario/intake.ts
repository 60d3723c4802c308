import { problemOf, type Reply } from '../client/api-client';
import type { Account } from '../client/staff';
import type { PlannedChannel } from './august-2021';
import type { PlannedCall } from './plan';
import { act, askAs, type Case, type World } from './world';

/** What became of one planned call at the door. */
export interface Taken {
  readonly call: PlannedCall;
  /** What the system answered when it accepted; null when it did not. */
  readonly ticket: { readonly id: string; readonly code: string } | null;
  readonly problem: string | null;
}

interface Created {
  readonly id: string;
  readonly code: string;
  readonly duplicates: readonly { readonly id: string }[];
}

/** Agents who take calls at the same time: what 3,100 calls a day need at three minutes a call (Erlang C). */
const lines = 21;

/** Takes every call of the plan at its minute. Resolves when the last one is in. */
export async function takeCalls(
  world: World,
  plan: readonly PlannedCall[],
  onTaken: (taken: Taken, about: Case | null) => void,
): Promise<void> {
  const queue = plan[Symbol.iterator]();
  const line = async (): Promise<void> => {
    for (const call of queue) {
      await world.pace.until(call.atMinute);
      if (world.stop.aborted) return;
      const taken = await takeCall(world, call);
      onTaken(taken, taken.ticket && remember(world, call, taken.ticket));
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
}

function remember(world: World, call: PlannedCall, ticket: { id: string; code: string }): Case {
  const about: Case = {
    call,
    ...ticket,
    unownedSinceMs: null,
    sentByHand: [],
    isBusy: false,
    freeSinceMs: 0,
    reopened: false,
    works: 0,
  };
  world.cases.set(ticket.id, about);
  world.casesByCode.set(ticket.code, about);
  return about;
}

async function takeCall(world: World, call: PlannedCall): Promise<Taken> {
  const idempotencyKey = `scenario-${world.since.getTime().toString(36)}-${String(call.index)}`;
  if (call.channel === 'web') {
    const own = await reportOnTheWeb(world, call, idempotencyKey);
    if (own) return { call, ticket: own, problem: null };
  }
  const taker = takerOf(world, call);
  const reply = await askAs<Created>(world, taker, '/tickets', {
    method: 'POST',
    idempotencyKey,
    body: bodyOf(call),
  });
  if (!reply.ok) return { call, ticket: null, problem: explained(reply) };
  const { id, code, duplicates } = reply.body;
  if (call.channel === 'press') {
    await askAs(world, taker, `/tickets/${id}/verify`, {
      method: 'POST',
      body: { result: 'confirmed', note: 'Tòa soạn đã xác nhận' },
    });
  }
  await linkIfSame(world, taker, call, { id, duplicates });
  return { call, ticket: { id, code }, problem: null };
}

/** The problem and the first field that it names; a problem never repeats what was typed. */
function explained(reply: Pick<Reply<unknown>, 'status' | 'body'>): string {
  const { errors, detail } = reply.body as {
    errors?: readonly { pointer: string; message: string }[];
    detail?: string;
  };
  const [first] = errors ?? [];
  return [problemOf(reply), first ? `${first.pointer} ${first.message}` : detail].filter(Boolean).join(': ');
}

/** Where a report was seen that nobody told us themselves. */
const outlets: Partial<Record<PlannedChannel, string>> = {
  press: 'Báo Bình Dương',
  social: 'Zalo Tổng đài 1022 Bình Dương',
};

/** What an agent types. */
export function bodyOf(call: PlannedCall): object {
  const { name, phone, anonymous, address } = call.caller;
  return {
    category: call.category,
    channel: call.channel,
    caller: { ...(!anonymous && { name }), phone, anonymous },
    location: { unitCode: call.unitCode, address },
    description: call.description,
    details: { answers: call.answers },
    ...(outlets[call.channel] && { source: { outlet: outlets[call.channel] } }),
  };
}

/** A district's own dispatcher where they can sign in; the call centre for everything else. */
function takerOf({ staff, desk }: World, { index, channel, districtCode }: PlannedCall): Account {
  const own =
    channel === 'hotlineDistrict'
      ? staff.accounts.find(({ role, unitCode }) => role === 'dispatcher' && unitCode === districtCode)
      : undefined;
  return own ?? (desk.agents[index % desk.agents.length] as Account);
}

/** The citizen's own form. It takes ten an address in ten minutes; after that an agent types the report in. */
async function reportOnTheWeb(
  world: World,
  call: PlannedCall,
  idempotencyKey: string,
): Promise<{ id: string; code: string } | null> {
  const { name, phone, address } = call.caller;
  const reply: Reply<{ code: string }> = await world.client.api('/public/tickets', {
    method: 'POST',
    idempotencyKey,
    body: {
      category: call.category,
      caller: { name, phone },
      location: { unitCode: call.unitCode, address },
      description: call.description,
      details: { answers: call.answers },
    },
  });
  if (!reply.ok) return null;
  const { code } = reply.body;
  const found = await askAs<{ id: string }>(world, world.desk.dispatcher, `/tickets/${code}`);
  return found.ok ? { id: found.body.id, code } : null;
}

/** The agent hears that it is the same matter, and links it to the first call if the system shows that one. */
async function linkIfSame(
  world: World,
  taker: Account,
  call: PlannedCall,
  created: Pick<Created, 'id' | 'duplicates'>,
): Promise<void> {
  if (call.repeats === null) return;
  const first = [...world.cases.values()].find((about) => about.call.index === call.repeats);
  if (!first || !created.duplicates.some(({ id }) => id === first.id)) return;
  await act(world, taker, created.id, 'link', { duplicateOf: first.id, reason: 'gọi lại lần hai' });
}
