import { foldAddress } from '../../domain/duplicates';
import type { Intake } from '../../domain/intake';
import type { MessageIntent } from '../../domain/message';
import type { Tier } from '../../domain/organisation';
import { normalisePhone } from '../../domain/phone';
import type { PinnedPolicy } from '../../domain/policy';
import { nextBreachOf } from '../../domain/next-breach';
import type { TakenInSurge } from '../../domain/surge';
import { ownerOf } from '../../domain/ticket';
import type { TicketState, TimelineEntry } from '../../domain/ticket';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { NewTicket, StoredTicket } from './ticket-repository';

export const TICKET_COLLECTION = 'tickets';

/** Words and health findings lie in `words`, one encrypted JSON; the rest of `data` is codes and ids. */
export interface TimelineRow extends TimelineEntry {
  readonly words?: string;
}

/** A ticket as it lies in MongoDB: every value about a citizen encrypted, blind indexes for what is looked up. */
export interface TicketRow {
  readonly _id: string;
  readonly code: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly intake: {
    readonly category: Intake['category'];
    readonly channel: Intake['channel'];
    readonly caller: {
      readonly anonymous: boolean;
      readonly name?: string;
      readonly phone?: string;
      readonly phoneIndex?: string;
      readonly language?: 'vi' | 'en';
    };
    readonly subject?: string;
    readonly location: {
      readonly unitCode: string;
      readonly address?: string;
      readonly addressKey?: string;
      readonly point?: string;
    };
    readonly description: string;
    readonly details: string;
  };
  /** Without its red flags: those are health data. */
  readonly state: TicketState;
  readonly redFlags?: string;
  /** The tiers that have the next move: the owner's, or those of the open ladder steps. */
  readonly holdingTiers: readonly Tier[];
  /** What the queue is sorted by, see `nextBreachOf`; `~`, after every date, when no time counts. */
  readonly nextBreachAt: string;
  readonly policy: PinnedPolicy;
  readonly surge?: TakenInSurge;
  readonly timeline: readonly TimelineRow[];
  readonly outbox: readonly MessageIntent[];
}

/** Keys of timeline data that hold a person's own words, or say what a body suffers from. */
const wordKeys: ReadonlySet<string> = new Set(['text', 'redFlags']);

const contextOf = (ticketId: string, path: string): string => `${TICKET_COLLECTION}/${ticketId}/${path}`;
/** `seq` has no gaps, so it is also the place in the array: what the rotation command derives the context from. */
const wordsPathOf = (seq: number): string => `timeline.${seq - 1}.words`;

export const phoneIndexOf = (crypto: FieldCrypto, phone: string): string =>
  crypto.blindIndex(`phone:${normalisePhone(phone) ?? phone}`);

/** Null when the address says nothing that could be compared. */
export const addressKeyOf = (crypto: FieldCrypto, address: string): string | null => {
  const folded = foldAddress(address);
  return folded === '' ? null : crypto.blindIndex(`address:${folded}`);
};

function holdingTiersOf(state: TicketState): readonly Tier[] {
  const owner = ownerOf(state);
  if (owner) return [owner.tier];
  const open = state.ladder?.steps.filter((step) => step.status === 'open').map((step) => step.tier) ?? [];
  return open.length > 0 ? [...new Set(open)] : [state.intakeUnit.tier];
}

/** The part of a row that every transition replaces. `redFlags` is null when the ticket is not triaged. */
export function toStateRow(
  state: TicketState,
  crypto: FieldCrypto,
): Pick<TicketRow, 'state' | 'holdingTiers' | 'nextBreachAt'> & { readonly redFlags: string | null } {
  const { triage, ticketId } = state;
  const found = { holdingTiers: holdingTiersOf(state), nextBreachAt: nextBreachOf(state)?.at ?? '~' };
  if (!triage || triage.redFlags.length === 0) return { state, redFlags: null, ...found };
  const redFlags = crypto.encrypt(JSON.stringify(triage.redFlags), contextOf(ticketId, 'redFlags'));
  return { state: { ...state, triage: { ...triage, redFlags: [] } }, redFlags, ...found };
}

const toState = (row: TicketRow, crypto: FieldCrypto): TicketState => {
  const { triage } = row.state;
  if (!triage || row.redFlags === undefined) return row.state;
  const redFlags = JSON.parse(crypto.decrypt(row.redFlags, contextOf(row._id, 'redFlags'))) as string[];
  return { ...row.state, triage: { ...triage, redFlags } };
};

