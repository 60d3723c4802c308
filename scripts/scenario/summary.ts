import { duration, percentile, table } from '../client/table';
import { categoryWeights } from './august-2021';
import type { SeenCall, TicketSeen } from './read-back';

const clocks = ['triage', 'acknowledge', 'firstResponse', 'resolve'] as const;

/** Tables of what the system says it did. */
export function summaryOf(
  seen: readonly SeenCall[],
  names: (unitCode: string) => string,
): readonly { readonly title: string; readonly text: string }[] {
  const tickets = seen.map(({ ticket }) => ticket);
  return [
    { title: 'What became of the calls', text: outcomes(tickets) },
    {
      title: 'Clocks met, of those that ended (the citizen’s clocks; every round counts)',
      text: met(tickets),
    },
    { title: 'From the call to …', text: times(tickets) },
    { title: 'Who lost the time', text: losers(tickets, names) },
    { title: 'Messages', text: messages(seen) },
  ].filter(({ text }) => text !== '');
}

type Row = readonly string[];

/** One row a category, most calls first, and one for all. */
function byCategory(tickets: readonly TicketSeen[], row: (some: readonly TicketSeen[]) => Row): Row[] {
  const categories = Object.keys(categoryWeights)
    .map((name) => ({ name, some: tickets.filter(({ category }) => category === name) }))
    .filter(({ some }) => some.length > 0)
    .sort((a, b) => b.some.length - a.some.length);
  return [...categories.map(({ name, some }) => [name, ...row(some)]), ['all', ...row(tickets)]];
}

const countOf = <T>(list: readonly T[], fits: (one: T) => boolean): string =>
  String(list.filter(fits).length);

function outcomes(tickets: readonly TicketSeen[]): string {
  const ended = ['closed', 'cancelled', 'duplicate'];
  return table(
    ['category', 'calls', 'P1', 'P2', 'P3', 'P4', 'P5', ...ended, 'open', 'breached', 'ladder ended'],
    byCategory(tickets, (some) => [
      String(some.length),
      ...['P1', 'P2', 'P3', 'P4', 'P5'].map((p) => countOf(some, ({ priority }) => priority === p)),
      ...ended.map((status) => countOf(some, (ticket) => ticket.status === status)),
      countOf(some, ({ status }) => !ended.includes(status)),
      countOf(some, hasBreach),
      countOf(some, ({ timeline }) => timeline.some(({ type }) => type === 'ladderBreached')),
    ]),
  );
}

const citizensClocks = ({ clocks: all }: TicketSeen) => all.filter(({ tier }) => tier === undefined);
const hasBreach = (ticket: TicketSeen): boolean =>
  citizensClocks(ticket).some(({ state, name }) => state === 'breached' && name !== 'resolveTotal');

function met(tickets: readonly TicketSeen[]): string {
  return table(
    ['category', ...clocks],
    byCategory(tickets, (some) =>
      clocks.map((name) => {
        const ended = some
          .flatMap(citizensClocks)
          .filter((clock) => clock.name === name && (clock.state === 'met' || clock.state === 'breached'));
        const inTime = ended.filter(({ state }) => state === 'met').length;
        if (ended.length === 0) return '–';
        const share = Math.floor((inTime / ended.length) * 100);
        return `${String(inTime)}/${String(ended.length)} ${String(share)}%`;
      }),
    ),
  );
}

/** The first entry of a type, counted from the call. */
const after = (type: string, tickets: readonly TicketSeen[]): readonly number[] =>
  tickets.flatMap(({ receivedAt, timeline }) => {
    const entry = timeline.find((one) => one.type === type);
    return entry ? [Date.parse(entry.at) - Date.parse(receivedAt)] : [];
  });

function times(tickets: readonly TicketSeen[]): string {
  const types = ['claimed', 'onScene', 'closed'];
  return table(
    ['category', ...types.flatMap((type) => [`${type} median`, 'p90'])],
    byCategory(tickets, (some) =>
      types.flatMap((type) => {
        const values = after(type, some);
        return [duration(percentile(values, 0.5)), duration(percentile(values, 0.9))];
      }),
    ),
  );
}

/** Units whose step of the ladder passed unanswered, or that held a ticket when a promised time passed. */
function losers(tickets: readonly TicketSeen[], names: (unitCode: string) => string): string {
  const rows = new Map<string, { tier: string; steps: number; clocks: Map<string, number> }>();
  const rowOf = (code: string, tier: string) => {
    const row = rows.get(code) ?? { tier, steps: 0, clocks: new Map<string, number>() };
    rows.set(code, row);
    return row;
  };
  for (const ticket of tickets) {
    for (const { type, tier, at, data } of ticket.timeline) {
      if (type === 'stepPassed') rowOf(String(data.unitCode), tier ?? '').steps += 1;
      if (type !== 'clockBreached' || tier !== undefined) continue;
      const held = holderAt(ticket, at);
      const row = rowOf(held.code, held.tier);
      row.clocks.set(String(data.clock), (row.clocks.get(String(data.clock)) ?? 0) + 1);
    }
  }
  if (rows.size === 0) return 'nobody';
  const lost = [...rows].sort(([, a], [, b]) => b.steps + b.clocks.size - (a.steps + a.clocks.size));
  return table(
    ['unit', 'tier', 'steps unanswered', ...clocks.map((name) => `${name} breached`)],
    lost.map(([code, { tier, steps, clocks: breached }]) => [
      names(code),
      tier,
      String(steps),
      ...clocks.map((name) => String(breached.get(name) ?? 0)),
    ]),
  );
}

/** Who had the ticket at that time: its owner's unit, else the province's centre, which was to find one. */
function holderAt(ticket: TicketSeen, at: string): { code: string; tier: string } {
  const owner = ticket.assignments.findLast(({ claimedAt }) => claimedAt <= at);
  const unit = ticket.unitPath.find(({ code }) => code === owner?.unitCode) ?? ticket.unitPath[0];
  return unit ?? { code: owner?.unitCode ?? '', tier: '' };
}

function messages(seen: readonly SeenCall[]): string {
  const all = seen.flatMap((call) => call.messages);
  const dropped = new Set([
    'already-claimed',
    'already-settled',
    'team-declined',
    'off-duty',
    'not-a-mobile',
    'no-phone',
  ]);
  const isDropped = ({ status, errorCode }: (typeof all)[number]): boolean =>
    status === 'failed' && errorCode !== null && dropped.has(errorCode);
  const row = (some: typeof all): Row => [
    String(some.length),
    countOf(some, ({ status }) => status === 'delivered'),
    countOf(some, ({ status }) => status === 'answered'),
    countOf(some, ({ status }) => status === 'undelivered'),
    countOf(some, isDropped),
    countOf(some, (message) => message.status === 'failed' && !isDropped(message)),
    countOf(some, ({ status }) => status === 'queued' || status === 'sending' || status === 'sent'),
    countOf(some, ({ possibleDuplicate }) => possibleDuplicate),
  ];
  const templates = [...new Set(all.map(({ template }) => template))].sort();
  return table(
    [
      'template',
      'all',
      'delivered',
      'answered',
      'no answer',
      'not needed',
      'failed',
      'under way',
      'maybe twice',
    ],
    [
      ...templates.map((name) => [name, ...row(all.filter(({ template }) => template === name))]),
      ['all', ...row(all)],
    ],
  );
}
