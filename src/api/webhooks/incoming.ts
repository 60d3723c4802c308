import { isShortCode, normalisePhone } from '../../domain/phone';
import { stopWish } from '../../domain/stop-words';
import type { Intake } from '../../domain/intake';
import type { Actor } from '../../domain/ticket';
import type { InboundRepository } from '../../models/messages/inbound-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { OptOuts } from '../../models/recipients/recipient-lists';
import type { StoredTicket } from '../../models/tickets/ticket-repository';

/** What a citizen's SMS needs to become a ticket. */
export interface IncomingDependencies {
  readonly intake: (intake: Intake, actor: Actor) => Promise<StoredTicket>;
  readonly inbound: InboundRepository;
  readonly organisation: Pick<OrganisationRepository, 'listHotlineNumbers'>;
  readonly optOuts: Pick<OptOuts, 'add' | 'remove'>;
  /** Where the event is taken to be when the dialled number belongs to no unit: the province. */
  readonly defaultUnitCode: string;
  /** Our own senders: a message from one of them is an echo. */
  readonly ownNumbers: readonly string[];
}

/**
 * Makes the ticket of one SMS. Our own numbers, short codes and senders with letters are echoes and notices:
 * answering one starts a loop, and a ticket from one is nobody's report. STOP alone is an opt-out, no ticket.
 */
export async function takeSms(
  form: Readonly<Record<string, string>>,
  dependencies: IncomingDependencies,
): Promise<void> {
  const { MessageSid = '', From = '', Body = '' } = form;
  const sender = normalisePhone(From);
  const isEcho = dependencies.ownNumbers.some((own) => own === From || normalisePhone(own) === sender);
  if (MessageSid === '' || sender === null || isShortCode(sender) || isEcho || Body.trim() === '') return;
  const wish = stopWish(Body);
  if (wish === 'stop') await dependencies.optOuts.add({ phone: sender, because: 'stopWord', by: null });
  if (wish === 'start') await dependencies.optOuts.remove(sender);
  if (wish !== null) return;
  await dependencies.inbound.ticketOnce(MessageSid, async () => {
    const intake = await intakeOf(form, Body.trim(), dependencies);
    const ticket = await dependencies.intake(intake, { kind: 'citizen' });
    return { ticketId: ticket.id, code: ticket.code };
  });
}

async function intakeOf(
  { From = '', To = '' }: Readonly<Record<string, string>>,
  description: string,
  { organisation, defaultUnitCode }: IncomingDependencies,
): Promise<Intake> {
  const phone = normalisePhone(From);
  const dialled = normalisePhone(To);
  const numbers = dialled === null ? [] : await organisation.listHotlineNumbers({});
  const hotline = numbers.find(({ number }) => normalisePhone(number) === dialled);
  return {
    category: 'other',
    channel: 'sms',
    caller: phone === null ? { anonymous: true } : { phone, anonymous: false },
    location: { unitCode: hotline?.unitCode ?? defaultUnitCode },
    description,
    details: { answers: {} },
  };
}
