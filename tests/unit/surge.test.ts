import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { concernsSurge, rightsOf } from '../../src/api/rights';
import type { Role, User } from '../../src/domain/organisation';
import { choosePolicy } from '../../src/domain/policy-choice';
import { shortScript } from '../../src/domain/short-script';
import {
  decideSurge,
  isInForce,
  rulingSurge,
  spansOf,
  surgeMs,
  type SurgeDecision,
  type SurgeSwitch,
} from '../../src/domain/surge';
import { loadDefaultPolicies, loadProtocols, loadSurgeProfiles } from '../../src/platform/reference-data';

const protocols = loadProtocols();
const policies = loadDefaultPolicies();
const profiles = loadSurgeProfiles({ protocols, policies });
const profile = (id: string) => profiles.find((one) => one.id === id)!;
const peak = profile('epidemic-peak');

const province = { tier: 'province', code: '74' } as const;
const thuDauMot = { tier: 'district', code: '718' } as const;
const phuCuong = [province, thuDauMot, { tier: 'commune', code: '25747' }] as const;
const at = (time: string): string => `2021-08-16T${time}:00.000Z`;

const switchOn = (endsAt: string, reason = 'quá tải'): SurgeSwitch => ({
  ...{ on: true, profile: peak, reason, endsAt },
});
const decide = (last: SurgeDecision | null, wanted: SurgeSwitch, time: string, unit = 2, version?: number) =>
  decideSurge(
    last,
    { ...wanted, unitPath: phuCuong.slice(0, unit), version: version ?? last?.version ?? 0, byUserId: 'c' },
    at(time),
  );

describe('the switch', () => {
  test('begins at once, ends by time alone, and needs nobody for that', () => {
    const on = decide(null, switchOn(at('06:00')), '02:00');
    expect(isInForce(on, at('02:00'))).toBe(true);
    expect(isInForce(on, at('05:59'))).toBe(true);
    expect(isInForce(on, at('06:00'))).toBe(false);
    expect(isInForce(on, at('01:59'))).toBe(false);
  });

  test('prolonged while it is on, it is the same surge; after its end another', () => {
    const on = decide(null, switchOn(at('06:00')), '02:00');
    const longer = decide(on, switchOn(at('10:00')), '05:00');
    expect(longer).toMatchObject({ version: 2, since: at('02:00') });
    expect(decide(longer, switchOn(at('18:00')), '12:00')).toMatchObject({ version: 3, since: at('12:00') });
  });

  test('of two commanders the second hears who was quicker', () => {
    const on = decide(null, switchOn(at('06:00')), '02:00');
    expect(() => decide(on, { on: false, reason: 'hết' }, '03:00', 2, 0)).toThrow(
      expect.objectContaining({ code: 'surge-changed', facts: { version: 1, by: 'c', at: at('02:00') } }),
    );
  });

  test('what is not on cannot be ended', () => {
    const off = { on: false, reason: 'hết' } as const;
    const refused = expect.objectContaining({ code: 'surge-not-on' });
    expect(() => decide(null, off, '02:00')).toThrow(refused);
    const over = decide(null, switchOn(at('06:00')), '02:00');
    expect(() => decide(over, off, '06:00')).toThrow(refused);
    expect(() => decide(decide(over, off, '03:00'), off, '04:00')).toThrow(refused);
  });

  test.each([
    ['in the past', at('01:00'), 'must be at least 10 minutes ahead'],
    ['at once', at('02:09'), 'must be at least 10 minutes ahead'],
    ['in eight days', '2021-08-24T02:00:00.000Z', 'must be within 168 hours: then decide again'],
  ])('an end %s is refused beside its field', (_, endsAt, message) => {
    expect(() => decide(null, switchOn(endsAt), '02:00')).toThrow(
      expect.objectContaining({ code: 'invalid-command', message, facts: { pointer: '/endsAt' } }),
    );
  });
});

