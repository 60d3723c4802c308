import { createHash } from 'node:crypto';
import { fold } from '../../domain/fold';
import type { Intake } from '../../domain/intake';
import type { Unit, User } from '../../domain/organisation';
import { placeByAddress } from '../../domain/place-by-address';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import { localDate } from '../../domain/roster';
import { isInForce } from '../../domain/unit-tree';
import type { ReadRow } from '../../import/columns';
import type { TicketList, TicketRow } from '../../import/ticket-list';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { lookalikesOf, type LookalikeDependencies } from '../duplicates/find-lookalikes';
import type { UnitDirectory } from '../open311/placing';
import { isInAreaOf, type Rights } from '../rights';
import { actorOf } from '../tickets/create-route';
import type { AcceptIntake } from '../tickets/intake';

export interface ImportTicketsDependencies extends LookalikeDependencies {
  readonly accept: AcceptIntake;
  readonly protocols: ReadonlyMap<string, Protocol>;
  readonly tickets: LookalikeDependencies['tickets'] & Pick<TicketRepository, 'find'>;
}

export interface ColumnProblem {
  readonly column: string;
  readonly mustBe: string;
}

/** What became, or would become, of one row. A row is a ticket or it is nothing. */
export interface RowResult {
  readonly line: number;
  readonly outcome: 'created' | 'wouldCreate' | 'alreadyThere' | 'refused';
  readonly ticketId?: string;
  readonly code?: string;
  readonly problems: readonly ColumnProblem[];
  /** Open tickets that look alike; a warning only. */
  readonly duplicates: readonly { readonly code: string; readonly score: number }[];
  /** An earlier line of the list with the same number and words. */
  readonly sameAsLine?: number;
}

interface Importer {
  readonly user: User;
  readonly rights: Rights;
  readonly directory: UnitDirectory;
  readonly dryRun: boolean;
}

/**
 * Takes a list row by row. A row's ticket has an id made from the row itself (its `reference`, else the file and the
 * line), so that a list sent again, by whomever, finds its own tickets; an outage in the middle loses nothing.
 */
export async function importTickets(
  list: TicketList,
  importer: Importer,
  deps: ImportTicketsDependencies,
): Promise<readonly RowResult[]> {
  const refused = new Map<number, ColumnProblem[]>();
  for (const { line, column, mustBe } of list.problems) {
    refused.set(line, [...(refused.get(line) ?? []), { column, mustBe }]);
  }
  const seen = new Map<string, number>();
  const results: RowResult[] = [...refused].map(([line, problems]) => ({
    line,
    outcome: 'refused',
    problems,
    duplicates: [],
  }));
  for (const row of list.rows) {
    const { callerPhone, description } = row.values;
    const likeness = `${callerPhone ?? ''}\n${fold(description)}`;
    const sameAsLine = seen.get(likeness);
    if (sameAsLine === undefined) seen.set(likeness, row.line);
    results.push({
      ...(await importRow(row, list.fileHash, importer, deps)),
      ...(sameAsLine !== undefined && { sameAsLine }),
    });
  }
  return results.sort((a, b) => a.line - b.line);
}

async function importRow(
  row: ReadRow<TicketRow>,
  fileHash: string,
  importer: Importer,
  deps: ImportTicketsDependencies,
): Promise<RowResult> {
  const { line, values } = row;
  const { user, dryRun } = importer;
  const protocol = protocolNamed(values.category, deps.protocols);
  const placed = await unitOf(values, importer);
  const problems = [
    ...(protocol ? [] : [{ column: 'category', mustBe: `one of: ${[...deps.protocols.keys()].join(', ')}` }]),
    ...('problem' in placed ? [placed.problem] : []),
  ];
  if (!protocol || 'problem' in placed) return { line, outcome: 'refused', problems, duplicates: [] };
  const ticketId = idOf(row, fileHash, user);
  const there = await deps.tickets.find(ticketId);
  if (there) return { line, outcome: 'alreadyThere', ...namesOf(there), problems: [], duplicates: [] };
  const intake = toIntake(values, protocol.category, placed.unit.code);
  const duplicates = await duplicatesOf(intake, protocol, placed.unit, importer, deps);
  if (dryRun) return { line, outcome: 'wouldCreate', problems: [], duplicates };
  try {
    const ticket = await deps.accept(intake, actorOf(user), {
      ticketId,
      ...(values.priority !== null && { priority: values.priority }),
    });
    return { line, outcome: 'created', ...namesOf(ticket), problems: [], duplicates };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const column = columnOf[String(error.facts.pointer)] ?? '';
    return { line, outcome: 'refused', problems: [{ column, mustBe: error.message }], duplicates: [] };
  }
}

