import type { Connection } from 'mongoose';
import type { HandOver } from '../../domain/hand-over';
import type { Team } from '../../domain/organisation';
import type { WorkedRoster } from '../../domain/effective-duty';
import type { ReportPeriod } from '../../domain/report-period';
import type { RungNumber } from '../../domain/report-readiness';
import { toOverride, toShift, toTeam } from '../organisation/documents';
import { organisationModels } from '../organisation/organisation-models';

type Span = Pick<ReportPeriod, 'since' | 'until'>;

/** The active teams of these units, their duty in the period, and who of it could be paged. */
export interface DutyOfPeriod {
  readonly teams: readonly Team[];
  readonly roster: WorkedRoster;
  readonly reachable: ReadonlySet<string>;
}

/** One reading a collection, however many units there are; nobody's number is opened. */
export async function dutyOfPeriod(
  connection: Connection,
  unitCodes: readonly string[],
  { since, until }: Span,
): Promise<DutyOfPeriod> {
  const { teams, shifts, dutyOverrides, users } = organisationModels(connection);
  const within = { $in: [...unitCodes] };
  const [teamRows, shiftRows, overrideRows] = await Promise.all([
    teams.find({ unitCode: within, active: true }).sort({ _id: 1 }).lean(),
    shifts.find({ unitCode: within }).lean(),
    dutyOverrides
      .find({ unitCode: within, from: { $lt: until }, until: { $gt: since } }, { reason: 0 })
      .lean(),
  ]);
  const roster = { shifts: shiftRows.map(toShift), overrides: overrideRows.map(toOverride) };
  const ids = [...roster.shifts, ...roster.overrides].flatMap(({ userId }) => userId ?? []);
  const found = await users
    .find({ _id: { $in: [...new Set(ids)] }, active: true, phone: { $ne: null } }, { _id: 1 })
    .lean();
  return { teams: teamRows.map(toTeam), roster, reachable: new Set(found.map(({ _id }) => _id)) };
}

/** What the roll-calls of the period heard; a night that was not believed says nothing about anybody. */
export async function ringsOfPeriod(
  connection: Connection,
  unitCode: string,
  { since, until }: Span,
): Promise<readonly RungNumber[]> {
  const calls = await connection
    .collection<{ _id: string }>('rollCalls')
    .find(
      { startedAt: { $gte: new Date(since), $lt: new Date(until) }, credible: true },
      { projection: { _id: 1 } },
    )
    .toArray();
  return connection
    .collection('rollCallRings')
    .find<RungNumber>(
      { rollCallId: { $in: calls.map(({ _id }) => _id) }, unitCodes: unitCode },
      { projection: { _id: 0, rollCallId: 1, numberId: 1, result: 1 } },
    )
    .toArray();
}

/** Changes of shift of the period. */
export async function handOversOfPeriod(
  connection: Connection,
  unitCode: string,
  { since, until }: Span,
): Promise<readonly HandOver[]> {
  const rows = await connection
    .collection('handOvers')
    .find<{ handOver: HandOver }>(
      { at: { $gte: since, $lt: until }, 'handOver.unitCodes': unitCode },
      { projection: { handOver: 1 } },
    )
    .toArray();
  return rows.map(({ handOver }) => handOver);
}
