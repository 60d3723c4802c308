import type { CallControl } from './call-control';
import type { CarrierRecord, PhoneSetting } from './records';
import type { SignedWebhook } from './signed-webhook';

/** What one ringing phone needs of the carrier. */
export interface Line {
  readonly records: ReadonlyMap<string, CarrierRecord>;
  readonly update: (sid: string, change: Partial<CarrierRecord>) => CarrierRecord;
  readonly tell: (record: CarrierRecord) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  readonly webhook: SignedWebhook;
  readonly pace: number;
  readonly accountSid: string;
  /** Where keys from the outbox page arrive while a call is open. */
  readonly keysWaiting: Map<string, (digits: string) => void>;
  readonly phone: PhoneSetting;
  /** Hands on the calls that are under way. */
  readonly controls: Map<string, CallControl>;
  /** How the owner of another phone behaves when it is dialled. */
  readonly phoneOf: (number: string) => PhoneSetting;
  /** How long the caller stays before they hang up; without it they never do. */
  readonly patienceMs?: number;
}
