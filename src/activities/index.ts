import { createCallBackActivities } from './call-backs';
import { createCommandOrderActivities } from './command-orders';
import { createDutyActivities } from './duty';
import { createOrganisationActivities } from './organisation';
import { createReportDeliveryActivities } from './report-delivery';
import { createRollCallActivities } from './roll-calls';
import { createTicketActivities } from './tickets';

/** The only aggregate, because the worker needs one object. */
export type ActivityDependencies = Parameters<typeof createTicketActivities>[0] &
  Parameters<typeof createCallBackActivities>[0] &
  Parameters<typeof createCommandOrderActivities>[0] &
  Parameters<typeof createDutyActivities>[0] &
  Parameters<typeof createOrganisationActivities>[0] &
  Parameters<typeof createReportDeliveryActivities>[0] &
  Parameters<typeof createRollCallActivities>[0];

export const createActivities = (dependencies: ActivityDependencies) => ({
  ...createTicketActivities(dependencies),
  ...createCallBackActivities(dependencies),
  ...createCommandOrderActivities(dependencies),
  ...createDutyActivities(dependencies),
  ...createOrganisationActivities(dependencies),
  ...createReportDeliveryActivities(dependencies),
  ...createRollCallActivities(dependencies),
});
export type Activities = ReturnType<typeof createActivities>;
