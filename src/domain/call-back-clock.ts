import { changed, isStaleClaim, staleAtMs } from './call-back';
import type { CallBackState } from './call-back';
import type { MessageIntent } from './message';

/**
 * The clock of a call-back: it warns at 50 % and 80 %, records the breach, and from then on calls the supervisors
 * of every unit concerned again and again until somebody has taken the item. Nothing ends unowned.
 */
const minuteMs = 60_000;
/** As P1 tickets re-page; less urgent items leave a supervisor time to look. */
const repageEveryMs = ({ hint }: CallBackState): number => (hint.priority === 'P1' ? 1 : 5) * minuteMs;
/** Enough for every page that may still wait to be sent. */
const pagesKept = 40;

const isTicking = ({ closedAt, clock }: CallBackState): boolean =>
  closedAt === null && clock.stoppedAt === null;

function shareAt({ clock }: CallBackState, percent: number): number {
  const start = Date.parse(clock.startedAt);
  return start + ((Date.parse(clock.dueAt) - start) * percent) / 100;
}

/** Nobody rings this number back: no claim, or one that has gone stale. */
const isNobodys = (item: CallBackState, at: string): boolean => item.claim === null || isStaleClaim(item, at);

/** When the next round of pages is due, were the item nobody's (epoch ms). */
function nextRoundMs(item: CallBackState): number {
  const dueMs = Date.parse(item.clock.dueAt);
  const lastMs = item.paged === undefined ? Number.NEGATIVE_INFINITY : Date.parse(item.paged.lastAt);
  return lastMs < dueMs ? dueMs : lastMs + repageEveryMs(item);
}

/** Whether supervisors must be called at `at`: the time is over, nobody has the item, the last round is old. */
export const mustPage = (item: CallBackState, at: string): boolean =>
  isTicking(item) && isNobodys(item, at) && Date.parse(at) >= nextRoundMs(item);

/** Whether a page that was written still makes sense: the item is open and nobody has taken it. */
export const isPageOf = (item: CallBackState, at: string): boolean => isTicking(item) && isNobodys(item, at);

/**
 * What the clock has to record at `at` (ISO 8601 UTC): warnings, the breach, and the round of pages that is due,
 * to these supervisors; none while they have not been looked up (null). A round that finds nobody to call counts.
 */
export function tickCallBack(
  item: CallBackState,
  at: string,
  supervisorIds: readonly string[] | null,
): CallBackState {
  if (!isTicking(item)) return item;
  const nowMs = Date.parse(at);
  const share = ([80, 50] as const).find((percent) => nowMs >= shareAt(item, percent)) ?? 0;
  const breached = nowMs >= Date.parse(item.clock.dueAt) && item.breachedAt === null;
  const called = mustPage(item, at) ? supervisorIds : null;
  if (share <= item.clock.warned && !breached && called === null) return item;
  const rounds = (item.paged?.rounds ?? 0) + 1;
  return changed(item, {
    clock: { ...item.clock, warned: share > item.clock.warned ? share : item.clock.warned },
    ...(breached && { breachedAt: item.clock.dueAt }),
    ...(called !== null && {
      paged: { rounds, firstAt: item.paged?.firstAt ?? at, lastAt: at },
      outbox: [...(item.outbox ?? []), ...pagesTo(item, called, rounds, at)].slice(-pagesKept),
    }),
  });
}

/** What messages of a call-back are filed under, where a ticket's have the ticket's id. */
export const callBackSubject = (callBackId: string): string => `callback/${callBackId}`;

/** The item that a message is about; null when it is about a ticket. */
export const callBackIdOf = (subject: string): string | null =>
  subject.startsWith('callback/') ? subject.slice('callback/'.length) : null;

/** The first round writes and rings; later ones ring, because a text that was not read is not read twice. */
function pagesTo(
  { callBackId, hint }: CallBackState,
  userIds: readonly string[],
  round: number,
  at: string,
): MessageIntent[] {
  const channels = round === 1 ? (['sms', 'voice'] as const) : (['voice'] as const);
  return [...new Set(userIds)].flatMap((userId) =>
    channels.map((channel) => ({
      key: `${callBackSubject(callBackId)}/breach/page${String(round)}/${userId}/${channel}`,
      template: channel === 'sms' ? ('supervisor.callBack' as const) : ('supervisor.callBack.voice' as const),
      channel,
      lane: 'urgent' as const,
      recipient: { kind: 'user' as const, userId },
      at,
      data: { priority: hint.priority },
    })),
  );
}

/** The pages of the round that was called at `at`; none when another round was. */
export const pagesOfRound = (item: CallBackState, at: string): readonly MessageIntent[] =>
  item.paged?.lastAt === at ? (item.outbox ?? []).filter((page) => page.at === at) : [];

/** When the clock next has something to do (epoch ms); null once it never will. */
export function nextTickMs(item: CallBackState): number | null {
  if (!isTicking(item)) return null;
  if (item.clock.warned < 50) return shareAt(item, 50);
  if (item.clock.warned < 80) return shareAt(item, 80);
  const dueMs = Date.parse(item.clock.dueAt);
  if (item.breachedAt === null) return dueMs;
  return Math.max(nextRoundMs(item), staleAtMs(item) ?? 0);
}

/** The state as the lists show it. */
export function slaOf(item: CallBackState): 'ok' | 'warning' | 'breached' {
  if (item.breachedAt !== null) return 'breached';
  return item.clock.warned > 0 ? 'warning' : 'ok';
}
