import { createHash } from 'node:crypto';
import type { WordsRead } from '../../domain/citizen-words';
import type { Intake } from '../../domain/intake';
import type { Tier, Unit, UnitRef, User } from '../../domain/organisation';
import { openTicket } from '../../domain/open-ticket';
import { normalisePhone } from '../../domain/phone';
import type { Policy, PinnedPolicy, Priority } from '../../domain/policy';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import { localDate } from '../../domain/roster';
import type { Actor, Channel } from '../../domain/ticket';
import { rulingSurge, type Surge, type TakenInSurge } from '../../domain/surge';
import { isInForce } from '../../domain/unit-tree';
import type {
  OrganisationRepository,
  PolicyRepository,
} from '../../models/organisation/organisation-repository';
import type { SurgeRepository } from '../../models/surges/surge-repository';
import type { DuplicateTicket, StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { newId, newTicketCode } from '../../platform/ids';
import type { Logger } from '../../platform/logger';
import type { TicketDesk } from '../ticket-desk';
import { triageAtIntake } from './intake-triage';

export interface IntakeDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listTeams'>;
  readonly policies: Pick<PolicyRepository, 'choose'>;
  readonly surges: Pick<SurgeRepository, 'newestOf'>;
  readonly protocols: ReadonlyMap<string, Protocol>;
  /** What a citizen's own words say. */
  readonly readWords: (text: string) => WordsRead;
  readonly tickets: Pick<TicketRepository, 'insert' | 'find'>;
  readonly desk: Pick<TicketDesk, 'start'>;
  readonly logger: Logger;
  /** Told of every accepted ticket (metrics). */
  readonly onAccepted?: (ticket: StoredTicket) => void;
  readonly now?: () => Date;
}

export interface IntakeOptions {
  /** Makes the ticket's id: the same key of the same actor can never make two tickets. */
  readonly idempotencyKey?: string;
  /** An id made from facts of the source, e.g. a row of a list: the same fact is the same ticket, whoever sends it. */
  readonly ticketId?: string;
  /** An agent's own judgement; wins over the protocol's. */
  readonly priority?: Priority;
  /** The unit of the person who took the call: where a hotline call started. */
  readonly takenBy?: Pick<User, 'unitPath'>;
  /** Called with the place before anything is written; throws when the person may not take calls for it. */
  readonly allow?: (unit: Unit) => void;
}

export type AcceptIntake = (intake: Intake, actor: Actor, options?: IntakeOptions) => Promise<StoredTicket>;

/**
 * Takes a report: checks it, writes it (majority and journal), answers. The workflow is started without making
 * the caller wait; the relay starts what this could not.
 *
 * @throws DomainError `phone-not-valid`, `unit-not-found`, `category-not-found`, `policy-not-found`,
 * `invalid-command` (a wrong answer to a protocol question, named by its pointer)
 */
export function acceptIntake(deps: IntakeDependencies): AcceptIntake {
  const now = deps.now ?? (() => new Date());
  return async (raw, actor, options = {}) => {
    const redFlags = writtenByCitizens.has(raw.channel) ? deps.readWords(raw.description).redFlags : [];
    const intake = withPhones(redFlags.length === 0 ? raw : withFlags(raw, redFlags));
    const protocol = deps.protocols.get(intake.category);
    if (!protocol) {
      throw new DomainError('category-not-found', 'category must be one of GET /protocols', {
        pointer: '/category',
      });
    }
    const receivedAt = now();
    const unit = await usableUnit(deps, intake.location.unitCode, receivedAt);
    options.allow?.(unit);
    const surge = await surgeAt(deps, unit.path, receivedAt);
    const chosen = await deps.policies.choose(unit.path, receivedAt, surge?.profile.policyIds);
    if (!chosen) throw new DomainError('policy-not-found', 'No service policy rules this place yet.');
    const triage = triageAtIntake(protocol, intake, options.priority);
    const { idempotencyKey } = options;
    const ticketId =
      options.ticketId ?? (idempotencyKey === undefined ? newId() : idFor(actor, idempotencyKey));
    const insert = (code: string): Promise<StoredTicket> => {
      const opened = openTicket({
        ticketId,
        code,
        category: { code: protocol.category, field: protocol.field },
        channel: intake.channel,
        unitPath: unit.path,
        intakeUnit: intakeUnitOf(intake.channel, unit.path, options.takenBy),
        policy: pinned(chosen.policy),
        // Nobody has asked yet: words that sound like a danger to life are looked at first.
        defaultPriority: redFlags.length > 0 ? 'P1' : protocol.defaultPriority,
        ...(triage && { triage }),
        receivedAt: receivedAt.toISOString(),
        actor,
      });
      return deps.tickets.insert({
        intake,
        ...opened,
        policy: pinned(chosen.policy),
        ...(surge && { surge: takenIn(surge) }),
        createdBy: actor.userId ?? actor.kind,
      });
    };
    const ticket = await insertWithFreeCode(insert, codePrefix(unit), ticketId, deps.tickets);
    deps.onAccepted?.(ticket);
    deps.desk.start(ticket).catch((err: unknown) => {
      deps.logger.warn(
        { err, ticketId: ticket.id },
        'ticket stored, its workflow will be started by the relay',
      );
    });
    return ticket;
  };
}

