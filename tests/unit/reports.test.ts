import fc from 'fast-check';
import { csvOf, xlsxOf } from '../../src/api/reports/report-file';
import type { WorkedRoster } from '../../src/domain/effective-duty';
import type { HandOver } from '../../src/domain/hand-over';
import { newStanding } from '../../src/domain/hotline';
import { ReportCounter, type AreaReport, type UnitDepth } from '../../src/domain/report';
import { isBehind } from '../../src/domain/report-behind';
import { latenessesOf, lateRowsOf, skippedOf } from '../../src/domain/report-late';
import {
  bucketsOf,
  periodBefore,
  periodLabel,
  reportPeriod,
  type AskedPeriod,
  type ReportPeriod,
} from '../../src/domain/report-period';
import { emptyRostersOf, missedHandOversOf, silentHotlinesOf } from '../../src/domain/report-readiness';
import { writtenCell, type Sheet } from '../../src/domain/report-sheet';
import { quantile, type TicketFigures } from '../../src/domain/report-tally';
import { reportClocks, type ReportTicket } from '../../src/domain/report-ticket';
import { aClock, anyTicket, aReportTicket, at, places } from '../support/report-world';

const minute = 60_000;
const hour = 60 * minute;

function periodOf(asked: AskedPeriod, now: string): ReportPeriod {
  const period = reportPeriod(asked, new Date(now));
  if (typeof period === 'string') throw new Error(period);
  return period;
}
/** Sunday, 22 November 2026, at twenty to eleven. */
const today = periodOf({ kind: 'day', from: '2026-11-22' }, at(22, '10:40'));

function reportOf(
  tickets: readonly ReportTicket[],
  period = today,
  depth: UnitDepth = 'children',
  area = '74',
): AreaReport {
  const counter = new ReportCounter(area, period, depth);
  for (const ticket of tickets) counter.add(ticket);
  return counter.result();
}

describe('a period', () => {
  test('today is in it, as far as it has come, and says until when', () => {
    expect(today).toMatchObject({ since: at(22, '00:00'), until: at(22, '10:40'), isPartial: true });
    expect(periodLabel(today, 'vi')).toBe('22/11/2026 (đến 10:40)');
    expect(reportOf([aReportTicket({ receivedAt: at(22, '10:39') })]).total.received).toBe(1);
    expect(reportOf([aReportTicket({ receivedAt: at(22, '10:40') })]).total.received).toBe(0);
  });

  test('half a day is compared with half a day', () => {
    expect(periodBefore(today)).toMatchObject({
      ...{ from: '2026-11-21', since: at(21, '00:00'), until: at(21, '10:40') },
    });
  });

  test('a week begins on Monday, whichever of its days is named', () => {
    for (const from of ['2026-11-16', '2026-11-19', '2026-11-22']) {
      const week = periodOf({ kind: 'week', from }, at(25, '09:00'));
      expect(week).toMatchObject({ from: '2026-11-16', to: '2026-11-22', isPartial: false });
      expect(week.until).toBe(at(23, '00:00'));
    }
    const running = periodOf({ kind: 'week', from: '2026-11-22' }, at(18, '09:30'));
    expect(running).toMatchObject({ to: '2026-11-22', until: at(18, '09:30'), isPartial: true });
    expect(periodLabel(running, 'en')).toBe('16/11/2026 – 22/11/2026 (until 09:30 18/11)');
    expect(periodBefore(running)).toMatchObject({ from: '2026-11-09', until: at(11, '09:30') });
  });

  test.each([
    [{ kind: 'day', from: '2026-02-30' }, 'dates'],
    [{ kind: 'span', from: '2026-11-20', to: '2026-11-19' }, 'order'],
    [{ kind: 'span', from: '2026-08-22', to: '2026-11-22' }, 'tooLong'],
    [{ kind: 'day', from: '2026-11-23' }, 'future'],
  ] as const)('%j is refused: %s', (asked, why) => {
    expect(reportPeriod(asked, new Date(at(22, '10:40')))).toBe(why);
  });

  test('92 days are allowed, and counted by day; a day is counted by hour', () => {
    const longest = periodOf({ kind: 'span', from: '2026-08-23', to: '2026-11-22' }, at(23, '00:00'));
    expect(bucketsOf(longest)).toHaveLength(92);
    expect(bucketsOf(today)).toHaveLength(11);
  });
});

