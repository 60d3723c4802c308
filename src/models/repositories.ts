import type { Connection } from 'mongoose';
import type { NotificationDefaults } from '../domain/notification-defaults';
import type { FieldCrypto } from '../platform/crypto/field-crypto';
import { createAccessLog } from './access-log/access-log.model';
import { createAnswerStore } from './answers/answer.model';
import { createAttachmentStore } from './attachments/mongo-attachment-store';
import { createAuditLog } from './audit/mongo-audit-log';
import { createCallLoad } from './calls/call-load';
import { createCallBackRepository } from './calls/mongo-call-back-repository';
import { createCallRepository } from './calls/mongo-call-repository';
import { createCommandOrderRepository } from './command-orders/mongo-command-order-repository';
import { createContactStore } from './contacts/mongo-contact-store';
import { createDutyRepository } from './duty/mongo-duty-repository';
import { createHandOverRepository } from './duty/mongo-hand-over-repository';
import { createToldRosters } from './duty/mongo-told-rosters';
import { createHotlineStandings } from './hotlines/mongo-hotline-standings';
import { createFigures } from './messages/message-figures';
import { createInboundRepository } from './messages/mongo-inbound-repository';
import { createMessageRepository } from './messages/mongo-message-repository';
import { createTextVersions } from './messages/text-versions';
import { createNotificationRules } from './notification-rules/mongo-notification-rules';
import { createOpen311KeyStore } from './open311-keys/open311-key.model';
import { createOrganisationLoader } from './organisation/organisation-loader';
import { createOrganisationRepository } from './organisation/organisation-store';
import { createPolicyRepository } from './organisation/policy-store';
import { createUserRepository } from './organisation/user-store';
import { readWholeOrganisation } from './organisation/whole-organisation';
import { createRatingStore } from './ratings/mongo-rating-store';
import { createBlocklist, createOptOuts } from './recipients/mongo-recipient-lists';
import { createReportSubscriptions } from './reports/mongo-report-subscriptions';
import { createReports } from './reports/mongo-reports';
import { createSentReports } from './reports/mongo-sent-reports';
import { createRollCallRepository } from './roll-calls/mongo-roll-call-repository';
import { createSurgeRepository } from './surges/mongo-surge-repository';
import { createTicketRepository } from './tickets/ticket.model';
import { createTransparencySettings } from './transparency/mongo-transparency-settings';
import { createPublicCounts } from './transparency/public-counts';
import { createUnitShapes } from './unit-shapes/mongo-unit-shapes';

/**
 * Everything that lies in MongoDB, by what the rest of the system calls it; run `ensureIndexes` on the database first.
 *
 * @param first what is in force until somebody writes something else
 */
export function openRepositories(
  database: Connection,
  crypto: FieldCrypto,
  first: {
    readonly notificationDefaults: NotificationDefaults;
    readonly messageTexts: Parameters<typeof createTextVersions>[1];
  },
) {
  const organisation = createOrganisationRepository(database);
  const standings = createHotlineStandings(database);
  return {
    tickets: createTicketRepository(database, crypto),
    contacts: createContactStore(database, crypto),
    attachments: createAttachmentStore(database, crypto),
    answers: createAnswerStore(database, crypto),
    ratings: createRatingStore(database, crypto),

    calls: createCallRepository(database, crypto),
    callBacks: createCallBackRepository(database, crypto),
    measureLoad: createCallLoad(database),
    blocklist: createBlocklist(database, crypto),

    organisation,
    users: createUserRepository(database, crypto),
    policies: createPolicyRepository(database),
    unitShapes: createUnitShapes(database),
    open311Keys: createOpen311KeyStore(database),
    importTarget: {
      readStored: () => readWholeOrganisation(database, crypto),
      load: createOrganisationLoader(database, crypto),
      listOverrides: () => organisation.listOverrides({}),
    },

    duty: createDutyRepository(database, crypto),
    handOvers: createHandOverRepository(database),
    toldRosters: createToldRosters(database),

    standings,
    rollCalls: createRollCallRepository(database),

    commandOrders: createCommandOrderRepository(database, crypto),
    surges: createSurgeRepository(database),

    messages: createMessageRepository(database, crypto),
    inbound: createInboundRepository(database),
    optOuts: createOptOuts(database, crypto),
    textVersions: createTextVersions(database, first.messageTexts),
    notificationRules: createNotificationRules(database, first.notificationDefaults),
    figures: createFigures(database),

    reports: createReports({ connection: database, organisation, standings }),
    reportSubscriptions: createReportSubscriptions(database),
    sentReports: createSentReports(database),
    transparency: createTransparencySettings(database),
    countPeriod: createPublicCounts(database),

    audit: createAuditLog(database, crypto),
    accessLog: createAccessLog(database),
  };
}
