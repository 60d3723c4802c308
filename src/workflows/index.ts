/** The bundle's entry: every exported function is a workflow type, and nothing else is exported. */
export { callBack } from './call-back/workflow';
export { ticketLifecycle } from './ticket-lifecycle/workflow';
