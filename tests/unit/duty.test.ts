import fc from 'fast-check';
import { dutyChanges, dutyOf, peopleOnDuty } from '../../src/domain/effective-duty';
import {
  acknowledgeHandOver,
  dutyNews,
  handOverIntents,
  handOverOf,
  openWorkOf,
} from '../../src/domain/hand-over';
import type { DutyOverride, DutyShift } from '../../src/domain/organisation';
import { defaultDutyRules } from '../../src/domain/policy';
import { turnOn, turnsBetween } from '../../src/domain/roster';

/** Who works when: the roster, what differs from it, and what a change of shift brings. */

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const shift = (
  userId: string | null,
  from: string,
  to: string,
  change: Partial<DutyShift> = {},
): DutyShift => ({
  ...{ id: `${String(userId)}-${from}`, teamId: 'team', userId, weekdays: everyDay, from, to },
  ...{ validFrom: '2021-08-01', validTo: null, ...change },
});
/** A moment in Bình Dương's own time. */
const local = (time: string): string => new Date(`2021-08-${time}:00+07:00`).toISOString();
let made = 0;
const override = (userId: string, instead: string | null, from: string, until: string): DutyOverride => ({
  ...{ id: `override-${String((made += 1))}`, teamId: 'team', userId, replacesUserId: instead },
  ...{ from: local(from), until: local(until), createdAt: new Date(made).toISOString() },
});
const days = [shift('an', '07:00', '19:00'), shift('binh', '19:00', '07:00')];
const all = (_userId: string): boolean => true;

test('a night turn ends the next morning, and a shift has none on other days or after its last', () => {
  const night = shift('an', '19:00', '07:00', { weekdays: [1], validTo: '2021-08-23' });
  expect(turnOn(night, '2021-08-16')).toEqual({ from: local('16T19:00'), until: local('17T07:00') });
  expect([turnOn(night, '2021-08-17'), turnOn(night, '2021-08-23'), turnOn(night, '2021-07-26')]).toEqual([
    ...[null, null, null],
  ]);
  expect(turnsBetween([night], local('17T06:00'), local('17T06:30'))).toHaveLength(1);
  expect(turnsBetween([night], local('17T07:00'), local('18T07:00'))).toEqual([]);
});

test('who took over is on duty from the first minute to the last, may be taken over from, and nobody else changes', () => {
  const overrides = [
    override('chi', 'an', '16T09:00', '16T12:00'),
    override('dung', 'chi', '16T10:00', '16T11:00'),
  ];
  const at = (time: string): readonly string[] =>
    peopleOnDuty({ shifts: days, overrides }, 'team', local(time));
  expect(['16T08:59', '16T09:00', '16T10:30', '16T11:00', '16T12:00', '16T20:00'].map(at)).toEqual([
    ...[['an'], ['chi'], ['dung'], ['chi'], ['an'], ['binh']],
  ]);
  const besides = [override('chi', null, '16T09:00', '16T12:00')];
  expect(peopleOnDuty({ shifts: days, overrides: besides }, 'team', local('16T10:00'))).toEqual([
    'an',
    'chi',
  ]);
  expect(peopleOnDuty({ shifts: days, overrides: besides }, 'other', local('16T10:00'))).toEqual([]);
});

test('a change of duty is an end or a new beginning after nobody; whoever joins changes nothing', () => {
  const changesOf = (shifts: readonly DutyShift[], isReachable = all) =>
    dutyChanges(
      { shifts, overrides: [] },
      'team',
      { after: local('16T06:00'), until: local('16T23:00') },
      isReachable,
    );
  expect(changesOf(days).map(({ at, leaving, coming }) => [at, leaving, coming])).toEqual([
    [local('16T07:00'), ['binh'], ['an']],
    [local('16T19:00'), ['an'], ['binh']],
  ]);
  expect(changesOf([shift('an', '00:00', '00:00')])).toEqual([]);
  expect(changesOf([shift('an', '00:00', '00:00'), shift('binh', '08:00', '09:00')])).toEqual([
    { at: local('16T09:00'), leaving: ['binh'], coming: [], present: ['an'] },
  ]);
  expect(changesOf([shift('an', '08:00', '09:00')]).map(({ present }) => present)).toEqual([['an'], []]);
  expect(changesOf(days, (userId) => userId !== 'binh').map(({ present }) => present)).toEqual([['an'], []]);
  expect(changesOf([shift('an', '07:00', '19:00'), shift(null, '19:00', '07:00')])[1]?.present).toEqual([]);
});

test('however a roster is made, walking its changes tells who is on duty at every minute between them', () => {
  const time = fc
    .integer({ min: 0, max: 47 })
    .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
  const shiftOf = fc.tuple(fc.constantFrom('an', 'binh', 'chi'), time, time);
  fc.assert(
    fc.property(fc.array(shiftOf, { maxLength: 5 }), fc.integer({ min: 0, max: 1439 }), (drawn, minute) => {
      const shifts = drawn.map(([userId, from, to], index) => shift(userId, from, to, { id: String(index) }));
      const [after, until] = [
        local('16T00:00'),
        new Date(Date.parse(local('16T00:00')) + minute * 60_000).toISOString(),
      ];
      const roster = { shifts, overrides: [] };
      const left = dutyChanges(roster, 'team', { after, until }).flatMap(({ leaving }) => leaving);
      const gone = peopleOnDuty(roster, 'team', after).filter(
        (userId) => !peopleOnDuty(roster, 'team', until).includes(userId),
      );
      // Nobody leaves unnoticed.
      expect(gone.filter((userId) => !left.includes(userId))).toEqual([]);
    }),
  );
});