const namesOf = ({ id, code }: StoredTicket): { ticketId: string; code: string } => ({ ticketId: id, code });

const columnOf: Readonly<Record<string, string>> = {
  '/caller/phone': 'callerPhone',
  '/subject/phone': 'subjectPhone',
  '/location/unitCode': 'unitCode',
  '/category': 'category',
};

/** By code, or by the name people know, accents aside. */
function protocolNamed(given: string, protocols: ReadonlyMap<string, Protocol>): Protocol | undefined {
  return (
    protocols.get(given) ??
    [...protocols.values()].find(({ category, name }) =>
      [category, name.vi, name.en].some((known) => fold(known) === fold(given)),
    )
  );
}

async function unitOf(
  { unitCode, place }: TicketRow,
  { user, directory }: Importer,
): Promise<{ readonly unit: Unit } | { readonly problem: ColumnProblem }> {
  const units = await directory.all();
  const problem = (column: string, mustBe: string) => ({ problem: { column, mustBe } });
  const today = localDate(new Date());
  const usable = [...units.values()].filter((unit) => unit.served || isInForce(unit, today));
  if (unitCode === null && place === null) {
    return problem('unitCode', 'filled, or the column place: a unit code, e.g. 25747');
  }
  const found = unitCode === null ? placeByAddress(place ?? '', usable) : null;
  if (found?.kind === 'ambiguous') {
    return problem(
      'place',
      `one place; several have this name: write the code of ${found.unitCodes.join(', ')} into unitCode`,
    );
  }
  const code = unitCode ?? (found?.kind === 'found' ? found.unitCode : null);
  const unit = usable.find((one) => one.code === code);
  const column = unitCode === null ? 'place' : 'unitCode';
  if (!unit)
    return problem(column, `the ${unitCode === null ? 'name' : 'code'} of a unit in force or with a team`);
  if (!isInAreaOf(user, unit.path)) return problem(column, `in your own area (${user.unitCode})`);
  return { unit };
}

/** The same row is the same ticket: by its own number in the province's hands, else by where it stands in which file. */
function idOf({ line, values }: ReadRow<TicketRow>, fileHash: string, user: User): string {
  const province = user.unitPath[0]?.code ?? user.unitCode;
  const fact = values.reference === null ? `${fileHash}\n${String(line)}` : `reference\n${values.reference}`;
  return createHash('sha256')
    .update(`import\n${province}\n${fact}`)
    .digest('base64url')
    .replace(/[-_]/g, '0')
    .slice(0, 20);
}

function toIntake(values: TicketRow, category: string, unitCode: string): Intake {
  const { callerName, callerPhone, subjectName, subjectPhone, address, place, reference } = values;
  const where = address ?? place;
  return {
    category,
    channel: 'import',
    caller: {
      anonymous: callerName === null && callerPhone === null,
      ...(callerName !== null && { name: callerName }),
      ...(callerPhone !== null && { phone: callerPhone }),
    },
    ...((subjectName !== null || subjectPhone !== null) && {
      subject: {
        ...(subjectName !== null && { name: subjectName }),
        ...(subjectPhone !== null && { phone: subjectPhone }),
      },
    }),
    location: { unitCode, ...(where !== null && { address: where }) },
    description: values.description,
    details: { answers: {}, ...(reference !== null && { reference }) },
  };
}

async function duplicatesOf(
  intake: Intake,
  protocol: Protocol,
  unit: Unit,
  { rights }: Importer,
  deps: ImportTicketsDependencies,
): Promise<RowResult['duplicates']> {
  const { caller, subject, location } = intake;
  const alike = await lookalikesOf(deps, {
    category: protocol.category,
    field: protocol.field,
    unitCode: unit.code,
    unitPath: unit.path.map(({ code }) => code),
    receivedAt: new Date().toISOString(),
    description: intake.description,
    ...(caller.phone !== undefined && { phone: caller.phone }),
    ...(caller.name !== undefined && { callerName: caller.name }),
    ...(location.address !== undefined && { address: location.address }),
    ...(subject?.name !== undefined && { subjectName: subject.name }),
    ...(subject?.phone !== undefined && { subjectPhone: subject.phone }),
  });
  return alike
    .filter(({ ticket }) => rights.may('read', ticket))
    .slice(0, 3)
    .map(({ ticket, score }) => ({ code: ticket.code, score }));
}
