import type { Intake } from '../../domain/intake';
import { normalisePhone } from '../../domain/phone';
import type { Blocklist, CallHint } from '../../models/recipients/recipient-lists';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import { limitKey, spend, type RateLimits } from '../auth/rate-limits';
import { Refused } from '../http/problem';
import type { AcceptIntake } from '../tickets/intake';

export interface CitizenReportDependencies {
  readonly accept: AcceptIntake;
  readonly blocklist: Pick<Blocklist, 'isBlocked'>;
  readonly limits: Pick<RateLimits, 'publicIntake'>;
}

/** Anything about somebody's health may be an emergency, whatever else this number has reported. */
const mayBeEmergency: ReadonlySet<string> = new Set([
  'emergency',
  'hospitalTransfer',
  'f0Consult',
  'suspectedCase',
]);
const hintOf = (category: string): CallHint => (mayBeEmergency.has(category) ? 'emergency' : 'none');

/**
 * Takes a citizen's own report, by form or by program: counted by address, machines and nuisance callers turned
 * away. `website` is the field that people do not see.
 *
 * @throws Refused `too-many-requests`, `impossible`; DomainError as `acceptIntake`
 */
export async function takeReport(
  deps: CitizenReportDependencies,
  report: {
    readonly intake: Intake;
    readonly ip: string;
    readonly website?: string | undefined;
    readonly idempotencyKey?: string | undefined;
  },
): Promise<StoredTicket> {
  const { intake, ip, website, idempotencyKey } = report;
  await spend(deps.limits.publicIntake, limitKey('intake', ip));
  const phone = normalisePhone(intake.caller.phone ?? '');
  if (website || (phone !== null && (await deps.blocklist.isBlocked(phone, hintOf(intake.category))))) {
    throw new Refused('impossible', 'The report could not be taken. Please call 1022.');
  }
  return deps.accept(
    intake,
    { kind: 'citizen', via: 'api' },
    idempotencyKey === undefined ? {} : { idempotencyKey },
  );
}
