import { isRung, standingOf } from '../domain/hotline';
import type { RingResult, StandingChange } from '../domain/hotline';
import type { HotlineNumber, Unit, User } from '../domain/organisation';
import { enterResult, isCredible, isTold, resultOfRings } from '../domain/roll-call';
import type { RollCallPolicy } from '../domain/roll-call';
import { localDate } from '../domain/roster';
import type { CallRepository } from '../models/calls/call-repository';
import type { HotlineStandings } from '../models/hotlines/hotline-standings';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { Ring, RollCallRepository, SilenceNotice } from '../models/roll-calls/roll-call-repository';
import type { TicketRepository } from '../models/tickets/ticket-repository';
import type { RollCallTelephone } from '../notifications/roll-call-telephone';
import type { RollCallNotices } from '../notifications/roll-call-notices';

export interface RollCallActivityDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findUnit' | 'listUnits' | 'listHotlineNumbers' | 'supervisorsOf'
  >;
  readonly users: Pick<UserRepository, 'list'>;
  readonly tickets: Pick<TicketRepository, 'list'>;
  readonly calls: Pick<CallRepository, 'listQueue'>;
  readonly rollCalls: RollCallRepository;
  readonly standings: HotlineStandings;
  readonly rollCallTelephone: RollCallTelephone;
  readonly rollCallNotices: RollCallNotices;
  readonly rollCallPolicy: RollCallPolicy;
  /** Opaque and always the same for the same name. */
  readonly idOf: (name: string) => string;
}

/** A ring whose result has not come by then is nobody's any more. */
const ringIsOverMs = 5 * 60_000;
/** A P1 in one of these pages teams at every step of its ladder. */
const pagedStatuses = ['received', 'triaged', 'dispatched'];

