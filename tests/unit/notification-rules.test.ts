import { join } from 'node:path';
import { defaultRulesOf } from '../../src/domain/notification-defaults';
import { isQuietAt, planPage, ruleProblems } from '../../src/domain/notification-rules';
import type { NotificationRule, PageToPlan } from '../../src/domain/notification-rules';
import { priorities } from '../../src/domain/policy';
import { roles } from '../../src/domain/organisation';
import { loadNotificationDefaults } from '../../src/platform/reference-data/notification-rules';

const rule = (change: Partial<NotificationRule> = {}): NotificationRule => ({
  ...{ channel: 'push', afterMs: 0, priorities: ['P1', 'P2', 'P3'], quietHours: null },
  ...change,
});
const night = { from: '22:00', to: '06:00' };
/** A moment of 16 August 2021 in Viet Nam. */
const at = (time: string): number => Date.parse(`2021-08-16T${time}:00+07:00`);

const linkThenCall: readonly NotificationRule[] = [
  rule(),
  rule({ channel: 'voice', priorities: ['P1'] }),
  rule({ channel: 'voice', afterMs: 120_000, priorities: ['P3'], quietHours: night }),
];
const plan = (page: Partial<PageToPlan>): string[] =>
  planPage({
    people: [{ userId: 'anna', rules: linkThenCall }],
    priority: 'P3',
    nowMs: at('09:00'),
    leftMs: 360_000,
    otherwise: ['sms', 'voice'],
    ...page,
  }).map(
    ({ userId, channel, afterMs, withheld }) =>
      `${userId} ${channel} ${String(afterMs / 1_000)}s${withheld === undefined ? '' : ` ${withheld}`}`,
  );

describe('which messages a page makes', () => {
  test('a link at once, a call two minutes later; a P1 rings at once', () => {
    expect(plan({})).toEqual(['anna sms 0s', 'anna voice 120s']);
    expect(plan({ priority: 'P1' })).toEqual(['anna sms 0s', 'anna voice 0s']);
    expect(plan({ priority: 'P2' })).toEqual(['anna sms 0s']);
  });

  test('in quiet hours, across midnight, the call is withheld and the ledger can say so', () => {
    expect(plan({ nowMs: at('23:30') })).toEqual(['anna sms 0s', 'anna voice 120s quiet-hours']);
    expect(plan({ nowMs: at('05:59') })).toEqual(['anna sms 0s', 'anna voice 120s']);
    expect(plan({ nowMs: at('21:59') })).toEqual(['anna sms 0s', 'anna voice 120s quiet-hours']);
  });

  test('quiet hours never keep a P1 from anybody, whatever a stored rule says', () => {
    const rules = [rule({ quietHours: night })];
    expect(plan({ priority: 'P1', nowMs: at('03:00'), people: [{ userId: 'anna', rules }] })).toEqual([
      'anna sms 0s',
    ]);
  });

  test('a short step hears the later rules sooner: none waits longer than half of what is left', () => {
    expect(plan({ leftMs: 60_000 })).toEqual(['anna sms 0s', 'anna voice 30s']);
    expect(plan({ leftMs: 0 })).toEqual(['anna sms 0s', 'anna voice 0s']);
    expect(plan({ leftMs: null })).toEqual(['anna sms 0s', 'anna voice 120s']);
  });

  test('somebody without rules is told by the class’s channels at once', () => {
    expect(plan({ people: [{ userId: 'binh' }] })).toEqual(['binh sms 0s', 'binh voice 0s']);
  });

  test('one silent person among others stays silent; were all of them, all are told', () => {
    const asleep = { userId: 'chi', rules: [rule({ quietHours: night })] };
    const awake = { userId: 'anna', rules: [rule()] };
    expect(plan({ nowMs: at('02:00'), people: [asleep, awake] })).toEqual([
      'chi sms 0s quiet-hours',
      'anna sms 0s',
    ]);
    expect(plan({ nowMs: at('02:00'), people: [asleep] })).toEqual(['chi sms 0s', 'chi voice 0s']);
    const p1Only = { userId: 'dung', rules: [rule({ priorities: ['P1'] })] };
    expect(plan({ priority: 'P4', otherwise: ['sms'], people: [p1Only] })).toEqual(['dung sms 0s']);
  });

  test('push and SMS for one moment are one SMS while no console can show a push', () => {
    const rules = [rule(), rule({ channel: 'sms' }), rule({ channel: 'sms', afterMs: 60_000 })];
    expect(plan({ people: [{ userId: 'anna', rules }] })).toEqual(['anna sms 0s', 'anna sms 60s']);
  });

  test('nobody to page, nothing to send', () => {
    expect(plan({ people: [] })).toEqual([]);
  });
});

