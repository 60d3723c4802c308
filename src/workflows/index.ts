/** The bundle's entry: every exported function is a workflow type, and nothing else is exported. */
export { commandOrder } from './command-order/workflow';
export { callBack } from './call-back/workflow';
export { rollCall } from './roll-call/workflow';
export { reportDelivery } from './report-delivery/workflow';
export { dutyWatch } from './duty-watch/workflow';
export { ticketLifecycle } from './ticket-lifecycle/workflow';
