/** The bundle's entry: every exported function is a workflow type, and nothing else is exported. */
export { ticketLifecycle } from './ticket-lifecycle/workflow';
