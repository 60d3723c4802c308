import { callBackIdOf } from '../domain/call-back-clock';
import { orderIdOf, orderKeyParts } from '../domain/command-order-notices';
import type { MessageIntent } from '../domain/message';
import type { CommandOrderRepository } from '../models/command-orders/command-order-repository';
import { reportIdOf } from '../domain/report-delivery';
import type { HandOverRepository } from '../models/duty/hand-over-repository';
import type { SentReports } from '../models/reports/sent-reports';
import { addressCallBackPage, type CallBackPageDependencies } from './call-back-page';
import { handOverAddress, type Addressed } from './hand-over-message';
import { addressOrderMessage } from './order-message';
import { addressReportMessage } from './report-message';
import { originalKeyOf, type MessageJob } from './outbox';
import { addressTicketMessage, type TicketMessageDependencies } from './ticket-message';

export interface SubjectDependencies extends TicketMessageDependencies {
  readonly callBacks: CallBackPageDependencies['callBacks'];
  readonly handOvers: Pick<HandOverRepository, 'find'>;
  readonly commandOrders: Pick<CommandOrderRepository, 'withIntents'>;
  readonly sentReports: Pick<SentReports, 'find'>;
}

/** What a message is about: it keeps the intents, and knows to whom they go in which words. */
export interface Subject {
  readonly outbox: readonly MessageIntent[];
  readonly unitCodes: readonly string[];
  readonly address: (intent: MessageIntent, isFirst: boolean) => Promise<Addressed>;
}

/** Null when it is gone. */
export async function subjectOf(
  { ticketId: id, key }: MessageJob,
  dependencies: SubjectDependencies,
): Promise<Subject | null> {
  const orderId = orderIdOf(id);
  if (orderId !== null) {
    const found = await dependencies.commandOrders.withIntents(orderId, originalKeyOf(key));
    if (!found) return null;
    const { state, outbox } = found;
    const unitCode = orderKeyParts(key)?.unitCode;
    return {
      outbox,
      unitCodes: state.addressees.find(({ unit }) => unit.code === unitCode)?.path ?? state.issuer.path,
      address: (intent) => addressOrderMessage(intent, state, dependencies),
    };
  }
  const callBackId = callBackIdOf(id);
  if (callBackId !== null) {
    const item = await dependencies.callBacks.find(callBackId);
    return (
      item && {
        outbox: item.state.outbox ?? [],
        unitCodes: item.state.unitPath.map(({ code }) => code),
        address: (intent, isFirst) => addressCallBackPage(intent, item.state, isFirst, dependencies),
      }
    );
  }
  const reportId = reportIdOf(id);
  if (reportId !== null) {
    const sent = await dependencies.sentReports.find(reportId);
    return (
      sent && {
        outbox: sent.outbox,
        unitCodes: sent.report.unitCodes,
        address: (intent) => addressReportMessage(intent, sent.report, dependencies),
      }
    );
  }
  const ticket = await dependencies.tickets.find(id);
  if (ticket) {
    return {
      outbox: ticket.outbox,
      unitCodes: ticket.state.unitPath.map(({ code }) => code),
      address: (intent, isFirst) => addressTicketMessage(intent, ticket, isFirst, dependencies),
    };
  }
  const about = await dependencies.handOvers.find(id);
  return (
    about && {
      outbox: about.outbox,
      unitCodes: about.handOver.unitCodes,
      address: (intent) => handOverAddress(intent, about.handOver, dependencies),
    }
  );
}
