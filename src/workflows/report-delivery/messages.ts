import type { DeliveryKind } from '../../domain/report-delivery';

export interface ReportDeliveryInput {
  readonly kind: DeliveryKind;
}

export const reportScheduleIdOf = (kind: DeliveryKind): string => `${kind}-report`;
/** The schedule's runs: Temporal adds the time at which each was due. */
export const reportWorkflowIdOf = (kind: DeliveryKind): string => `report/${kind}`;
