import type { Team, Unit, User } from '../../domain/organisation';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { isInAreaOf } from '../rights';

type Organisation = Pick<OrganisationRepository, 'findTeam' | 'findUnit'>;

/** How somebody stands to a team's duty. */
export interface Standing {
  readonly team: Team;
  readonly unit: Unit;
  readonly isMember: boolean;
  /** Answers for the team's unit: a supervisor or an admin of its area. */
  readonly isSupervisor: boolean;
  /** May look: a member, or somebody whose area holds the unit. */
  readonly maySee: boolean;
}

/** @throws Refused `not-found` when there is no such team */
export async function standingOf(organisation: Organisation, user: User, teamId: string): Promise<Standing> {
  const team = await organisation.findTeam(teamId);
  const unit = team && (await organisation.findUnit(team.unitCode));
  if (!team || !unit) throw new Refused('not-found', 'There is no team with this id.');
  const isMember = user.teamId === team.id;
  const isNear = isInAreaOf(user, unit.path);
  const isSupervisor = isNear && (user.role === 'supervisor' || user.role === 'admin');
  return { team, unit, isMember, isSupervisor, maySee: isMember || (isNear && user.role !== 'responder') };
}

/** @throws Refused `not-allowed` */
export function mustSee({ maySee }: Standing): void {
  if (!maySee)
    throw new Refused('not-allowed', 'Only the team, and those who answer for its area, see this.');
}