describe('units within units', () => {
  const ofProvince = decide(null, switchOn(at('20:00'), 'tỉnh'), '02:00', 1);
  const ofDistrict = decide(null, switchOn(at('06:00'), 'huyện'), '02:00', 2);

  test('the nearest one that is in force rules; when it ends, the one above does', () => {
    const both = [ofProvince, ofDistrict];
    expect(rulingSurge(both, phuCuong, at('05:00'))?.reason).toBe('huyện');
    expect(rulingSurge(both, phuCuong, at('07:00'))?.reason).toBe('tỉnh');
    expect(rulingSurge(both, phuCuong, at('21:00'))).toBeNull();
    expect(rulingSurge([ofDistrict], [province, { code: '725' }], at('05:00'))).toBeNull();
  });

  test('switching off one’s own gives room to the one above', () => {
    const off = decide(ofDistrict, { on: false, reason: 'bớt' }, '04:00', 2);
    expect(rulingSurge([ofProvince, off], phuCuong, at('05:00'))?.reason).toBe('tỉnh');
  });
});

describe('the history', () => {
  test('says from when to when, and whether somebody or the clock ended it', () => {
    const first = decide(null, switchOn(at('06:00')), '02:00');
    const longer = decide(first, switchOn(at('08:00')), '05:00');
    const again = decide(longer, switchOn(at('14:00')), '10:00');
    const off = decide(again, { on: false, reason: 'bớt' }, '12:00');
    const last = decide(off, switchOn(at('20:00')), '15:00');
    const all = [off, first, last, again, longer];
    expect(spansOf(all, at('16:00'))).toMatchObject([
      { from: at('02:00'), until: at('08:00'), ended: 'byItself', changes: 1 },
      { from: at('10:00'), until: at('12:00'), ended: 'byHand', changes: 0 },
      { from: at('15:00'), until: null, ended: null },
    ]);
    expect(spansOf(all, at('21:00')).at(-1)).toMatchObject({ until: at('20:00'), ended: 'byItself' });
    expect(surgeMs(spansOf(all, at('16:00')), at('07:00'), at('16:00'))).toBe(4 * 3_600_000);
  });

  test('whatever is decided and when, spans never overlap', () => {
    const steps = fc.array(
      fc.record({ afterMinutes: fc.nat(300), hours: fc.integer({ min: 1, max: 9 }), off: fc.boolean() }),
    );
    fc.assert(
      fc.property(steps, (list) => {
        let last: SurgeDecision | null = null;
        const all: SurgeDecision[] = [];
        let ms = Date.parse(at('00:00'));
        for (const { afterMinutes, hours, off } of list) {
          ms += (afterMinutes + 1) * 60_000;
          const now = new Date(ms).toISOString();
          const wanted: SurgeSwitch = off
            ? { on: false, reason: 'x' }
            : switchOn(new Date(ms + hours * 3_600_000).toISOString());
          const facts = {
            unitPath: phuCuong,
            version: last?.version ?? 0,
            byUserId: 'c',
          };
          try {
            last = decideSurge(last, { ...wanted, ...facts }, now);
            all.push(last);
          } catch {
            expect(off).toBe(true);
          }
        }
        const spans = spansOf(all, new Date(ms).toISOString());
        spans.forEach(({ from, until }, index) => {
          const next = spans[index + 1];
          if (next) expect(until !== null && until <= next.from && from < until).toBe(true);
        });
      }),
    );
  });
});

describe('the short script', () => {
  const asked = (category: string) => shortScript(protocols.get(category)!, peak.scripts).map(({ id }) => id);

  test('keeps every red flag and everything that must be asked', () => {
    for (const protocol of protocols.values()) {
      const must = protocol.questions.filter(({ required, redFlags }) => required || redFlags.length > 0);
      expect(asked(protocol.category)).toEqual(expect.arrayContaining(must.map(({ id }) => id)));
    }
  });

  test('food relief: what decides the class and how many people, nothing else', () => {
    expect(asked('foodRelief')).toEqual([
      ...['noFoodToday', 'infantFormula', 'scheduled', 'people', 'medicineShortage', 'someoneIll'],
    ]);
  });

  test('a consult loses what only weighs together', () => {
    const left = asked('f0Consult');
    expect(protocols.get('f0Consult')?.questions).toHaveLength(23);
    expect(left).toHaveLength(16);
    expect(left).not.toEqual(expect.arrayContaining(['livesAlone']));
  });

  test('a profile that does not shorten asks everything', () => {
    const whole = protocols.get('foodRelief')!;
    expect(shortScript(whole, { shorten: false, alsoAsk: {} })).toBe(whole.questions);
  });
});