describe('tickets', () => {
  test('a small day, counted by hand', () => {
    const { total } = reportOf([
      // Since yesterday, still in work.
      aReportTicket({ receivedAt: at(21, '09:00') }),
      // Of yesterday, closed this morning.
      aReportTicket({
        receivedAt: at(21, '22:00'),
        moments: [
          { type: 'resolved', at: at(22, '01:00') },
          { type: 'closed', at: at(22, '07:00') },
        ],
      }),
      // Closed yesterday, opened again this morning: it was not done.
      aReportTicket({
        receivedAt: at(20, '09:00'),
        moments: [
          { type: 'resolved', at: at(20, '12:00') },
          { type: 'closed', at: at(21, '12:00') },
          { type: 'reopened', at: at(22, '09:00') },
        ],
      }),
      // Of today: done and waiting to be closed; cancelled; the duplicate of another.
      aReportTicket({ moments: [{ type: 'resolved', at: at(22, '10:00') }] }),
      aReportTicket({ moments: [{ type: 'cancelled', at: at(22, '09:00') }] }),
      aReportTicket({ moments: [{ type: 'linked', at: at(22, '09:30') }] }),
      // Ended before the day began, and never looked at again.
      aReportTicket({ receivedAt: at(20, '09:00'), moments: [{ type: 'cancelled', at: at(20, '10:00') }] }),
      // Closed after the report was counted.
      aReportTicket({ moments: [{ type: 'closed', at: at(22, '11:00') }] }),
    ]);
    expect(total).toMatchObject({
      ...{ openAtStart: 2, received: 4, cameBack: 1, closed: 1, cancelled: 1, duplicates: 1 },
      ...{ openAtEnd: 4, awaitingClose: 1, reopened: 1 },
    });
  });

  test('one that was closed, opened and closed again in a day was closed once', () => {
    const { total } = reportOf([
      aReportTicket({
        moments: [
          { type: 'closed', at: at(22, '09:00') },
          { type: 'reopened', at: at(22, '09:10') },
          { type: 'closed', at: at(22, '10:00') },
        ],
      }),
    ]);
    expect(total).toMatchObject({ received: 1, closed: 1, reopened: 1, openAtEnd: 0 });
  });

  test('a report of yesterday says the same tomorrow: what came later is not in it', () => {
    const yesterday = periodOf({ kind: 'day', from: '2026-11-21' }, at(22, '10:40'));
    const ticket = aReportTicket({ receivedAt: at(21, '09:00') });
    const later: ReportTicket = {
      ...ticket,
      moments: [{ type: 'closed', at: at(22, '09:00') }],
      clocks: [aClock({ name: 'resolve', startedAt: at(21, '09:00'), state: 'met', metAt: at(22, '08:00') })],
    };
    const running = [aClock({ name: 'resolve', startedAt: at(21, '09:00') })];
    expect(reportOf([later], yesterday).total).toEqual(
      reportOf([{ ...ticket, clocks: running }], yesterday).total,
    );
  });
});

