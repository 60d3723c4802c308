import { createCallBackActivities } from './call-backs';
import { createOrganisationActivities } from './organisation';
import { createTicketActivities } from './tickets';

/** The only aggregate, because the worker needs one object. */
export type ActivityDependencies = Parameters<typeof createTicketActivities>[0] &
  Parameters<typeof createCallBackActivities>[0] &
  Parameters<typeof createOrganisationActivities>[0];

export const createActivities = (dependencies: ActivityDependencies) => ({
  ...createTicketActivities(dependencies),
  ...createCallBackActivities(dependencies),
  ...createOrganisationActivities(dependencies),
});
export type Activities = ReturnType<typeof createActivities>;
