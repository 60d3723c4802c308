import type { CallBackState } from '../../domain/call-back';
import type { MessageIntent } from '../../domain/message';

export interface StoredCallBack {
  /** E.164; null for a voicemail of somebody who hides their number. */
  readonly phone: string | null;
  readonly state: CallBackState;
}

export interface CallBackFigures {
  readonly open: number;
  readonly breachedOpen: number;
  /** Opened in the span. */
  readonly opened: number;
  /** Opened in the span, and the citizen has been spoken with since: by us, or because they called again. */
  readonly rescued: number;
  readonly breached: number;
}

export interface CallBackRepository {
  /** Opens an item; false when this number has an open one, or this call an item, already. */
  open(item: StoredCallBack): Promise<boolean>;
  find(callBackId: string): Promise<StoredCallBack | null>;
  findOpen(phone: string): Promise<StoredCallBack | null>;
  findByCall(callId: string): Promise<StoredCallBack | null>;
  /** As `CallRepository.change`. */
  change(callBackId: string, decide: (state: CallBackState) => CallBackState): Promise<StoredCallBack | null>;
  /** Open items of a unit and below, worst class first, then oldest. */
  listOpen(unitCode: string, limit: number): Promise<readonly StoredCallBack[]>;
  /** Items whose clock has not heard of their last change. */
  listUntold(changedBefore: Date, limit: number): Promise<readonly StoredCallBack[]>;
  /** The clock has heard of this revision; a later change is told anew. */
  markTold(callBackId: string, revision: number): Promise<void>;
  /** Pages of open items written in this span, with what they are filed under: what a lost queue is rebuilt from. */
  listIntents(window: {
    readonly since: Date;
    readonly olderThan: Date;
  }): Promise<readonly { readonly ticketId: string; readonly intent: MessageIntent }[]>;
  figures(unitCode: string | null, since: Date, until: Date): Promise<CallBackFigures>;
}
