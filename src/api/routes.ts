import { attachmentRoutes, type AttachmentRouteDependencies } from './attachments/attachment-routes';
import { auditRoutes, type AuditDependencies } from './audit/audit-routes';
import { authRoutes, type AuthDependencies } from './auth/auth-routes';
import { boardRoutes, type BoardDependencies } from './board/board-routes';
import { wallboardRoutes, type WallboardDependencies } from './board/wallboard-routes';
import { callerRoutes } from './callers/caller-routes';
import type { CallerDependencies } from './callers/tickets-of-caller';
import { callBackRoutes, type CallBackRouteDependencies } from './calls/call-back-routes';
import { callRoutes, type CallRouteDependencies } from './calls/call-routes';
import { callStatsRoutes, type CallStatsDependencies } from './calls/call-stats-routes';
import { hotlineStatsRoutes, type HotlineStatsDependencies } from './directory/hotline-stats-routes';
import { listingRoutes, type ListingDependencies } from './directory/listing-routes';
import { publicUnitRoutes, type PublicUnitDependencies } from './directory/public-unit-routes';
import { contactRoutes, type ContactRouteDependencies } from './contacts/contact-routes';
import {
  organisationImportRoutes,
  type OrganisationImportDependencies,
} from './import/organisation-import-routes';
import { importRoutes, type ImportRouteDependencies } from './import/import-routes';
import { lookalikeRoute, type LookalikeRouteDependencies } from './duplicates/lookalike-route';
import { orderActionRoutes, type OrderActionDependencies } from './command-orders/order-action-routes';
import { orderRoutes, type OrderRouteDependencies } from './command-orders/order-routes';
import { orderStatsRoutes, type OrderStatsDependencies } from './command-orders/order-stats-routes';
import type { Route } from './http/route';
import { deadLetterRoutes, type DeadLetterDependencies } from './messages/dead-letter-routes';
import { queueRoutes, type QueueDependencies } from './messages/queue-routes';
import { recipientRoutes, type RecipientDependencies } from './messages/recipient-routes';
import { templateRoutes, type TemplateDependencies } from './messages/template-routes';
import { open311KeyRoutes, type Open311KeyDependencies } from './open311/key-routes';
import { reportDeliveryRoutes, type ReportDeliveryDependencies } from './reports/delivery-routes';
import { reportRoutes, type ReportDependencies } from './reports/report-routes';
import { rollCallRoutes, type RollCallRouteDependencies } from './roll-calls/roll-call-routes';
import { handOverRoutes, type HandOverDependencies } from './duty/hand-over-routes';
import { overrideRoutes, type OverrideDependencies } from './duty/override-routes';
import { swapRoutes, type SwapDependencies } from './duty/swap-routes';
import { readinessRoutes, type ReadinessDependencies } from './organisation/readiness-routes';
import { rosterRoutes, type RosterDependencies } from './organisation/roster-routes';
import { shiftRoutes, type ShiftDependencies } from './organisation/shift-routes';
import { teamRoutes, type TeamDependencies } from './organisation/team-routes';
import { unitRoutes, type UnitDependencies } from './organisation/unit-routes';
import { unitMapRoutes, type UnitMapDependencies } from './unit-map/map-routes';
import { presenceRoutes, type PresenceDependencies } from './presence/presence-routes';
import { policyRoutes, type PolicyDependencies } from './policies/policy-routes';
import { protocolRoutes } from './protocols/protocol-routes';
import { publicRoutes, type PublicDependencies } from './public/public-routes';
import { statsRoutes, type StatsDependencies } from './stats/stats-routes';
import { surgeRoutes, type SurgeDependencies } from './surge/surge-routes';
import { surgeStatsRoutes, type SurgeStatsDependencies } from './surge/surge-stats-routes';
import { streamRoutes, type StreamDependencies } from './stream/stream-routes';
import { ticketActionRoutes, type ActionDependencies } from './tickets/action-routes';
import { createTicketRoute } from './tickets/create-route';
import { quickTicketRoute, type QuickRouteDependencies } from './tickets/quick-route';
import { ticketReadRoutes, type ReadDependencies } from './tickets/read-routes';
import { notificationRuleRoutes, type NotificationRuleDependencies } from './users/notification-rule-routes';
import { transparencyRoutes, type TransparencyDependencies } from './transparency/transparency-routes';
import { leavingRoutes, type LeavingRouteDependencies } from './users/leaving-routes';
import { userRoutes, type UserDependencies } from './users/user-routes';

