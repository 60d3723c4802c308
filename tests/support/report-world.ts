import fc from 'fast-check';
import type { UnitRef } from '../../src/domain/organisation';
import type { ReportClock, ReportMoment, ReportTicket } from '../../src/domain/report-ticket';

/** A province with two districts and three communes; one ticket lies in a district that knows no commune. */
const province: UnitRef = { tier: 'province', code: '74' };
export const places: readonly (readonly UnitRef[])[] = [
  [province],
  [province, { tier: 'district', code: '718' }],
  [province, { tier: 'district', code: '718' }, { tier: 'commune', code: '25747' }],
  [province, { tier: 'district', code: '718' }, { tier: 'commune', code: '25750' }],
  [province, { tier: 'district', code: '725' }, { tier: 'commune', code: '25978' }],
];

/** Local time of a day of November 2026: `at(22, '10:40')`. */
export const at = (day: number, time: string): string =>
  new Date(`2026-11-${String(day).padStart(2, '0')}T${time}:00+07:00`).toISOString();

let count = 0;
export function aReportTicket(change: Partial<ReportTicket> = {}): ReportTicket {
  count += 1;
  return {
    ...{
      ticketId: `t${String(count)}`,
      code: `BD-${String(count).padStart(3, '0')}-AAA`,
      category: 'emergency',
    },
    ...{ field: 'medical', channel: 'hotline1022', priority: 'P1', status: 'received' },
    ...{ path: places[2] ?? [], intakeUnit: province, receivedAt: at(22, '08:00') },
    ...{ moments: [], clocks: [], assignments: [], steps: [] },
    ...change,
  };
}

export const aClock = (change: Partial<ReportClock> & Pick<ReportClock, 'name'>): ReportClock => ({
  ...{ startedAt: at(22, '08:00'), dueAt: at(22, '10:00'), state: 'running' },
  ...change,
});

const minuteMs = 60_000;
const start = Date.parse(at(19, '00:00'));
/** Some moment of six days around the period that is asked about. */
const momentMs = fc.integer({ min: 0, max: 6 * 24 * 60 - 1 }).map((minutes) => start + minutes * minuteMs);
const iso = (ms: number): string => new Date(ms).toISOString();

/** What may follow what, as the life of a ticket has it. */
const following: Readonly<Record<string, readonly ReportMoment['type'][]>> = {
  open: ['resolved', 'cancelled', 'linked'],
  resolved: ['closed', 'reopened'],
  closed: ['reopened'],
  cancelled: ['reopened'],
  linked: ['unlinked'],
};

const moments = (receivedMs: number): fc.Arbitrary<readonly ReportMoment[]> =>
  fc
    .array(fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 2_000 })), { maxLength: 5 })
    .map((choices) => {
      let [state, ms] = ['open', receivedMs];
      return choices.map(([choice, minutes]): ReportMoment => {
        const may = following[state] ?? [];
        const type = may[choice % may.length] ?? 'resolved';
        state = type === 'reopened' || type === 'unlinked' ? 'open' : type;
        ms += minutes * minuteMs;
        return { type, at: iso(ms) };
      });
    });

const clock = (receivedMs: number): fc.Arbitrary<ReportClock> =>
  fc
    .record({
      name: fc.constantFrom('triage', 'acknowledge', 'firstResponse', 'resolve'),
      tier: fc.constantFrom(undefined, 'province', 'district', 'commune'),
      state: fc.constantFrom('running', 'paused', 'met', 'breached', 'cancelled'),
      window: fc.integer({ min: 1, max: 600 }),
      took: fc.integer({ min: 1, max: 3_000 }),
      isMade: fc.boolean(),
    })
    .map(({ name, tier, state, window, took, isMade }): ReportClock => {
      const due = receivedMs + window * minuteMs;
      const done = receivedMs + took * minuteMs;
      return {
        ...{ name: name, state: state },
        ...(name === 'acknowledge' && tier !== undefined && { tier: tier }),
        ...{ startedAt: iso(receivedMs), dueAt: iso(due) },
        ...(state === 'met' && { metAt: iso(Math.min(done, due)) }),
        ...(state === 'breached' && { breachedAt: iso(due) }),
        ...(state === 'breached' && isMade && { metAt: iso(Math.max(done, due + 1)) }),
        ...(state === 'cancelled' && { cancelledAt: iso(done) }),
      };
    });

/** Any ticket that the life of a ticket allows, in any place, of any kind. */
export const anyTicket: fc.Arbitrary<ReportTicket> = momentMs.chain((receivedMs) =>
  fc
    .record({
      path: fc.constantFrom(...places),
      category: fc.constantFrom('emergency', 'f0Consult', 'foodRelief'),
      channel: fc.constantFrom('hotline1022', 'web', 'press'),
      priority: fc.constantFrom('P1', 'P3', 'P5'),
      moments: moments(receivedMs),
      clocks: fc.array(clock(receivedMs), { maxLength: 5 }),
    })
    .map((facts) => aReportTicket({ ...(facts as Partial<ReportTicket>), receivedAt: iso(receivedMs) })),
);
