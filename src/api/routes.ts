import { authRoutes, type AuthDependencies } from './auth/auth-routes';
import { boardRoutes, type BoardDependencies } from './board/board-routes';
import { callerRoutes } from './callers/caller-routes';
import type { CallerDependencies } from './callers/tickets-of-caller';
import { callBackRoutes, type CallBackRouteDependencies } from './calls/call-back-routes';
import { callRoutes, type CallRouteDependencies } from './calls/call-routes';
import { callStatsRoutes, type CallStatsDependencies } from './calls/call-stats-routes';
import { lookalikeRoute, type LookalikeRouteDependencies } from './duplicates/lookalike-route';
import type { Route } from './http/route';
import { deadLetterRoutes, type DeadLetterDependencies } from './messages/dead-letter-routes';
import { queueRoutes, type QueueDependencies } from './messages/queue-routes';
import { recipientRoutes, type RecipientDependencies } from './messages/recipient-routes';
import { templateRoutes, type TemplateDependencies } from './messages/template-routes';
import { open311KeyRoutes, type Open311KeyDependencies } from './open311/key-routes';
import { shiftRoutes, type ShiftDependencies } from './organisation/shift-routes';
import { teamRoutes, type TeamDependencies } from './organisation/team-routes';
import { unitRoutes, type UnitDependencies } from './organisation/unit-routes';
import { policyRoutes, type PolicyDependencies } from './policies/policy-routes';
import { protocolRoutes } from './protocols/protocol-routes';
import { publicRoutes, type PublicDependencies } from './public/public-routes';
import { statsRoutes, type StatsDependencies } from './stats/stats-routes';
import { streamRoutes, type StreamDependencies } from './stream/stream-routes';
import { ticketActionRoutes, type ActionDependencies } from './tickets/action-routes';
import { createTicketRoute } from './tickets/create-route';
import { ticketReadRoutes, type ReadDependencies } from './tickets/read-routes';
import { userRoutes, type UserDependencies } from './users/user-routes';

export type RouteDependencies = AuthDependencies &
  BoardDependencies &
  CallerDependencies &
  CallRouteDependencies &
  CallBackRouteDependencies &
  CallStatsDependencies &
  ShiftDependencies &
  TeamDependencies &
  UnitDependencies &
  PolicyDependencies &
  PublicDependencies &
  Open311KeyDependencies &
  StreamDependencies &
  ActionDependencies &
  ReadDependencies &
  DeadLetterDependencies &
  QueueDependencies &
  RecipientDependencies &
  TemplateDependencies &
  StatsDependencies &
  UserDependencies &
  LookalikeRouteDependencies;

/** Every address below `/api/v1`, in the order of the documentation. */
export function allRoutes(deps: RouteDependencies): Route[] {
  return [
    ...authRoutes(deps),
    createTicketRoute(deps),
    lookalikeRoute(deps),
    ...ticketReadRoutes(deps),
    ...ticketActionRoutes(deps),
    ...callerRoutes(deps),
    ...callRoutes(deps),
    ...callBackRoutes(deps),
    ...callStatsRoutes(deps),
    ...boardRoutes(deps),
    ...streamRoutes(deps),
    ...unitRoutes(deps),
    ...teamRoutes(deps),
    ...shiftRoutes(deps),
    ...policyRoutes(deps),
    ...protocolRoutes(deps),
    ...templateRoutes(deps),
    ...deadLetterRoutes(deps),
    ...queueRoutes(deps),
    ...recipientRoutes(deps),
    ...statsRoutes(deps),
    ...userRoutes(deps),
    ...publicRoutes(deps),
    ...open311KeyRoutes(deps),
  ];
}
