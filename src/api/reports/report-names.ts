import type { ReportDocument } from '../../domain/report-document';
import type { ReportNames } from '../../domain/report-sheet';
import type { Protocol } from '../../domain/protocol';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';

export interface ReportNameSources {
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listUnits' | 'listTeams'>;
  readonly users: Pick<UserRepository, 'findMany'>;
  readonly protocols: ReadonlyMap<string, Pick<Protocol, 'name'>>;
}

interface NamesById {
  readonly teams: Readonly<Record<string, string>>;
  readonly people: Readonly<Record<string, string>>;
}

/** What the teams and people of a report are called; of nobody else is anything read. */
export async function namesByIdOf(
  { late }: Pick<ReportDocument, 'late'>,
  { organisation, users }: ReportNameSources,
): Promise<NamesById> {
  const teamIds = new Set(late.flatMap(({ longest }) => longest.teamIds));
  const userIds = new Set(late.flatMap(({ longest, onDutyUserIds }) => [longest.userId, ...onDutyUserIds]));
  const wanted = [...userIds].filter((id) => id !== null);
  const [teams, people] = await Promise.all([
    teamIds.size > 0 ? organisation.listTeams({}) : [],
    wanted.length > 0 ? users.findMany(wanted) : [],
  ]);
  return {
    teams: Object.fromEntries(teams.flatMap(({ id, name }) => (teamIds.has(id) ? [[id, name]] : []))),
    people: Object.fromEntries(people.map(({ id, name }) => [id, name])),
  };
}

/** The names that a file is written with. */
export async function reportNamesOf(
  report: ReportDocument,
  sources: ReportNameSources,
  language: 'vi' | 'en',
): Promise<ReportNames> {
  const [{ teams, people }, units] = await Promise.all([
    namesByIdOf(report, sources),
    sources.organisation.listUnits({}),
  ]);
  const unitNames = new Map(units.map(({ code, name }) => [code, name]));
  return {
    unit: (code) => unitNames.get(code) ?? code,
    category: (code) => sources.protocols.get(code)?.name[language] ?? code,
    team: (id) => teams[id] ?? id,
    person: (id) => people[id] ?? id,
  };
}
