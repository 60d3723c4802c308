import { createHmac } from 'node:crypto';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { codeIn, holdsSomeCode, readSms, sayingOf, withoutCodes } from '../../domain/inbound-sms';
import type { Intake } from '../../domain/intake';
import { normalisePhone } from '../../domain/phone';
import { smsText } from '../../domain/sms-text';
import { isSettled } from '../../domain/ticket';
import type { Actor } from '../../domain/ticket';
import type { InboundRepository } from '../../models/messages/inbound-repository';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { OptOuts } from '../../models/recipients/recipient-lists';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import type { ReplyTexts } from '../../platform/reference-data/reply-texts';
import { joinTicket, liveTicketAmong, ticketsOf } from '../contacts/join-ticket';
import type { JoinDependencies, LiveTicket } from '../contacts/join-ticket';
import { mainTicketOf } from '../duplicates/main-ticket';

/** One text message, whoever carried it. `id` is the carrier's: the same one again is the same message. */
export interface IncomingSms {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

export interface IncomingSmsDependencies extends JoinDependencies {
  readonly intake: (
    intake: Intake,
    actor: Actor,
    options: { readonly idempotencyKey: string },
  ) => Promise<StoredTicket>;
  readonly inbound: InboundRepository;
  readonly organisation: Pick<OrganisationRepository, 'listHotlineNumbers'>;
  readonly optOuts: Pick<OptOuts, 'add' | 'remove' | 'has'>;
  /** Where the event is taken to be when the dialled number belongs to no unit: the province. */
  readonly defaultUnitCode: string;
  /** Our own senders: a message from one of them is an echo. */
  readonly ownNumbers: readonly string[];
  readonly replies: ReplyTexts;
  readonly brand: string;
  readonly publicUrl: string;
  readonly secretKey: string;
  readonly limits: {
    /** Answers to one number. */
    readonly smsReplies: RateLimiterAbstract;
    /** The same words of the same number. */
    readonly smsRepeats: RateLimiterAbstract;
  };
}

type Reply = string | null;

/**
 * Takes one text message; resolves to the words it is answered with, or null for silence. A text with a code of
 * the sender's is answered with its status, one without joins their live ticket, anything else is a new report.
 */
export async function answerSms(sms: IncomingSms, deps: IncomingSmsDependencies): Promise<Reply> {
  const reading = readSms(sms, { numbers: deps.ownNumbers, brand: deps.brand });
  if (sms.id === '' || reading.kind === 'ignored') return null;
  const { phone } = reading;
  if (reading.kind === 'wish') {
    if (reading.wish === 'stop') await deps.optOuts.add({ phone, because: 'stopWord', by: null });
    else await deps.optOuts.remove(phone);
    return null;
  }
  let reply: Reply = null;
  await deps.inbound.handleOnce(sms.id, async () => {
    reply = await unlessRepeated(phone, reading.text, deps, () => take(sms, phone, reading.text, deps));
  });
  return reply !== null && (await mayReply(phone, deps)) ? reply : null;
}

async function take(
  sms: IncomingSms,
  phone: string,
  text: string,
  deps: IncomingSmsDependencies,
): Promise<Reply> {
  const own = await ticketsOf(deps.tickets, phone);
  const code = codeIn(
    text,
    own.map((ticket) => ticket.code),
  );
  const named = own.find((ticket) => ticket.code === code);
  const holdsCode = named !== undefined || holdsSomeCode(text);
  const saying = sayingOf(holdsCode ? withoutCodes(text, code) : text);
  if (named && saying !== 'report') return statusReply('status', await liveOf(named, deps), deps);
  if (!named && holdsCode && saying !== 'report') return write(deps, deps.replies.unknown, {});
  // Words about a ticket that is settled already are about something that is not: they need a living one.
  const found = named ? await liveOf(named, deps) : null;
  const live = found && !isSettled(found.ticket.state) ? found : await liveTicketAmong(deps.tickets, own);
  if (saying === 'thanks') return null;
  if (live && saying !== 'report') return statusReply('status', live, deps);
  if (live) {
    const at = new Date().toISOString();
    await joinTicket(deps, live, { contactId: `sms/${sms.id}`, channel: 'sms', at, text });
    return statusReply('joined', live, deps);
  }
  if (saying !== 'report') return write(deps, deps.replies.howToReport, {});
  // The ticket's own first message tells its code.
  await deps.intake(
    await intakeOf(sms, phone, text, deps),
    { kind: 'citizen' },
    { idempotencyKey: `sms/${sms.id}` },
  );
  return null;
}

const liveOf = async (report: StoredTicket, { tickets }: IncomingSmsDependencies): Promise<LiveTicket> => ({
  ticket: await mainTicketOf(tickets, report),
  report,
});

function statusReply(
  kind: 'status' | 'joined',
  { ticket, report }: LiveTicket,
  deps: IncomingSmsDependencies,
): string {
  return write(deps, deps.replies[kind], {
    code: report.code,
    status: deps.replies.statuses[ticket.state.status],
    link: `${deps.publicUrl}/t/${report.code}`,
  });
}

const write = (
  { brand }: IncomingSmsDependencies,
  parts: ReplyTexts['status'],
  values: Readonly<Record<string, string>>,
): string => smsText(brand, parts, values);

const keyOf = (secretKey: string, ...of: readonly string[]): string =>
  createHmac('sha256', secretKey)
    .update(`sms\n${of.join('\n')}`)
    .digest('base64url')
    .slice(0, 22);

/** The same words within minutes are a machine, or a thumb that pressed twice: taken once. */
async function unlessRepeated(
  phone: string,
  text: string,
  { limits, secretKey }: IncomingSmsDependencies,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const key = keyOf(secretKey, phone, text.toLowerCase().replace(/\s+/g, ' '));
  if (!(await hasPlace(limits.smsRepeats, key))) return null;
  try {
    return await work();
  } catch (error) {
    // It was not taken: when it comes again it is the first time.
    await limits.smsRepeats.delete(key);
    throw error;
  }
}

async function mayReply(phone: string, deps: IncomingSmsDependencies): Promise<boolean> {
  if (await deps.optOuts.has(phone)) return false;
  return hasPlace(deps.limits.smsReplies, keyOf(deps.secretKey, phone));
}

async function hasPlace(limiter: RateLimiterAbstract, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    return false;
  }
}

async function intakeOf(
  { to }: IncomingSms,
  phone: string,
  description: string,
  { organisation, defaultUnitCode }: IncomingSmsDependencies,
): Promise<Intake> {
  const dialled = normalisePhone(to);
  const numbers = dialled === null ? [] : await organisation.listHotlineNumbers({});
  const hotline = numbers.find(({ number }) => normalisePhone(number) === dialled);
  return {
    ...{ category: 'other', channel: 'sms', caller: { phone, anonymous: false }, description },
    location: { unitCode: hotline?.unitCode ?? defaultUnitCode },
    details: { answers: {} },
  };
}
