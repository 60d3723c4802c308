import type { Connection } from 'mongoose';
import { ensureTicketIndexes } from './tickets/ticket-schema';
import { ensureOrganisationIndexes } from './organisation/organisation-models';
import { ensureMessageIndexes } from './messages/mongo-message-repository';
import { ensureInboundIndexes } from './messages/mongo-inbound-repository';
import { ensureContactIndexes } from './contacts/mongo-contact-store';
import { ensureCallIndexes } from './calls/mongo-call-repository';
import { ensureCallBackIndexes } from './calls/mongo-call-back-repository';
import { ensureAnswerIndexes } from './answers/answer.model';
import { ensureAttachmentIndexes } from './attachments/mongo-attachment-store';
import { ensureAccessLogIndexes } from './access-log/access-log.model';
import { ensureRecipientIndexes } from './recipients/mongo-recipient-lists';
import { ensureDutyIndexes } from './duty/mongo-duty-repository';
import { ensureHandOverIndexes } from './duty/mongo-hand-over-repository';
import { ensureOpen311KeyIndexes } from './open311-keys/open311-key.model';
import { ensureRollCallIndexes } from './roll-calls/mongo-roll-call-repository';
import { ensureRatingIndexes } from './ratings/mongo-rating-store';
import { ensureCommandOrderIndexes } from './command-orders/command-order-row';
import { ensureSurgeIndexes } from './surges/mongo-surge-repository';
import { ensureReportIndexes } from './reports/mongo-reports';
import { ensureReportSubscriptionIndexes } from './reports/mongo-report-subscriptions';
import { ensureSentReportIndexes } from './reports/mongo-sent-reports';

const steps: readonly ((connection: Connection) => Promise<unknown>)[] = [
  ensureTicketIndexes,
  ensureOrganisationIndexes,
  ensureMessageIndexes,
  ensureInboundIndexes,
  ensureContactIndexes,
  ensureCallIndexes,
  ensureCallBackIndexes,
  ensureAnswerIndexes,
  ensureAttachmentIndexes,
  ensureAccessLogIndexes,
  ensureRecipientIndexes,
  ensureDutyIndexes,
  ensureHandOverIndexes,
  ensureOpen311KeyIndexes,
  ensureRollCallIndexes,
  ensureRatingIndexes,
  ensureCommandOrderIndexes,
  ensureSurgeIndexes,
  ensureReportIndexes,
  ensureReportSubscriptionIndexes,
  ensureSentReportIndexes,
];

/** A start-up step, before the first request; safe to repeat. Those of the audit need its key and come after. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  await Promise.all(steps.map((ensure) => ensure(connection)));
}