describe('the policy of new tickets', () => {
  const noon = new Date(at('05:00'));

  test('a policy that is only for surges never rules on an ordinary day', () => {
    expect(choosePolicy(policies, phuCuong, noon)?.policy.id).toBe('binh-duong-2021');
  });

  test('in a surge the profile’s own rules, and says so', () => {
    const chosen = choosePolicy(policies, phuCuong, noon, peak.policyIds);
    expect(chosen?.policy.id).toBe('binh-duong-2021-surge');
    expect(chosen?.why).toContain('A surge is on here.');
    expect(chosen?.others.map(({ id }) => id)).toEqual(['binh-duong-2021']);
  });

  test('nothing urgent is slower in a surge', () => {
    const [ordinary, surge] = [
      choosePolicy(policies, phuCuong, noon),
      choosePolicy(policies, phuCuong, noon, peak.policyIds),
    ];
    for (const priority of ['P1', 'P2'] as const)
      expect(surge?.policy.classes[priority]).toEqual(ordinary?.policy.classes[priority]);
  });

  test('a place that the surge has no policy for keeps its own: no ticket is refused', () => {
    const chosen = choosePolicy(policies, phuCuong, noon, ['of-another-province']);
    expect(chosen?.policy.id).toBe('binh-duong-2021');
    expect(chosen?.why).toContain('none of its policies applies');
  });
});

describe('the profiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'truc-surge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const load = (change: object) => {
    writeFileSync(join(folder, 'mine.json'), JSON.stringify({ ...peak, ...change }));
    return loadSurgeProfiles({ protocols, policies }, folder);
  };

  test('a good one loads', () => {
    expect(load({})).toEqual([peak]);
  });

  test.each([
    ['agents', { agents: [] }, 'agents: must tell the agents what to do'],
    ['a share', { adviseBelowShare: 1 }, 'adviseBelowShare: must be at most 0.9'],
    ['a field', { slower: true }, 'slower'],
    [
      'a question',
      { scripts: { shorten: true, alsoAsk: { foodRelief: ['pets'] } } },
      'pets must be a question',
    ],
    [
      'a policy',
      { policyIds: ['binh-duong-2021'] },
      'binh-duong-2021 must be a policy of config/policies with onlyInSurge',
    ],
  ])('%s that cannot be stops the start and is named', (_, change, message) => {
    expect(() => load(change)).toThrow(message);
    expect(() => load(change)).toThrow(/mine\.json: /);
  });
});

describe('who', () => {
  const person = (role: Role, ...codes: string[]): User => ({
    ...{ id: 'u', username: 'u', name: 'u', role, unitCode: codes.at(-1) ?? '', teamId: null, phone: null },
    unitPath: phuCuong.slice(0, codes.length).map((unit, index) => ({ ...unit, code: codes[index] ?? '' })),
    ...{ active: true, language: 'vi' },
  });

  test('commanders and admins switch; everybody at a desk sees', () => {
    const holds = (role: Role, verb: 'read' | 'manage') =>
      rightsOf(person(role, '74')).holds(['Surge', verb]);
    const may = (verb: 'read' | 'manage') =>
      (['agent', 'dispatcher', 'responder', 'supervisor', 'commander', 'admin'] as const).filter((role) =>
        holds(role, verb),
      );
    expect(may('manage')).toEqual(['commander', 'admin']);
    expect(may('read')).toHaveLength(6);
  });

  test('a surge concerns those below it and those above it, not the neighbours', () => {
    const ofDistrict = { unitPath: [province, thuDauMot] };
    expect(concernsSurge(person('supervisor', '74', '718', '25747'), ofDistrict)).toBe(true);
    expect(concernsSurge(person('commander', '74'), ofDistrict)).toBe(true);
    expect(concernsSurge(person('agent', '74'), ofDistrict)).toBe(true);
    expect(concernsSurge(person('dispatcher', '74', '725'), ofDistrict)).toBe(false);
  });
});