export type RouteDependencies = AuthDependencies &
  BoardDependencies &
  WallboardDependencies &
  CallerDependencies &
  CallRouteDependencies &
  CallBackRouteDependencies &
  CallStatsDependencies &
  OrderRouteDependencies &
  OrderActionDependencies &
  OrderStatsDependencies &
  ShiftDependencies &
  RosterDependencies &
  ReadinessDependencies &
  SwapDependencies &
  OverrideDependencies &
  HandOverDependencies &
  TeamDependencies &
  UnitDependencies &
  UnitMapDependencies &
  PolicyDependencies &
  PublicDependencies &
  PublicUnitDependencies &
  ListingDependencies &
  RollCallRouteDependencies &
  HotlineStatsDependencies &
  Open311KeyDependencies &
  TransparencyDependencies &
  StreamDependencies &
  SurgeDependencies &
  SurgeStatsDependencies &
  ActionDependencies &
  ReadDependencies &
  PresenceDependencies &
  DeadLetterDependencies &
  QueueDependencies &
  RecipientDependencies &
  TemplateDependencies &
  StatsDependencies &
  ReportDependencies &
  ReportDeliveryDependencies &
  UserDependencies &
  LeavingRouteDependencies &
  NotificationRuleDependencies &
  ContactRouteDependencies &
  LookalikeRouteDependencies &
  QuickRouteDependencies &
  AttachmentRouteDependencies &
  ImportRouteDependencies &
  OrganisationImportDependencies &
  AuditDependencies;

/** Every address below `/api/v1`, in the order of the documentation. */
export function allRoutes(deps: RouteDependencies): Route[] {
  return [
    ...authRoutes(deps),
    createTicketRoute(deps),
    quickTicketRoute(deps),
    lookalikeRoute(deps),
    ...ticketReadRoutes(deps),
    ...ticketActionRoutes(deps),
    ...presenceRoutes(deps),
    ...attachmentRoutes(deps),
    ...importRoutes(deps),
    ...contactRoutes(deps),
    ...callerRoutes(deps),
    ...callRoutes(deps),
    ...callBackRoutes(deps),
    ...callStatsRoutes(deps),
    ...orderRoutes(deps),
    ...orderActionRoutes(deps),
    ...orderStatsRoutes(deps),
    ...boardRoutes(deps),
    ...wallboardRoutes(deps),
    ...streamRoutes(deps),
    ...surgeRoutes(deps),
    ...surgeStatsRoutes(deps),
    ...unitRoutes(deps),
    ...unitMapRoutes(deps),
    ...readinessRoutes(deps),
    ...teamRoutes(deps),
    ...listingRoutes(deps),
    ...rollCallRoutes(deps),
    ...shiftRoutes(deps),
    ...rosterRoutes(deps),
    ...swapRoutes(deps),
    ...overrideRoutes(deps),
    ...handOverRoutes(deps),
    ...organisationImportRoutes(deps),
    ...policyRoutes(deps),
    ...protocolRoutes(deps),
    ...templateRoutes(deps),
    ...deadLetterRoutes(deps),
    ...queueRoutes(deps),
    ...recipientRoutes(deps),
    ...statsRoutes(deps),
    ...reportRoutes(deps),
    ...reportDeliveryRoutes(deps),
    ...hotlineStatsRoutes(deps),
    ...userRoutes(deps),
    ...leavingRoutes(deps),
    ...notificationRuleRoutes(deps),
    ...publicRoutes(deps),
    ...publicUnitRoutes(deps),
    ...open311KeyRoutes(deps),
    ...transparencyRoutes(deps),
    ...auditRoutes(deps),
  ];
}
