import { rescued } from '../../domain/call';
import { aboutTicket, mergeCall, openCallBack, reachedUs } from '../../domain/call-back';
import type { CallBackRepository, StoredCallBack } from '../../models/calls/call-back-repository';
import type { CallRepository, StoredCall } from '../../models/calls/call-repository';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logger';
import { joinTicket, liveTicketAmong, ticketsOf } from '../contacts/join-ticket';
import type { JoinDependencies } from '../contacts/join-ticket';
import type { CallBackClocks } from './call-back-clocks';
import { turnAway } from './nuisance';
import type { NuisanceDependencies } from './nuisance';

export interface RescueDependencies extends NuisanceDependencies, JoinDependencies {
  readonly calls: Pick<CallRepository, 'change' | 'wasAnsweredSince'>;
  readonly callBacks: Pick<
    CallBackRepository,
    'open' | 'find' | 'findOpen' | 'findByCall' | 'change' | 'markTold'
  >;
  readonly clocks: CallBackClocks;
  readonly logger: Logger;
}

const attempts = 10;

/**
 * Pays what a call owes to the call-backs: one open item for its number, or the end of the one there is. Safe to
 * repeat and to run in several processes; the debt is struck off last.
 */
export async function rescue(deps: RescueDependencies, call: StoredCall): Promise<void> {
  const { rescue: debt, revision } = call.state;
  if (debt === null) return;
  const item =
    debt === 'close'
      ? await close(deps, call)
      : await joinLiveTicket(deps, call, await openOrMerge(deps, call));
  // What the call owes since then stays owed.
  await deps.calls.change(call.state.callId, (now) => (now.revision === revision ? rescued(now) : now));
  if (item) await tellClock(deps, item);
}

/** As `rescue`, but never fails: what could not be done now is done by the relay. */
export async function rescueSoon(deps: RescueDependencies, call: StoredCall): Promise<void> {
  try {
    await rescue(deps, call);
  } catch (err) {
    deps.logger.warn(
      { err, callId: call.state.callId },
      'call stored, its call-back will be opened by the relay',
    );
  }
}

/** The clock learns of the item's change; when Temporal is away the relay tells it later. */
export async function tellClock(
  deps: Pick<RescueDependencies, 'clocks' | 'callBacks' | 'logger'>,
  { state }: StoredCallBack,
): Promise<void> {
  if (state.clockTold) return;
  try {
    await deps.clocks.tell(state.callBackId);
    await deps.callBacks.markTold(state.callBackId, state.revision);
  } catch (err) {
    deps.logger.warn(
      { err, callBackId: state.callBackId },
      'call-back stored, its clock will be started by the relay',
    );
  }
}

/** Who has a live ticket most likely called about it: its people see that they did, and the call-back names it. */
async function joinLiveTicket(
  deps: RescueDependencies,
  { phone, state }: StoredCall,
  item: StoredCallBack | null,
): Promise<StoredCallBack | null> {
  const live =
    phone === null ? null : await liveTicketAmong(deps.tickets, await ticketsOf(deps.tickets, phone));
  // A ticket taken after the call has heard what it was about.
  if (!live || live.report.state.receivedAt > state.startedAt) return item;
  await joinTicket(deps, live, {
    contactId: `call/${state.callId}`,
    channel: state.outcome === 'voicemail' ? 'voicemail' : 'missedCall',
    ...{ at: state.startedAt, callId: state.callId },
  });
  if (!item) return null;
  return deps.callBacks.change(item.state.callBackId, (now) =>
    now.closedAt === null ? aboutTicket(now, live.ticket.id) : now,
  );
}

async function close(deps: RescueDependencies, { phone, state }: StoredCall): Promise<StoredCallBack | null> {
  if (phone === null) return null;
  const open = await deps.callBacks.findOpen(phone);
  const at = state.answeredAt;
  // An item of a call that came after this answer is still owed.
  if (!open || at === null || open.state.lastCallAt > at) return null;
  return deps.callBacks.change(open.state.callBackId, (item) => reachedUs(item, at));
}

async function openOrMerge(deps: RescueDependencies, call: StoredCall): Promise<StoredCallBack | null> {
  const { phone, state } = call;
  // Nobody can be rung back without a number; a voicemail still has to be heard by somebody.
  if (phone === null && state.outcome !== 'voicemail') return null;
  if (state.outcome === 'hungUp' && (await turnAway(deps, call)) !== null) return null;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const known = await deps.callBacks.findByCall(state.callId);
    if (known) return known;
    if (phone !== null && (await deps.calls.wasAnsweredSince(phone, state.endedAt ?? state.startedAt)))
      return null;
    const open = phone === null ? null : await deps.callBacks.findOpen(phone);
    if (!open) {
      const fresh = { phone, state: openCallBack(newId(), state) };
      if (await deps.callBacks.open(fresh)) return fresh;
      continue;
    }
    const merged = await deps.callBacks.change(open.state.callBackId, (item) =>
      item.closedAt === null ? mergeCall(item, state) : item,
    );
    if (merged?.state.callIds.includes(state.callId)) return merged;
  }
  throw new Error('the call-back of a call changed too often while the call was added to it');
}