test('somebody’s own duty counts what they took over and what was taken from them', () => {
  const roster = { shifts: days, overrides: [override('chi', 'an', '16T09:00', '16T12:00')] };
  const of = (userId: string) => dutyOf(userId, roster, local('16T06:00'), local('16T20:00'));
  expect(of('chi')).toEqual([{ teamId: 'team', from: local('16T09:00'), until: local('16T12:00') }]);
  expect(of('an').map(({ from }) => from)).toEqual([local('16T07:00'), local('16T12:00')]);
  expect(of('nobody')).toEqual([]);
});

test('a look finds the last change since the one before, the gap ahead, and the next moment', () => {
  const look = (shifts: readonly DutyShift[], since: string, at: string) =>
    dutyNews(
      { shifts, overrides: [] },
      'team',
      { since: local(since), at: local(at) },
      defaultDutyRules,
      all,
    );
  expect(look(days, '16T06:00', '16T06:30')).toEqual({
    change: null,
    gapsAhead: [],
    nextAt: local('16T07:00'),
  });
  // Two changes were missed: the work goes to whoever is there now.
  expect(look(days, '16T06:00', '16T20:00').change).toMatchObject({
    at: local('16T19:00'),
    coming: ['binh'],
  });
  const lonely = [shift('an', '07:00', '19:00')];
  expect(look(lonely, '16T08:00', '16T09:00')).toEqual({
    change: null,
    gapsAhead: [],
    nextAt: local('16T18:30'),
  });
  expect(look(lonely, '16T09:00', '16T18:30')).toMatchObject({
    ...{ change: null, gapsAhead: [{ at: local('16T19:00'), leaving: ['an'] }], nextAt: local('16T19:00') },
  });
  expect(look(lonely, '16T18:30', '16T19:00').change).toMatchObject({ present: [], leaving: ['an'] });
  expect(look([], '16T08:00', '16T09:00').nextAt).toBe(local('17T09:00'));
  // A change that nobody saw for a day is no news.
  expect(
    look([shift('an', '07:00', '19:00', { validTo: '2021-08-03' })], '02T18:00', '05T09:00').change,
  ).toBeNull();
});

test('a quiet hand-over tells nobody; one with work is taken once, and the second learns by whom', () => {
  const change = { at: local('16T19:00'), leaving: ['an'], coming: ['binh'], present: ['binh'] };
  const team = { teamId: 'team', teamName: 'Đội', unitCode: '25747', unitCodes: ['74', '25747'] };
  const facts = { ...team, supervisorUserIds: ['chief'], work: [] };
  const quiet = handOverOf(change, facts, defaultDutyRules, change.at);
  expect([quiet.state, handOverIntents(quiet)]).toEqual(['told', []]);
  const work = [
    {
      ticketId: 't',
      code: 'BD-1',
      priority: 'P2',
      category: 'other',
      status: 'claimed',
      isOwned: true,
      next: null,
    },
  ] as const;
  const busy = handOverOf(change, { ...facts, work }, defaultDutyRules, change.at);
  expect(busy).toMatchObject({ state: 'waiting', acknowledgeBy: local('16T19:15') });
  expect(handOverIntents(busy).map(({ key, lane }) => [key, lane])).toEqual([
    ['handOver-team-20210816T120000/team.handOver/binh/sms', 'urgent'],
  ]);
  const taken = acknowledgeHandOver(busy, { userId: 'binh', at: local('16T19:05') });
  const again = () => acknowledgeHandOver(taken, { userId: 'chief', at: local('16T19:06') });
  expect(again).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ acknowledgedBy: 'binh' }) }),
  );
  expect(() => acknowledgeHandOver(quiet, { userId: 'binh', at: change.at })).toThrow();
  const nobody = handOverOf(
    { ...change, coming: [], present: [] },
    { ...facts, work },
    defaultDutyRules,
    change.at,
  );
  expect(handOverIntents(nobody).map(({ template, recipient }) => [template, recipient])).toEqual([
    ['supervisor.nobodyThere', { kind: 'user', userId: 'chief' }],
  ]);
});

test('open work is what the team owns and has not finished, or is being asked to take; the most urgent first', () => {
  const owned = (id: string, priority: 'P1' | 'P3', change: object = {}) =>
    ({
      ...{
        ticketId: id,
        code: id,
        priority,
        category: 'other',
        status: 'claimed',
        declinedTeamIds: [],
        clocks: [],
      },
      ...{ assignments: [{ teamId: 'team' }], ...change },
    }) as never;
  const step = { status: 'open', teams: [{ teamId: 'team', userIds: [] }] };
  const asked = { status: 'dispatched', assignments: [], ladder: { steps: [step] } };
  const work = openWorkOf('team', [
    owned('later', 'P3'),
    owned('asked', 'P1', asked),
    owned('declined', 'P1', { ...asked, declinedTeamIds: ['team'] }),
    owned('passed', 'P1', { ...asked, ladder: { steps: [{ ...step, status: 'passed' }] } }),
    owned('done', 'P1', { status: 'resolved' }),
    owned('handed back', 'P1', { assignments: [{ teamId: 'team', endedAt: 'x' }] }),
    owned('others', 'P1', { assignments: [{ teamId: 'other' }], ladder: { steps: [step] } }),
  ]);
  expect(work.map(({ ticketId, isOwned }) => [ticketId, isOwned])).toEqual([
    ['asked', false],
    ['later', true],
  ]);
});