export function toTimelineRow(entry: TimelineEntry, ticketId: string, crypto: FieldCrypto): TimelineRow {
  const isWord = ([key]: [string, unknown]): boolean => wordKeys.has(key);
  const words = Object.entries(entry.data).filter(isWord);
  if (words.length === 0) return entry;
  return {
    ...entry,
    data: Object.fromEntries(Object.entries(entry.data).filter((pair) => !isWord(pair))),
    words: crypto.encrypt(
      JSON.stringify(Object.fromEntries(words)),
      contextOf(ticketId, wordsPathOf(entry.seq)),
    ),
  };
}

const toTimelineEntry = (row: TimelineRow, ticketId: string, crypto: FieldCrypto): TimelineEntry => {
  const { words, ...entry } = row;
  if (words === undefined) return entry;
  const said = JSON.parse(crypto.decrypt(words, contextOf(ticketId, wordsPathOf(row.seq)))) as object;
  return { ...entry, data: { ...entry.data, ...said } };
};

export const sealDetails = (id: string, details: Intake['details'], crypto: FieldCrypto): string =>
  crypto.encrypt(JSON.stringify(details), contextOf(id, 'intake.details'));

export function toTicketRow(ticket: NewTicket, createdAt: Date, crypto: FieldCrypto): TicketRow {
  const id = ticket.state.ticketId;
  const { caller, subject, location, description, details, category, channel } = ticket.intake;
  const seal = (path: string, plain: string): string => crypto.encrypt(plain, contextOf(id, path));
  const addressKey = location.address === undefined ? null : addressKeyOf(crypto, location.address);
  const { state, redFlags, holdingTiers, nextBreachAt } = toStateRow(ticket.state, crypto);
  return {
    _id: id,
    code: ticket.state.code,
    createdBy: ticket.createdBy,
    createdAt,
    updatedAt: createdAt,
    intake: {
      category,
      channel,
      caller: {
        anonymous: caller.anonymous,
        ...(caller.name !== undefined && { name: seal('intake.caller.name', caller.name) }),
        ...(caller.phone !== undefined && {
          phone: seal('intake.caller.phone', caller.phone),
          phoneIndex: phoneIndexOf(crypto, caller.phone),
        }),
        ...(caller.language !== undefined && { language: caller.language }),
      },
      ...(subject && { subject: seal('intake.subject', JSON.stringify(subject)) }),
      location: {
        unitCode: location.unitCode,
        ...(location.address !== undefined && {
          address: seal('intake.location.address', location.address),
        }),
        ...(addressKey !== null && { addressKey }),
        ...(location.point && { point: seal('intake.location.point', JSON.stringify(location.point)) }),
      },
      description: seal('intake.description', description),
      details: sealDetails(id, details, crypto),
    },
    ...{ state, holdingTiers, nextBreachAt },
    ...(redFlags !== null && { redFlags }),
    policy: ticket.policy,
    ...(ticket.surge && { surge: ticket.surge }),
    timeline: ticket.timeline.map((entry) => toTimelineRow(entry, id, crypto)),
    outbox: [],
  };
}

/** Throws `UnknownFieldKey` when a key is not loaded yet: call it through `crypto.reading`. */
export function toStoredTicket(row: TicketRow, crypto: FieldCrypto): StoredTicket {
  const open = (path: string, cipher: string): string => crypto.decrypt(cipher, contextOf(row._id, path));
  const { caller, subject, location, description, details, category, channel } = row.intake;
  return {
    id: row._id,
    code: row.code,
    intake: {
      category,
      channel,
      caller: {
        anonymous: caller.anonymous,
        ...(caller.name !== undefined && { name: open('intake.caller.name', caller.name) }),
        ...(caller.phone !== undefined && { phone: open('intake.caller.phone', caller.phone) }),
        ...(caller.language !== undefined && { language: caller.language }),
      },
      ...(subject !== undefined && {
        subject: JSON.parse(open('intake.subject', subject)) as NonNullable<Intake['subject']>,
      }),
      location: {
        unitCode: location.unitCode,
        ...(location.address !== undefined && {
          address: open('intake.location.address', location.address),
        }),
        ...(location.point !== undefined && {
          point: JSON.parse(open('intake.location.point', location.point)) as { lat: number; lng: number },
        }),
      },
      description: open('intake.description', description),
      details: JSON.parse(open('intake.details', details)) as Intake['details'],
    },
    state: toState(row, crypto),
    policy: row.policy,
    ...(row.surge && { surge: row.surge }),
    timeline: row.timeline.map((entry) => toTimelineEntry(entry, row._id, crypto)),
    outbox: row.outbox,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