describe('clocks', () => {
  const met = (took: number) =>
    aReportTicket({
      clocks: [
        aClock({
          ...{ name: 'firstResponse', state: 'met', startedAt: at(22, '08:00') },
          metAt: new Date(Date.parse(at(22, '08:00')) + took * minute).toISOString(),
        }),
      ],
    });

  test('met, broken and running, with the median and what nine of ten did not exceed', () => {
    const broken = aReportTicket({
      clocks: [aClock({ name: 'firstResponse', state: 'breached', breachedAt: at(22, '10:00') })],
    });
    const waiting = aReportTicket({ clocks: [aClock({ name: 'firstResponse' })] });
    const took = [5, 10, 15, 20, 25, 30, 35, 40, 50].map(met);
    expect(reportOf([...took, broken, waiting]).total.clocks.firstResponse).toEqual({
      ...{ met: 9, breached: 1, running: 1, metShare: 0.9 },
      ...{ medianMs: 25 * minute, p90Ms: 50 * minute },
    });
  });

  test('of fewer than ten a percentage says nothing, and there is none', () => {
    expect(reportOf([met(5), met(9)]).total.clocks.firstResponse).toMatchObject({
      ...{ met: 2, breached: 0, metShare: null },
    });
  });

  test('one that was broken yesterday and made up for today was broken yesterday', () => {
    const clock = aClock({
      ...{ name: 'resolve', state: 'breached', startedAt: at(21, '08:00') },
      ...{ dueAt: at(21, '13:00'), breachedAt: at(21, '13:00'), metAt: at(22, '09:00') },
    });
    const ticket = aReportTicket({ receivedAt: at(21, '08:00'), clocks: [clock] });
    const yesterday = periodOf({ kind: 'day', from: '2026-11-21' }, at(22, '10:40'));
    expect(reportOf([ticket], yesterday).total.clocks.resolve).toMatchObject({ breached: 1, medianMs: null });
    expect(reportOf([ticket]).total.clocks.resolve).toMatchObject({ breached: 0, met: 0, running: 0 });
  });

  test('the turn of a tier counts for the tier, and not a second time for the promise', () => {
    const report = reportOf([
      aReportTicket({
        clocks: [
          aClock({
            ...{ name: 'acknowledge', tier: 'district', state: 'breached', dueAt: at(22, '08:10') },
            breachedAt: at(22, '08:10'),
          }),
          aClock({ name: 'acknowledge', state: 'met', metAt: at(22, '08:20') }),
        ],
      }),
    ]);
    expect(report.total.clocks.acknowledge).toMatchObject({ met: 1, breached: 0 });
    expect(report.tiers.find(({ tier }) => tier === 'district')).toMatchObject({
      ...{ windows: { met: 0, breached: 1 }, lostMs: 10 * minute },
    });
  });

  test('quantiles are values that somebody had', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([7], 0.9)).toBe(7);
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9);
  });
});

