import { setTimeout as delay } from 'node:timers/promises';
import { createAnswering } from './answering';
import { dispatchIfWaiting } from './dispatching';
import { takeCalls, type Taken } from './intake';
import { deadnessOf, minutes } from './people';
import type { PlannedCall } from './plan';
import { workOn, type Listed } from './work';
import { act, mustRead, type Case, type World } from './world';
import { reasons } from './words';

/** How often screens and phones are looked at. */
const everyMs = 400;

const openStatuses = 'received,triaged,dispatched,claimed,enRoute,onScene,onHold,resolved';

/**
 * Plays the morning until every ticket has ended, or until `patienceMs` after the last call. What people do next
 * always follows from what the system shows, as on a real desk, so nobody has to be told who won a claim.
 */
export async function play(
  world: World,
  plan: readonly PlannedCall[],
  { patienceMs }: { readonly patienceMs: number },
): Promise<readonly Taken[]> {
  await preparePhones(world);
  const taken: Taken[] = [];
  const running = new Set<Promise<void>>();
  const begin = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const problems: unknown[] = [];
  const fail = (problem: unknown): void => {
    problems.push(problem);
  };
  let deadlineMs = Number.POSITIVE_INFINITY;
  let isOver = false;
  const goesOn = (): boolean =>
    !isOver && problems.length === 0 && !world.stop.aborted && Date.now() < deadlineMs;
  const calls = takeCalls(world, plan, (one, about) => {
    taken.push(one);
    if (about && one.call.cancelsAfterMinutes !== null) {
      begin(cancelLater(world, about, one.call.cancelsAfterMinutes).catch(fail));
    }
  }).finally(() => {
    deadlineMs = Date.now() + patienceMs;
  });
  const answering = createAnswering(world);
  const phones = again(goesOn, async () => {
    for (const answer of await answering.round()) begin(answer.catch(fail));
  });
  const screens = again(goesOn, async () => {
    const readAtMs = Date.now();
    const open = await openTickets(world);
    for (const ticket of open) {
      const about = world.cases.get(ticket.id);
      if (!about || about.isBusy || about.freeSinceMs >= readAtMs) continue;
      begin(tend(world, about, ticket).catch(fail));
    }
    const isDone = open.every(({ id }) => !world.cases.has(id)) && running.size === 0;
    isOver = isDone && deadlineMs < Number.POSITIVE_INFINITY;
  });
  await Promise.all([phones, screens, calls]).catch(fail);
  if (problems.length > 0) throw problems[0] as Error;
  return taken;
}

/** Phones and screens are looked at beside each other, so that a long list lets nobody's phone ring out. */
async function again(goesOn: () => boolean, round: () => Promise<void>): Promise<void> {
  while (goesOn()) {
    await round();
    await delay(everyMs);
  }
}

/** A few phones that nothing can wake; the others ring until their owner presses a key. */
async function preparePhones({ members, carrier, chance }: World): Promise<void> {
  for (const { phone, account } of members.values()) {
    const deadness = account ? null : deadnessOf(phone, chance);
    if (deadness) await carrier.setPhone(phone, deadness);
  }
}

async function openTickets(world: World): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  const query = `/tickets?since=${world.since.toISOString()}&status=${openStatuses}&limit=200`;
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: { items: readonly Listed[]; nextCursor: string | null } = await mustRead(
      world,
      world.desk.auditor,
      `${query}${next}`,
    );
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** Whoever has the next move on this ticket makes it. */
async function tend(world: World, about: Case, ticket: Listed): Promise<void> {
  about.isBusy = true;
  try {
    const owned = ticket.ownerTeamId !== null || ticket.ownerUserId !== null;
    if (ticket.status === 'received') {
      await sort(world, about);
    } else if (ticket.status === 'resolved') await closeOrReopen(world, about);
    else if (!owned) await dispatchIfWaiting(world, about, ticket);
    else await workAsOwner(world, about, ticket);
  } finally {
    about.isBusy = false;
    about.freeSinceMs = Date.now();
  }
}

async function workAsOwner(world: World, about: Case, ticket: Listed): Promise<void> {
  const { load } = world;
  const owner = ticket.ownerTeamId ?? 'centre';
  about.unownedSinceMs = null;
  load.set(owner, (load.get(owner) ?? 0) + 1);
  try {
    await workOn(world, about, ticket);
  } finally {
    load.set(owner, (load.get(owner) ?? 1) - 1);
  }
}

const agentOf = ({ desk }: World, { call }: Case) =>
  desk.agents[call.index % desk.agents.length] ?? desk.dispatcher;

/**
 * A call is sorted as it is taken. What a citizen wrote waits for an agent who asks the questions, what the press
 * or a social network says for one who asks whether it is true.
 */
async function sort(world: World, about: Case): Promise<void> {
  const { index, channel, answers, isFalse } = about.call;
  if (channel.startsWith('hotline')) return;
  await world.pace.wait(minutes.agentTriage(world.chance.of('triage', index)));
  const agent = agentOf(world, about);
  if (channel === 'web') {
    await act(world, agent, about.id, 'triage', { answers });
    return;
  }
  const result = isFalse ? 'rejected' : 'confirmed';
  await act(world, agent, about.id, 'verify', { result, note: reasons.verify[result] });
}

/** The agent calls the citizen back; a few say that it was not done, some of them only after it was closed. */
async function closeOrReopen(world: World, about: Case): Promise<void> {
  const chance = world.chance.of('closing', about.call.index, about.works);
  const agent = agentOf(world, about);
  const complains = about.call.reopens && !about.reopened;
  const reopen = async (): Promise<void> => {
    about.reopened = await act(world, agent, about.id, 'reopen', { reason: chance.one(reasons.reopen) });
  };
  await world.pace.wait(minutes.callBack(chance));
  if (complains && chance.happens(0.5)) {
    await reopen();
    return;
  }
  await act(world, agent, about.id, 'close');
  if (!complains) return;
  await world.pace.wait(minutes.callBack(chance));
  await reopen();
}

async function cancelLater(world: World, about: Case, afterMinutes: number): Promise<void> {
  await world.pace.wait(afterMinutes);
  if (world.stop.aborted) return;
  const reason = world.chance.of('cancel', about.call.index).one(reasons.cancel);
  await act(world, agentOf(world, about), about.id, 'cancel', { reason });
}
