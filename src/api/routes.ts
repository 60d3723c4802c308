import { authRoutes, type AuthDependencies } from './auth/auth-routes';
import { boardRoutes, type BoardDependencies } from './board/board-routes';
import { callerRoutes, type CallerDependencies } from './callers/caller-routes';
import { lookalikeRoute, type LookalikeRouteDependencies } from './duplicates/lookalike-route';
import type { Route } from './http/route';
import { open311KeyRoutes, type Open311KeyDependencies } from './open311/key-routes';
import { shiftRoutes, type ShiftDependencies } from './organisation/shift-routes';
import { teamRoutes, type TeamDependencies } from './organisation/team-routes';
import { unitRoutes, type UnitDependencies } from './organisation/unit-routes';
import { policyRoutes, type PolicyDependencies } from './policies/policy-routes';
import { protocolRoutes } from './protocols/protocol-routes';
import { publicRoutes, type PublicDependencies } from './public/public-routes';
import { streamRoutes, type StreamDependencies } from './stream/stream-routes';
import { ticketActionRoutes, type ActionDependencies } from './tickets/action-routes';
import { createTicketRoute } from './tickets/create-route';
import { ticketReadRoutes, type ReadDependencies } from './tickets/read-routes';
import { userRoutes, type UserDependencies } from './users/user-routes';

export type RouteDependencies = AuthDependencies &
  BoardDependencies &
  CallerDependencies &
  ShiftDependencies &
  TeamDependencies &
  UnitDependencies &
  PolicyDependencies &
  PublicDependencies &
  Open311KeyDependencies &
  StreamDependencies &
  ActionDependencies &
  ReadDependencies &
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
    ...boardRoutes(deps),
    ...streamRoutes(deps),
    ...unitRoutes(deps),
    ...teamRoutes(deps),
    ...shiftRoutes(deps),
    ...policyRoutes(deps),
    ...protocolRoutes(deps),
    ...userRoutes(deps),
    ...publicRoutes(deps),
    ...open311KeyRoutes(deps),
  ];
}
