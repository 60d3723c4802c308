import type { Unit } from '../../domain/organisation';
import type { Protocol } from '../../domain/protocol';
import { isSettled, ownerOf, type TicketState, type TicketStatus } from '../../domain/ticket';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import { trackWords } from '../track/track-words';
import type { Fields } from './representation';
import { noticeOf, type Language } from './services';

export interface ViewDependencies {
  readonly protocols: ReadonlyMap<string, Protocol>;
  /** Units by code, for their names. */
  readonly units: ReadonlyMap<string, Pick<Unit, 'name' | 'type'>>;
}

/** The two statuses of the protocol; a resolved ticket needs nobody's help any more. */
const isClosed = (state: Pick<TicketState, 'status'>): boolean =>
  isSettled(state) || state.status === 'resolved';

export const closedStatuses: readonly TicketStatus[] = ['resolved', 'closed', 'cancelled', 'duplicate'];

/**
 * What the public may know of a request: its category, state, times and area. Nobody's words, answers, names,
 * numbers or house. A medical request is placed no nearer than the district and timed by the hour, so that
 * neighbours cannot tell who is ill.
 */
export function toRequest(ticket: StoredTicket, deps: ViewDependencies, language: Language): Fields {
  const { state } = ticket;
  const protocol = deps.protocols.get(state.category);
  const isMedical = state.field === 'medical';
  const area = isMedical && state.unitPath.length > 1 ? state.unitPath.slice(0, -1) : state.unitPath;
  const hidden = new Set(state.unitPath.slice(area.length).map(({ code }) => code));
  const holder = holderOf(state);
  const nameOf = (code: string): string => {
    const unit = deps.units.get(code);
    return unit ? `${unit.type} ${unit.name}` : code;
  };
  const time = (iso: string): string => (isMedical ? `${iso.slice(0, 13)}:00:00.000Z` : iso);
  const due = state.clocks.findLast(({ name }) => name === 'resolve')?.dueAt ?? null;
  return {
    service_request_id: ticket.id,
    status: isClosed(state) ? 'closed' : 'open',
    status_notes: trackWords[language].status[state.status],
    service_name: protocol?.name[language] ?? state.category,
    service_code: state.category,
    description: null,
    agency_responsible: nameOf(hidden.has(holder) ? (area.at(-1)?.code ?? holder) : holder),
    service_notice: protocol ? noticeOf(protocol, language) : null,
    requested_datetime: time(state.receivedAt),
    updated_datetime: time(ticket.updatedAt.toISOString()),
    expected_datetime: due === null ? null : time(due),
    address: [...area]
      .reverse()
      .map(({ code }) => nameOf(code))
      .join(', '),
    address_id: area.at(-1)?.code ?? null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: null,
  };
}

/** The unit that has the next move: the owner's, else the lowest open step's, else where the call came in. */
function holderOf(state: TicketState): string {
  const owner = ownerOf(state) ?? (isClosed(state) ? state.assignments.at(-1) : undefined);
  const step = state.ladder?.steps.findLast(({ status }) => status === 'open');
  return owner?.unitCode ?? step?.unitCode ?? state.intakeUnit.code;
}
