import type { DeliveryKind, ReportSubscription } from '../../domain/report-delivery';

/** Who gets which report by itself. */
export interface ReportSubscriptions {
  /** Asking twice is asking once; answers with what is stored. */
  add(subscription: ReportSubscription): Promise<ReportSubscription>;
  /** False when there was none. */
  remove(subscription: Omit<ReportSubscription, 'since'>): Promise<boolean>;
  listOfUser(userId: string): Promise<readonly ReportSubscription[]>;
  /** Units whose report of this kind somebody asked for. */
  unitsOf(kind: DeliveryKind): Promise<readonly string[]>;
  readersOf(kind: DeliveryKind, unitCode: string): Promise<readonly string[]>;
}
