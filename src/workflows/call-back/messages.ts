import { defineSignal } from '@temporalio/workflow';

export const callBackWorkflowIdOf = (callBackId: string): string => `callback/${callBackId}`;

export interface CallBackInput {
  readonly callBackId: string;
}

/** A fact: another call, a try or the end has changed what the clock must do. The row says what. */
export const callBackChanged = defineSignal('callBackChanged');
