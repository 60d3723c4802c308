import {
  citizenPhone,
  isCapped,
  isTeamPage,
  outdated,
  userPhone,
  type DropReason,
} from '../domain/message-rules';
import type { MessageIntent } from '../domain/message';
import type { User } from '../domain/organisation';
import { placeOf } from '../domain/ticket';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { OptOuts } from '../models/recipients/recipient-lists';
import type { StoredTicket, TicketRepository } from '../models/tickets/ticket-repository';
import type { ClaimTokens } from './claim-tokens';
import { composeMessage } from './compose-message';
import type { Addressed } from './hand-over-message';
import type { MessageTexts } from './message-texts';
import { messageIdOf } from './outbox';
import { reporterOf } from './reporter-of';
import type { SenderLimits } from './sender-limits';

export interface TicketMessageDependencies {
  readonly tickets: Pick<TicketRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'findTeam' | 'rostersOf'>;
  readonly limits: SenderLimits;
  readonly optOuts: Pick<OptOuts, 'has'>;
  /** The words in force; a new version counts from the next message on. */
  readonly texts: () => Promise<MessageTexts>;
  /** A number as a key that says nothing about it. */
  readonly keyOfPhone: (phone: string) => string;
  readonly claimTokens: ClaimTokens;
  readonly publicUrl: string;
}

/** A page that is a little late still belongs to whoever was on duty when it was written. */
const shiftGraceMs = 5 * 60_000;

/** To whom a message of a ticket goes and in which words, or why not at all. */
export async function addressTicketMessage(
  intent: MessageIntent,
  ticket: StoredTicket,
  isFirst: boolean,
  dependencies: TicketMessageDependencies,
): Promise<Addressed> {
  const late = outdated(intent, ticket.state);
  if (late) return { drop: late };
  const { recipient } = intent;
  let user: User | null = null;
  if (recipient.kind === 'user') user = await dependencies.users.find(recipient.userId);
  const reporter = await reporterOf(recipient, ticket, dependencies.tickets);
  if ('drop' in reporter) return reporter;
  const phone =
    recipient.kind === 'citizen'
      ? citizenPhone(reporter.intake.caller, intent.channel)
      : userPhone(user, await isOnDuty(intent, ticket, dependencies), intent.channel);
  if ('drop' in phone) return phone;
  const refused = isFirst ? await refusedBy(recipient.kind, phone.to, intent, ticket, dependencies) : null;
  if (refused) return { drop: refused };
  const texts = await dependencies.texts();
  // Each reporter knows their own code only.
  const body = composeMessage(
    intent,
    { ...ticket.state, code: reporter.state.code },
    {
      texts,
      publicUrl: dependencies.publicUrl,
      claimToken: dependencies.claimTokens.tokenFor(messageIdOf(intent.key)),
      language: (recipient.kind === 'citizen' ? reporter.intake.caller.language : user?.language) ?? 'vi',
      unitNames: await unitNames(intent, ticket, dependencies),
      now: new Date(),
      isSurge: reporter.surge?.honestTimes === true,
    },
  );
  return { to: phone.to, body, templateVersion: texts.version };
}

/** What keeps a message from a number that could have it: its owner's wish, which never binds staff, or a cap. */
async function refusedBy(
  kind: 'citizen' | 'user',
  phone: string,
  intent: MessageIntent,
  ticket: StoredTicket,
  { optOuts, limits, keyOfPhone }: TicketMessageDependencies,
): Promise<DropReason | null> {
  if (kind === 'citizen' && (await optOuts.has(phone))) return 'opted-out';
  if (!isCapped(intent, ticket.state)) return null;
  return (await limits.withinCap(kind, keyOfPhone(phone))) ? null : 'capped';
}

/** A later rule of a page asks who is on duty when it acts; only what was due at once has the grace. */
function dutyMomentMs({ at, afterMs }: MessageIntent): number {
  return afterMs === undefined
    ? Math.max(Date.parse(at), Date.now() - shiftGraceMs)
    : Math.max(Date.parse(at) + afterMs, Date.now());
}

/** Null where duty does not matter: other messages, and a team that a dispatcher chose by hand. */
async function isOnDuty(
  intent: MessageIntent,
  ticket: StoredTicket,
  { organisation }: TicketMessageDependencies,
): Promise<boolean | null> {
  const { recipient } = intent;
  if (!isTeamPage(intent) || recipient.kind !== 'user' || recipient.teamId === undefined) return null;
  if (ticket.state.ladder?.direction === 'direct') return null;
  const team = await organisation.findTeam(recipient.teamId);
  const field = team?.fields[0];
  if (!team?.active || field === undefined) return false;
  const at = new Date(dutyMomentMs(intent)).toISOString();
  const rosters = await organisation.rostersOf([team.unitCode], field, at);
  return rosters.some(({ teams }) =>
    teams.some(({ teamId, userIds }) => teamId === team.id && userIds.includes(recipient.userId)),
  );
}

async function unitNames(
  intent: MessageIntent,
  ticket: StoredTicket,
  { organisation }: TicketMessageDependencies,
): Promise<ReadonlyMap<string, string>> {
  if (intent.recipient.kind === 'citizen') return new Map();
  const codes = [placeOf(ticket.state).code, intent.data.unitCode].filter((code) => typeof code === 'string');
  const units = await Promise.all([...new Set(codes)].map((code) => organisation.findUnit(code)));
  return new Map(units.flatMap((unit) => (unit ? [[unit.code, unit.name] as const] : [])));
}
