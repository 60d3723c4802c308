import { duration, table } from '../client/table';
import { brokenPromises } from './checks';
import type { Taken } from './intake';
import type { Place, PlannedCall } from './plan';
import type { SeenCall, TicketSeen } from './read-back';
import { summaryOf } from './summary';

/** The closing tables, from what was read back, and how many promises were broken. */
export function report(morning: {
  readonly plan: readonly PlannedCall[];
  readonly taken: readonly Taken[];
  readonly seen: ReadonlyMap<string, SeenCall>;
  readonly places: readonly Place[];
  readonly playedMs: number;
  readonly refusals: ReadonlyMap<string, number>;
}): { readonly text: string; readonly broken: number } {
  const { plan, taken, seen, places, playedMs, refusals } = morning;
  const name = (code: string): string => places.find((place) => place.code === code)?.name ?? code;
  const broken = brokenPromises(taken, seen);
  const accepted = taken.filter(({ ticket }) => ticket !== null);
  const entries = [...seen.values()].reduce((sum, { ticket }) => sum + ticket.timeline.length, 0);
  const sections = [
    ...summaryOf([...seen.values()], name),
    { title: 'Refusals (each is an answer that names its reason)', text: counted(refusals) },
    { title: 'Not accepted', text: counted(tally(taken.flatMap(({ problem }) => problem ?? []))) },
    { title: 'Not closed, and why', text: unclosed([...seen.values()].map(({ ticket }) => ticket)) },
  ].filter(({ text }) => text !== '');
  const verdict =
    broken.length === 0
      ? `Nothing lost: ${String(accepted.length)} of ${String(accepted.length)} accepted calls have their ticket, ` +
        `${String(entries)} timeline entries without a gap, no message missing.`
      : `BROKEN PROMISES (${String(broken.length)}):\n${broken.map((what) => `  ${what}`).join('\n')}`;
  const head = `Played ${String(taken.length)} of ${String(plan.length)} calls in ${duration(playedMs)}; accepted ${String(accepted.length)}.`;
  return {
    text: ['', head, '', ...sections.map(({ title, text }) => `${title}\n\n${text}\n`), verdict].join('\n'),
    broken: broken.length,
  };
}

function tally(list: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const what of list) counts.set(what, (counts.get(what) ?? 0) + 1);
  return counts;
}

function counted(counts: ReadonlyMap<string, number>): string {
  const rows = [...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => [what, String(count)]);
  return rows.length === 0 ? '' : table(['answer', 'times'], rows);
}

function unclosed(tickets: readonly TicketSeen[]): string {
  const open = tickets.filter(({ status }) => !['closed', 'cancelled', 'duplicate'].includes(status));
  const reasons = tally(open.map(whyOpen));
  return reasons.size === 0
    ? ''
    : table(
        ['why', 'tickets'],
        [...reasons].map(([why, n]) => [why, String(n)]),
      );
}

/** Where it stands and what happened last, in the timeline's own words. */
function whyOpen({ status, priority, timeline }: TicketSeen): string {
  const last = timeline.at(-1);
  return `${priority} is ${status}, last: ${last?.type ?? 'nothing'}`;
}