/** What rules the place just now: a ticket keeps it, whatever is decided later. */
const surgeAt = async (
  { surges }: Pick<IntakeDependencies, 'surges'>,
  path: readonly UnitRef[],
  at: Date,
): Promise<Surge | null> =>
  rulingSurge(await surges.newestOf(path.map(({ code }) => code)), path, at.toISOString());

const takenIn = ({ unitCode, version, profile }: Surge): TakenInSurge => ({
  ...{ unitCode, version, profileId: profile.id, honestTimes: profile.honestTimes },
});

/** Ways on which nobody of us has heard the caller before the ticket is there. */
const writtenByCitizens: ReadonlySet<Channel> = new Set(['web', 'open311', 'sms']);

/** Shown to who sorts the ticket; encrypted with the rest of the details. */
const withFlags = (intake: Intake, redFlags: readonly string[]): Intake => ({
  ...intake,
  details: { ...intake.details, redFlagWords: redFlags },
});

function withPhones(intake: Intake): Intake {
  const { caller, subject } = intake;
  return {
    ...intake,
    caller: { ...caller, ...(caller.phone !== undefined && { phone: e164(caller.phone, '/caller/phone') }) },
    ...(subject && {
      subject: {
        ...subject,
        ...(subject.phone !== undefined && { phone: e164(subject.phone, '/subject/phone') }),
      },
    }),
  };
}

function e164(given: string, pointer: string): string {
  const phone = normalisePhone(given);
  if (phone !== null) return phone;
  throw new DomainError('phone-not-valid', 'must be a phone number, e.g. 0912 345 678 or +84912345678', {
    pointer,
  });
}

/**
 * The unit of the place. People go on naming a commune for years after a reform: as long as it still has a team
 * that answers, their call is taken.
 */
async function usableUnit(
  deps: Pick<IntakeDependencies, 'organisation'>,
  code: string,
  at: Date,
): Promise<Unit> {
  const unit = await deps.organisation.findUnit(code);
  const pointer = '/location/unitCode';
  if (!unit)
    throw new DomainError('unit-not-found', 'must be the code of a unit, see GET /units', { pointer });
  if (isInForce(unit, localDate(at))) return unit;
  const teams = await deps.organisation.listTeams({ unitCode: unit.code, active: true });
  if (teams.length > 0) return unit;
  throw new DomainError(
    'unit-not-found',
    'is not in force today and has no team any more; see its successors',
    {
      pointer,
      successors: unit.successors,
    },
  );
}

/** The hotline's own unit where a tier took the call, the province for everything that reaches all of it. */
function intakeUnitOf(channel: Channel, path: readonly UnitRef[], takenBy?: Pick<User, 'unitPath'>): UnitRef {
  const province = path[0];
  if (!province) throw new Error('a unit always has a path');
  const tier = hotlineTier[channel];
  if (!tier) return province;
  const own = takenBy?.unitPath.find((unit) => unit.tier === tier);
  const ofPlace = path.find((unit) => unit.tier === tier);
  return ofPlace ?? own ?? province;
}

const hotlineTier: Partial<Record<Channel, Tier>> = {
  hotlineDistrict: 'district',
  hotlineCommune: 'commune',
};

function pinned({
  name: _name,
  effectiveFrom: _from,
  unitCode: _unit,
  duty: _duty,
  onlyInSurge: _surge,
  ...policy
}: Policy): PinnedPolicy {
  return policy;
}

/** Same actor, same key, same id: a crash between two steps finds its own ticket again. */
const idFor = (actor: Actor, key: string): string =>
  createHash('sha256')
    .update(`ticket\n${actor.userId ?? actor.kind}\n${key}`)
    .digest('base64url')
    .replace(/[-_]/g, '0')
    .slice(0, 20);

/** Two letters of the province that people can say: BD, HCM becomes HC. */
const codePrefix = (unit: Unit): string => provincePrefixes[unit.path[0]?.code ?? ''] ?? 'VN';
const provincePrefixes: Readonly<Record<string, string>> = { '74': 'BD', '79': 'HC' };

async function insertWithFreeCode(
  insert: (code: string) => Promise<StoredTicket>,
  prefix: string,
  ticketId: string,
  tickets: Pick<TicketRepository, 'find'>,
): Promise<StoredTicket> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insert(newTicketCode(prefix));
    } catch (error) {
      if (!isDuplicateTicket(error)) throw error;
      const existing = error.field === 'id' ? await tickets.find(ticketId) : null;
      if (existing) return existing;
      if (attempt === 5) throw error;
    }
  }
}

const isDuplicateTicket = (error: unknown): error is DuplicateTicket =>
  error instanceof Error && error.name === 'DuplicateTicket';
