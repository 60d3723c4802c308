import type { AuditLog } from '../models/audit/audit-log';

/** Younger notes are still worked on, or tried again by the process that knows how their act ended. */
const settleMs = 5 * 60_000;

/** One round: acts whose process died before it could record them get their entry. Resolves to how many. */
export const enterForgottenActs = ({
  audit,
}: {
  readonly audit: Pick<AuditLog, 'enterForgotten'>;
}): Promise<number> => audit.enterForgotten(new Date(Date.now() - settleMs));