export function createRollCallActivities(deps: RollCallActivityDependencies) {
  const { organisation, rollCalls, standings, idOf } = deps;

  /** The last result of each number in this roll-call. */
  const resultsOf = (rings: readonly Ring[]): ReadonlyMap<string, RingResult> => {
    const byNumber = new Map<string, RingResult[]>();
    for (const { numberId, result } of rings) {
      byNumber.set(numberId, [...(byNumber.get(numberId) ?? []), ...(result === null ? [] : [result])]);
    }
    return new Map([...byNumber].map(([id, results]) => [id, resultOfRings(results)] as const));
  };

  /** A unit that is fighting for a life, or is on the telephone, is left in peace until the next try. */
  async function isOccupied(ring: Ring): Promise<boolean> {
    const [emergencies, queue, isRinging] = await Promise.all([
      deps.tickets.list(
        {},
        { priority: ['P1'], status: pagedStatuses, unitCode: ring.unitCode },
        { limit: 1 },
      ),
      deps.calls.listQueue(ring.unitCode),
      rollCalls.isRinging(ring.numberId, ring.rollCallId, new Date(Date.now() - ringIsOverMs)),
    ]);
    const isOnACall = queue.some(
      ({ state }) => state.status !== 'ended' && state.unitPath.at(-1)?.code === ring.unitCode,
    );
    return emergencies.items.length > 0 || isOnACall || isRinging;
  }

  async function ring(one: Ring, number: HotlineNumber | undefined): Promise<void> {
    const notRung = () => rollCalls.settle(one.id, 'notRung', new Date());
    // Asked already, by a worker that has ended since: it rings, whatever has happened in the meantime.
    const isNew = one.askedAt === null;
    if (!number?.published || (isNew && (await isOccupied(one)))) {
      await notRung();
      return;
    }
    const { ringSeconds } = deps.rollCallPolicy;
    const outcome = await deps.rollCallTelephone.ring({ id: one.id, to: number.number, ringSeconds });
    if (outcome === 'refused') await rollCalls.settle(one.id, 'failed', new Date());
    if (outcome === 'notRung') await notRung();
  }

  return {
    /** Writes the roll-call and its first rings, once; resolves to the policy it keeps to. */
    async openRollCall(start: {
      rollCallId: string;
      workflowId: string;
      kind: 'nightly' | 'unit';
      unitCode: string | null;
      startedBy: string | null;
      at: string;
    }): Promise<RollCallPolicy> {
      const { rollCallId, at, ...fields } = start;
      await rollCalls.open({
        ...{ id: rollCallId, ...fields, startedAt: new Date(at), finishedAt: null, credible: null },
      });
      return deps.rollCallPolicy;
    },

    /** Writes the rings of one attempt: every number at first, then those that nobody has answered. */
    async planAttempt(query: { rollCallId: string; attempt: number }): Promise<{ planned: number }> {
      const { rollCallId, attempt } = query;
      const rollCall = await rollCalls.find(rollCallId);
      if (!rollCall) throw new Error(`roll-call ${rollCallId} was never opened`);
      const [units, numbers, known, before] = await Promise.all([
        organisation.listUnits({}),
        organisation.listHotlineNumbers({ published: true }),
        standings.all(),
        rollCalls.rings(rollCallId),
      ]);
      const byCode = new Map(units.map((unit) => [unit.code, unit]));
      const results = resultsOf(before.filter((earlier) => earlier.attempt < attempt));
      const isDue = (number: HotlineNumber): boolean =>
        attempt === 1
          ? isRung(number, standingOf(number, known.get(number.id)))
          : results.has(number.id) && results.get(number.id) !== 'answered';
      const rings = numbers.flatMap((number): Ring[] => {
        const unitCodes = (byCode.get(number.unitCode)?.path ?? []).map(({ code }) => code);
        const { unitCode } = rollCall;
        if ((unitCode !== null && !unitCodes.includes(unitCode)) || !isDue(number)) return [];
        return [
          {
            ...{ id: `r${idOf(`${rollCallId}/${number.id}/${String(attempt)}`)}`, rollCallId, attempt },
            ...{ workflowId: rollCall.workflowId, numberId: number.id, unitCode: number.unitCode, unitCodes },
            ...{ askedAt: null, machine: false, result: null, endedAt: null },
          },
        ];
      });
      await rollCalls.plan(rings);
      return { planned: rings.length };
    },

    /**
     * Rings the next few numbers of an attempt. Repeated after a crash it takes the same ones, and those that the
     * provider has been asked to ring are not rung again. `ringIds`: those that still ring; `taken`: all of this
     * batch; `left`: how many wait for a later one.
     */
    async ringBatch(query: {
      rollCallId: string;
      attempt: number;
    }): Promise<{ ringIds: string[]; taken: number; left: number }> {
      const { rollCallId, attempt } = query;
      const batch = await rollCalls.openRings(rollCallId, attempt, deps.rollCallPolicy.numbersAtOnce);
      const numbers = await organisation.listHotlineNumbers({});
      await Promise.all(
        batch.map((one) =>
          ring(
            one,
            numbers.find(({ id }) => id === one.numberId),
          ),
        ),
      );
      // Counted before looking: what ends in between is looked for once too often, never once too seldom.
      const open = await rollCalls.countOpen(rollCallId, attempt);
      const ringing = await Promise.all(
        batch.map(async ({ id }) => ((await rollCalls.findRing(id))?.result == null ? [id] : [])),
      );
      const ringIds = ringing.flat();
      return { ringIds, taken: batch.length, left: Math.max(0, open - ringIds.length) };
    },

    /** Ends the wait for rings that nobody has told the end of: our own ears failed, not the line. */
    async closeRings(query: { ringIds: readonly string[]; at: string }): Promise<void> {
      await Promise.all(query.ringIds.map((id) => rollCalls.settle(id, 'notRung', new Date(query.at))));
    },

    /** Enters what was found with the directory, and writes down whom to tell. Safe to repeat. */
    async enterResults(query: {
      rollCallId: string;
      startedAt: string;
      at: string;
    }): Promise<{ toTell: number }> {
      const { rollCallId, at } = query;
      const results = resultsOf(await rollCalls.rings(rollCallId));
      const credible = isCredible([...results.values()], deps.rollCallPolicy);
      const numbers = await organisation.listHotlineNumbers({});
      const changes: { number: HotlineNumber; change: StandingChange | null; nights: number }[] = [];
      for (const number of numbers) {
        const result = results.get(number.id);
        if (result === undefined) continue;
        const night = localDate(query.startedAt);
        const standing = await standings.change(number, (known) =>
          enterResult(known, { rollCallId, result, at, night, credible }, deps.rollCallPolicy),
        );
        changes.push({ number, change: standing.lastChange, nights: standing.silentNights });
      }
      const notices = await noticesOf({ rollCallId, at, credible, results, changes });
      await rollCalls.addNotices(notices);
      await rollCalls.finish(rollCallId, new Date(at), credible);
      return { toTell: notices.length };
    },

    /** Sends what was written down; each notice once. Rejects while a provider is away, to be repeated. */
    async tellOfSilence(query: { rollCallId: string }): Promise<void> {
      const notices = await rollCalls.notices(query.rollCallId);
      for (const notice of notices) {
        if (notice.providerId === null && notice.refusal === null) await deps.rollCallNotices.send(notice);
      }
    },
  };

  async function noticesOf(found: {
    rollCallId: string;
    at: string;
    credible: boolean;
    results: ReadonlyMap<string, RingResult>;
    changes: readonly { number: HotlineNumber; change: StandingChange | null; nights: number }[];
  }): Promise<SilenceNotice[]> {
    const { rollCallId, credible, results, changes } = found;
    const told = changes.filter(({ change }) => isTold(change));
    const units = new Map((await organisation.listUnits({})).map((unit) => [unit.code, unit]));
    const notices: SilenceNotice[] = [];
    for (const { number, change, nights } of told) {
      if (change === null || change === 'restored') continue;
      for (const userId of await answerableFor(number.unitCode)) {
        notices.push({
          id: `s${idOf(`${rollCallId}/${number.id}/${userId}`)}`,
          ...{ rollCallId, kind: change, numberId: number.id, unitCode: number.unitCode, userId },
          facts: { at: found.at, nights: String(nights) },
        });
      }
    }
    const isWorthASummary = !credible || changes.some(({ change }) => change !== null);
    if (!isWorthASummary) return notices;
    const codes = new Set(changes.map(({ number }) => provinceOf(units.get(number.unitCode))));
    for (const code of codes) {
      const ofProvince = changes.filter(({ number }) => provinceOf(units.get(number.unitCode)) === code);
      const all = ofProvince.map(({ number }) => results.get(number.id) ?? 'notRung');
      const rung = all.filter((result) => result !== 'notRung');
      const count = (...wanted: readonly (StandingChange | null)[]): string =>
        String(ofProvince.filter(({ change }) => wanted.includes(change)).length);
      const answered = rung.filter((result) => result === 'answered').length;
      const busy = rung.filter((result) => result === 'busy').length;
      const facts = {
        ...{ rung: String(rung.length), answered: String(answered) },
        silent: String(rung.length - answered - busy),
        ...{ off: count('withdrawn', 'forwarded'), restored: count('restored') },
      };
      const kind = credible ? 'summary' : 'distrusted';
      for (const userId of await answerableFor(code)) {
        const id = `s${idOf(`${rollCallId}/${code}/${kind}/${userId}`)}`;
        notices.push({ id, rollCallId, kind, numberId: null, unitCode: code, userId, facts });
      }
    }
    return notices;
  }

  /** A unit's supervisors; its commanders where it has none with a telephone. */
  async function answerableFor(unitCode: string): Promise<readonly string[]> {
    const [found] = await organisation.supervisorsOf([unitCode]);
    if (found && found.userIds.length > 0) return found.userIds;
    const commanders = await deps.users.list({ unitCode, role: 'commander' });
    return commanders.filter(isReachable).map(({ id }) => id);
  }
}

const isReachable = ({ active, phone }: Pick<User, 'active' | 'phone'>): boolean => active && phone !== null;
const provinceOf = (unit: Unit | undefined): string => unit?.path[0]?.code ?? unit?.code ?? '';
