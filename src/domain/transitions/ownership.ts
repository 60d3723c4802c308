import type { Commands } from '../commands';
import type { Draft } from '../draft';
import { closeDeclinedSteps, endSearch, openDirectStep, startSearch } from '../ladder';
import { releaseOwner, tellCitizen } from '../notices';
import type { UnitRef } from '../organisation';
import { DomainError } from '../refusal';
import { ownerOf } from '../ticket';
import { endAssignment, requireOwner, requireStatus, resumeClocks } from './rules';

/** How a ticket gets an owner, and how it changes hands. */

const searching = ['triaged', 'dispatched'] as const;

/** One winner. Asking again for what one already has is a yes, so a phone may repeat itself. */
export function claim(draft: Draft, command: Commands['claim']): void {
  const { actor, team } = command;
  // Who comes after the work is done is told who did it, as is who comes while it is being done.
  const owner = ownerOf(draft.state) ?? (draft.state.resolution && draft.state.assignments.at(-1));
  if (owner) {
    const same = team ? owner.teamId === team.teamId : owner.userId === actor.userId;
    if (same) return;
    throw new DomainError('already-claimed', `Ticket ${draft.state.code} is already claimed`, {
      teamId: owner.teamId,
      userId: owner.userId,
      at: owner.claimedAt,
    });
  }
  requireStatus(draft, searching, 'claim');
  if (team && !draft.state.offeredTeamIds.includes(team.teamId)) {
    throw new DomainError('team-not-offered', `Ticket ${draft.state.code} was not offered to this team`, {
      teamId: team.teamId,
    });
  }
  const unit = team?.unit ?? unitOf(draft, actor.unitCode);
  draft.log('claimed', { teamId: team?.teamId ?? null, via: actor.via ?? 'api' }, { actor, tier: unit.tier });
  if (draft.state.ladder) {
    endSearch(draft, {
      metTier: unit.tier,
      reason: 'claimed',
      ...(actor.userId && { userId: actor.userId }),
    });
  }
  const round = draft.state.assignments.length + 1;
  draft.set({
    status: 'claimed',
    declinedTeamIds: draft.state.declinedTeamIds.filter((id) => id !== team?.teamId),
    assignments: [
      ...draft.state.assignments,
      {
        teamId: team?.teamId ?? null,
        userId: actor.userId ?? null,
        unitCode: unit.code,
        tier: unit.tier,
        claimedAt: draft.now,
        via: actor.via ?? 'api',
      },
    ],
  });
  tellCitizen(draft, 'claimed', String(round));
}

/** A dispatcher's ticket in hand belongs to their own centre, even one outside the ticket's ladder. */
function unitOf(draft: Draft, unitCode: string | undefined): UnitRef {
  const own = draft.state.unitPath.find(({ code }) => code === unitCode) ?? draft.state.unitPath[0];
  if (!own) throw new Error('a ticket always has a place');
  return own;
}

export function decline(draft: Draft, command: Commands['decline']): void {
  requireStatus(draft, searching, 'decline');
  if (!draft.state.offeredTeamIds.includes(command.teamId)) {
    throw new DomainError('team-not-offered', `Ticket ${draft.state.code} was not offered to this team`, {
      teamId: command.teamId,
    });
  }
  if (draft.state.declinedTeamIds.includes(command.teamId)) return;
  draft.set({ declinedTeamIds: [...draft.state.declinedTeamIds, command.teamId] });
  draft.log('declined', { teamId: command.teamId, text: command.reason }, { actor: command.actor });
  closeDeclinedSteps(draft);
}

/** By hand: to any team, also one the ladder would not have asked. Whoever had it is released. */
export function dispatch(draft: Draft, command: Commands['dispatch']): void {
  requireStatus(draft, [...searching, 'claimed', 'enRoute', 'onScene', 'onHold'], 'dispatch');
  const { actor, team, unit, reason } = command;
  const data = { teamId: team.teamId, unitCode: unit.code, ...(reason && { text: reason }) };
  const owner = ownerOf(draft.state);
  if (owner) {
    if (owner.teamId === team.teamId) return;
    draft.log('reassigned', { ...data, fromTeamId: owner.teamId }, { actor, tier: unit.tier });
    resumeClocks(draft, 'reassigned', actor);
    endAssignment(draft, 'reassigned');
    releaseOwner(draft, owner, 'reassigned');
  } else {
    draft.log('dispatched', data, { actor, tier: unit.tier });
  }
  openDirectStep(draft, unit, team);
}

/** The owner cannot go on: the search begins again, without asking the same team a second time. */
export function handBack(draft: Draft, command: Commands['handBack']): void {
  const owner = requireOwner(draft, command.actor, 'handBack');
  draft.log(
    'handedBack',
    { teamId: owner.teamId, text: command.reason },
    { actor: command.actor, tier: owner.tier },
  );
  resumeClocks(draft, 'handedBack', command.actor);
  endAssignment(draft, 'handedBack');
  if (owner.teamId && !draft.state.declinedTeamIds.includes(owner.teamId)) {
    draft.set({ declinedTeamIds: [...draft.state.declinedTeamIds, owner.teamId] });
  }
  startSearch(draft, 'handedBack');
}