test.each([
  ['22:00', true],
  ['23:59', true],
  ['00:00', true],
  ['05:59', true],
  ['06:00', false],
  ['21:59', false],
])('22:00 to 06:00 at %s is quiet: %s', (time, quiet) => {
  expect(isQuietAt(night, at(time))).toBe(quiet);
});

test('hours within one day begin with their first minute and end before their last', () => {
  const noon = { from: '11:30', to: '13:00' };
  expect(['11:29', '11:30', '12:59', '13:00'].map((time) => isQuietAt(noon, at(time)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

describe('rules that may not be saved', () => {
  const mobile = '+84903000001';
  const pointers = (rules: readonly NotificationRule[], phone: string | null = mobile): string[] =>
    ruleProblems(rules, phone).map(({ pointer }) => pointer);

  test('good ones have no problem', () => {
    expect(ruleProblems(linkThenCall, mobile)).toEqual([]);
    expect(ruleProblems(linkThenCall, null)).toEqual([]);
  });

  test('without a rule for P1 within a minute nobody is reached in time', () => {
    expect(pointers([rule({ priorities: ['P2', 'P3'] })])).toEqual(['']);
    expect(pointers([rule({ afterMs: 60_001 })])).toEqual(['']);
    expect(pointers([rule({ afterMs: 60_000 })])).toEqual([]);
  });

  test('quiet hours on a P1 are refused where they stand, and said to be', () => {
    const [problem, ...rest] = ruleProblems([rule(), rule({ channel: 'voice', quietHours: night })], mobile);
    expect(problem).toEqual({
      pointer: '/1/quietHours',
      message: expect.stringContaining('never applies to P1'),
    });
    expect(rest).toEqual([]);
  });

  test('quiet hours without a beginning and an end, and the same rule twice', () => {
    const allDay = rule({ priorities: ['P3'], quietHours: { from: '08:00', to: '08:00' } });
    expect(pointers([rule({ priorities: ['P1'] }), allDay])).toEqual(['/1/quietHours/to']);
    expect(pointers([rule(), rule({ channel: 'sms', priorities: ['P3', 'P4'] })])).toEqual(['/1']);
  });

  test('a landline takes no SMS: its owner needs a call for P1', () => {
    expect(pointers([rule()], '+842743822222')).toEqual(['']);
    expect(pointers([rule(), rule({ channel: 'voice' })], '+842743822222')).toEqual([]);
  });
});

describe('the rules that come with the program', () => {
  const file = join(__dirname, '../../config/paging/notification-rules.json');

  test('are valid, and reach every role for every priority', () => {
    const defaults = loadNotificationDefaults(file, ruleProblems);
    for (const role of roles) {
      const covered = new Set(defaultRulesOf(defaults, role).flatMap((one) => one.priorities));
      expect([role, [...covered].sort()]).toEqual([role, [...priorities]]);
    }
  });

  test('a file that would leave somebody untold stops the start and names the role', () => {
    const refuseAll = () => [{ pointer: '', message: 'must hold a rule for P1' }];
    expect(() => loadNotificationDefaults(file, refuseAll)).toThrow(/notification-rules\.json.*responder/);
  });
});
