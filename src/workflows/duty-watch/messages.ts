import { defineSignal } from '@temporalio/workflow';

const prefix = 'duty/';
export const dutyWatchIdOf = (teamId: string): string => `${prefix}${teamId}`;
export const teamIdOfDutyWatch = (workflowId: string): string => workflowId.slice(prefix.length);

export interface DutyWatchInput {
  readonly teamId: string;
  /** The last look (ISO 8601 UTC) of the run before; absent on the first. */
  readonly since?: string;
}

/** A fact: shifts, overrides or people have changed, so the next moment may be another. */
export const rosterChanged = defineSignal('rosterChanged');