describe('whatever happens', () => {
  const periods = [
    today,
    periodOf({ kind: 'day', from: '2026-11-21' }, at(25, '00:00')),
    periodOf({ kind: 'span', from: '2026-11-20', to: '2026-11-23' }, at(25, '00:00')),
  ];
  const world = fc.array(anyTicket, { maxLength: 25 });
  const anyPeriod = fc.constantFrom(...periods);
  const anyDepth = fc.constantFrom<UnitDepth>('children', 'innermost');

  /** Every count of tickets and clocks, as one list. */
  const countsOf = (figures: TicketFigures): number[] => [
    ...[figures.received, figures.openAtStart, figures.cameBack, figures.closed, figures.cancelled],
    ...[figures.duplicates, figures.openAtEnd, figures.awaitingClose, figures.reopened],
    ...reportClocks.flatMap((name) => {
      const { met, breached, running } = figures.clocks[name];
      return [met, breached, running];
    }),
  ];
  const sumOf = (rows: readonly { readonly figures: TicketFigures }[]): number[] =>
    rows.reduce<number[]>(
      (sum, { figures }) => countsOf(figures).map((count, index) => count + (sum[index] ?? 0)),
      countsOf(reportOf([]).total),
    );

  test('in every breakdown each ticket is in exactly one row: the rows are the whole', () => {
    fc.assert(
      fc.property(world, anyPeriod, anyDepth, (tickets, period, depth) => {
        const report = reportOf(tickets, period, depth);
        const whole = countsOf(report.total);
        for (const rows of [report.units, report.categories, report.channels, report.priorities])
          expect(sumOf(rows)).toEqual(whole);
        const inBuckets = (name: 'received' | 'ended') =>
          report.series.reduce((sum, bucket) => sum + bucket[name], 0);
        const { received, closed, cancelled, duplicates } = report.total;
        expect([inBuckets('received'), inBuckets('ended')]).toEqual([
          received,
          closed + cancelled + duplicates,
        ]);
        expect(report.tiers.reduce((sum, tier) => sum + tier.received, 0)).toBe(received);
      }),
      { numRuns: 200 },
    );
  });

  test('what was open and what came is what ended and what is open', () => {
    fc.assert(
      fc.property(world, anyPeriod, (tickets, period) => {
        const { total } = reportOf(tickets, period);
        expect(total.openAtStart + total.received + total.cameBack).toBe(
          total.closed + total.cancelled + total.duplicates + total.openAtEnd,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('each clock is decided in one day: the days of a week are the week', () => {
    const [from, until] = [20, 23];
    const days = [20, 21, 22, 23].map((day) =>
      periodOf({ kind: 'day', from: `2026-11-${String(day)}` }, at(25, '00:00')),
    );
    const whole = periodOf(
      { kind: 'span', from: `2026-11-${String(from)}`, to: `2026-11-${String(until)}` },
      at(25, '00:00'),
    );
    fc.assert(
      fc.property(world, (tickets) => {
        for (const name of reportClocks) {
          const inDays = days.map((day) => reportOf(tickets, day).total.clocks[name]);
          const inSpan = reportOf(tickets, whole).total.clocks[name];
          for (const outcome of ['met', 'breached'] as const)
            expect(inDays.reduce((sum, tally) => sum + tally[outcome], 0)).toBe(inSpan[outcome]);
          expect(inDays.at(-1)?.running).toBe(inSpan.running);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('the list behind a number is as long as the number', () => {
    fc.assert(
      fc.property(world, anyPeriod, (tickets, period) => {
        const { total } = reportOf(tickets, period);
        const behind = (figure: Parameters<typeof isBehind>[1]['figure']) =>
          tickets.filter((ticket) => isBehind(ticket, { figure }, period)).length;
        for (const figure of [
          ...(['received', 'closed', 'cancelled', 'duplicates', 'openAtEnd', 'awaitingClose'] as const),
        ])
          expect([figure, behind(figure)]).toEqual([figure, total[figure]]);
      }),
      { numRuns: 200 },
    );
  });

  test('by unit means the units below the area, and what lies in the area itself', () => {
    const tickets = places.map((path) => aReportTicket({ path }));
    const keysOf = (depth: UnitDepth, area: string) =>
      reportOf(
        tickets.filter(({ path }) => path.some(({ code }) => code === area)),
        today,
        depth,
        area,
      ).units.map(({ key, figures }) => `${key} ${String(figures.received)}`);
    expect(keysOf('children', '74')).toEqual(['718 3', '725 1', '74 1']);
    expect(keysOf('innermost', '74')).toEqual(['25747 1', '25750 1', '25978 1', '718 1', '74 1']);
    expect(keysOf('children', '718')).toEqual(['25747 1', '25750 1', '718 1']);
    expect(keysOf('children', '25747')).toEqual(['25747 1']);
  });
});

describe('late units are named', () => {
  const step = (tier: 'district' | 'commune', unitCode: string, time: string) =>
    ({ type: 'stepOpened', at: at(22, time), tier, unitCode, teamIds: [`team-${unitCode}`] }) as const;

  test('a turn that passed is the tier’s whose turn it was, until somebody claimed', () => {
    const ticket = aReportTicket({
      clocks: [
        aClock({
          ...{ name: 'acknowledge', tier: 'district', state: 'breached' },
          ...{ dueAt: at(22, '08:10'), breachedAt: at(22, '08:10') },
        }),
      ],
      steps: [step('district', '718', '08:00'), step('commune', '25747', '08:10')],
      assignments: [
        {
          ...{ teamId: 'team-25747', userId: 'u1', unitCode: '25747', tier: 'commune' },
          claimedAt: at(22, '08:40'),
        },
      ],
    });
    const [row, ...others] = lateRowsOf(latenessesOf(ticket, today));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ unitCode: '718', clock: 'acknowledge', count: 1, open: 0, longestMs: 30 * minute },
      ...{ openSince: null, codes: [ticket.code] },
      longest: { teamIds: ['team-718'], userId: null },
    });
  });

  test('who owned the ticket when a promise was broken owed it, and since when is said while it is not kept', () => {
    const late = (dueAt: string, metAt?: string) =>
      aReportTicket({
        clocks: [
          aClock({
            ...{ name: 'resolve', state: 'breached', dueAt, breachedAt: dueAt },
            ...(metAt !== undefined && { metAt }),
          }),
        ],
        assignments: [
          {
            ...{ teamId: 'team-25747', userId: 'u1', unitCode: '25747', tier: 'commune' },
            claimedAt: at(22, '08:05'),
          },
        ],
      });
    const tickets = [late(at(22, '09:00')), late(at(22, '09:30'), at(22, '09:50')), late(at(22, '10:10'))];
    const [row] = lateRowsOf(tickets.flatMap((ticket) => latenessesOf(ticket, today)));
    expect(row).toMatchObject({
      ...{ unitCode: '25747', clock: 'resolve', count: 3, open: 2, longestMs: 100 * minute },
      ...{ openSince: at(22, '09:00'), longest: { userId: 'u1', code: tickets[0]?.code } },
    });
    expect(row?.codes).toEqual([tickets[0], tickets[2], tickets[1]].map((ticket) => ticket?.code));
  });

  test('what was broken before and is still not done is named again; what was made up for is not', () => {
    const old = (change: Partial<ReportTicket>) =>
      aReportTicket({
        receivedAt: at(20, '08:00'),
        clocks: [
          aClock({
            ...{ name: 'resolve', state: 'breached', startedAt: at(20, '08:00') },
            ...{ dueAt: at(20, '13:00'), breachedAt: at(20, '13:00') },
          }),
        ],
        ...change,
      });
    expect(latenessesOf(old({}), today)).toMatchObject([{ isOpen: true, unitCode: '74' }]);
    expect(latenessesOf(old({ moments: [{ type: 'cancelled', at: at(21, '10:00') }] }), today)).toEqual([]);
  });

  test('a step that found nobody on duty is counted for its unit, once a ticket', () => {
    const skipped = { ...step('commune', '25747', '08:00'), type: 'stepSkipped', teamIds: [] } as const;
    expect(
      skippedOf(aReportTicket({ steps: [skipped, { ...skipped, at: at(22, '09:00') }] }), today),
    ).toEqual(['25747']);
    expect(skippedOf(aReportTicket({ steps: [{ ...skipped, at: at(21, '09:00') }] }), today)).toEqual([]);
  });
});

describe('who was not ready', () => {
  const yesterday = periodOf({ kind: 'day', from: '2026-11-21' }, at(22, '10:40'));

  test('hours in which nobody of a team could be paged', () => {
    const shift = {
      ...{
        id: 's1',
        teamId: 'night',
        userId: 'u1',
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        from: '18:00',
        to: '06:00',
      },
      ...{ validFrom: '2026-01-01', validTo: null },
    };
    const roster: WorkedRoster = {
      shifts: [shift, { ...shift, id: 's2', teamId: 'always', from: '00:00', to: '00:00' }],
      overrides: [],
    };
    const teams = ['night', 'always', 'nobody'].map((id) => ({ id, name: `Đội ${id}`, unitCode: '25747' }));
    const found = emptyRostersOf(roster, teams, yesterday, () => true);
    expect(found).toMatchObject([
      { teamId: 'nobody', totalMs: 24 * hour, isWhole: true, isEmptyAtEnd: true },
      { teamId: 'night', gaps: 1, totalMs: 12 * hour, longestFrom: at(21, '06:00'), isWhole: false },
    ]);
    // Somebody without a telephone cannot be paged.
    expect(emptyRostersOf(roster, teams, yesterday, () => false)).toHaveLength(3);
  });

  test('a number is silent by the roll-calls that rang it properly', () => {
    const number = {
      ...{ id: 'n1', unitCode: '718', teamId: null, label: 'Trực', number: '+842743822718', published: true },
    };
    const ring = (rollCallId: string, result: 'answered' | 'noAnswer' | 'notRung') => ({
      ...{ rollCallId, numberId: 'n1', result },
    });
    const rings = [
      ...[ring('a', 'noAnswer'), ring('a', 'answered')],
      ...[ring('b', 'noAnswer'), ring('b', 'noAnswer'), ring('c', 'notRung')],
    ];
    const standings = new Map([['n1', newStanding('n1', number.number)]]);
    expect(silentHotlinesOf(rings, [number], standings)).toMatchObject([
      { unitCode: '718', checks: 2, silent: 1, listing: 'listed' },
    ]);
    expect(silentHotlinesOf(rings.slice(0, 2), [number], standings)).toEqual([]);
  });

  test('a shift that nobody took over in time', () => {
    const handOver = (change: Partial<HandOver>): HandOver => ({
      ...{ id: 'h', kind: 'handOver', teamId: 't', teamName: 'Đội', unitCode: '25747', unitCodes: ['74'] },
      ...{ at: at(21, '18:00'), outgoingUserIds: [], incomingUserIds: [], supervisorUserIds: [], work: [] },
      ...{ state: 'overdue', acknowledgeBy: at(21, '18:15'), acknowledgedBy: null, acknowledgedAt: null },
      ...{ overdueAt: at(21, '18:15'), createdAt: at(21, '18:00') },
      ...change,
    });
    expect(
      missedHandOversOf(
        [
          handOver({}),
          handOver({ state: 'acknowledged', acknowledgedAt: at(21, '18:10') }),
          handOver({ state: 'acknowledged', acknowledgedAt: at(21, '19:00') }),
          handOver({ kind: 'nobodyThere', acknowledgeBy: null }),
          handOver({ at: at(20, '18:00') }),
        ],
        yesterday,
      ),
    ).toMatchObject([{ teamId: 't', missed: 2, open: 1 }]);
  });
});

describe('a file', () => {
  const sheet = (cell: string): Sheet => ({
    ...{ name: 'late', title: 'Trễ hạn', heading: ['Báo cáo'] },
    columns: [
      { title: 'Đội', kind: 'text' },
      { title: 'Chênh lệch', kind: 'count' },
    ],
    rows: [[cell, -3]],
  });

  test.each(['=HYPERLINK("http://x")', '+84901', '-1', '@SUM(A1)', '\t=1'])(
    'a name that begins as a formula does, %j, is text where the file is opened; a number below zero stays one',
    async (name) => {
      const cell = /[",]/.test(name) ? `"'${name.replaceAll('"', '""')}"` : `'${name}`;
      expect(csvOf([sheet(name)]).toString()).toBe(
        `\uFEFFBáo cáo\r\nTrễ hạn\r\nĐội,Chênh lệch\r\n${cell},-3\r\n`,
      );
      const { readSheet } = await import('read-excel-file/node');
      expect((await readSheet(await xlsxOf([sheet(name)]))).at(-1)).toEqual([name.trim(), -3]);
    },
  );

  test('commas, quotes and line ends stay inside their cell', () => {
    expect(csvOf([sheet('Đội "A", khu 1\nấp 2')]).toString()).toContain('"Đội ""A"", khu 1\nấp 2",-3');
  });

  test('percentages, whole minutes and local times are written as people read them', () => {
    expect(writtenCell(0.9567, 'share')).toBe(95.7);
    expect(writtenCell(90_000, 'minutes')).toBe(2);
    expect(writtenCell('2026-11-21T17:05:00.000Z', 'time')).toBe('2026-11-22 00:05');
    expect(writtenCell(null, 'share')).toBeNull();
  });
});
