import { isShortCode, normalisePhone } from '../../domain/phone';
import { stopWish } from '../../domain/stop-words';
import { spokenCode } from '../../domain/sms-text';
import { phrases } from './phrases';
import { asked, spoken } from './speech';
import type { Intake } from '../../domain/intake';
import type { Actor } from '../../domain/ticket';
import type { InboundRepository } from '../../models/messages/inbound-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { OptOuts } from '../../models/recipients/recipient-lists';
import type { StoredTicket } from '../../models/tickets/ticket-repository';

/** What a citizen's own call or SMS needs to become a ticket. */
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

const menuUrl = '/webhooks/twilio/menu';

/** Asks a caller for one key; silence goes on as "anything else", so that no call ends without a ticket. */
export function greetCaller(): string {
  return asked(phrases.vi.greeting, 'vi', { action: menuUrl, times: 1, otherwise: menuUrl });
}

/** Makes the ticket of one call and speaks its code. The same `CallSid` again is the same ticket. */
export async function takeCall(
  form: Readonly<Record<string, string>>,
  dependencies: IncomingDependencies,
): Promise<string> {
  const { CallSid = '', Digits = '' } = form;
  try {
    const { code } = await dependencies.inbound.ticketOnce(CallSid, async () => {
      const ticket = await dependencies.intake(
        await intakeOf(form, 'voice', Digits === '1' ? 'emergency' : 'other', dependencies),
        { kind: 'citizen', via: 'voice' },
      );
      return { ticketId: ticket.id, code: ticket.code };
    });
    return spoken(phrases.vi.accepted(spokenCode(code)), 'vi');
  } catch {
    // The caller must hear what to do, whatever broke; the next call with this CallSid tries again.
    return spoken(phrases.vi.notAccepted, 'vi');
  }
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
    const intake = await intakeOf(form, 'sms', 'other', dependencies);
    const ticket = await dependencies.intake({ ...intake, description: Body.trim() }, { kind: 'citizen' });
    return { ticketId: ticket.id, code: ticket.code };
  });
}

async function intakeOf(
  { From = '', To = '', Digits = '' }: Readonly<Record<string, string>>,
  channel: 'voice' | 'sms',
  category: 'emergency' | 'other',
  { organisation, defaultUnitCode }: IncomingDependencies,
): Promise<Intake> {
  const phone = normalisePhone(From);
  const dialled = normalisePhone(To);
  const numbers = dialled === null ? [] : await organisation.listHotlineNumbers({});
  const hotline = numbers.find(({ number }) => normalisePhone(number) === dialled);
  const isKnown = phone !== null && !isShortCode(phone);
  return {
    category,
    channel,
    caller: isKnown ? { phone, anonymous: false } : { anonymous: true },
    location: { unitCode: hotline?.unitCode ?? defaultUnitCode },
    description:
      Digits === '' ? 'Gọi đến tổng đài, không bấm phím.' : `Gọi đến tổng đài, bấm phím ${Digits}.`,
    details: { answers: {} },
  };
}
