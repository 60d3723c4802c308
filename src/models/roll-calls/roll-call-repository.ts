import type { RingResult } from '../../domain/hotline';

/** A roll-call: every number of an area rung, and what came of it. */
export interface RollCall {
  readonly id: string;
  readonly workflowId: string;
  readonly kind: 'nightly' | 'unit';
  /** The unit whose numbers, and those below it, are rung; null: everybody's. */
  readonly unitCode: string | null;
  /** A user's id; null: the schedule. */
  readonly startedBy: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** False: so much was silent that the night does not count. Null until it has finished. */
  readonly credible: boolean | null;
}

/** One try to reach one number. Ids only: the number itself stays with the directory. */
export interface Ring {
  readonly id: string;
  readonly rollCallId: string;
  readonly workflowId: string;
  readonly numberId: string;
  readonly unitCode: string;
  /** From the province down. */
  readonly unitCodes: readonly string[];
  /** 1 is the first. */
  readonly attempt: number;
  readonly askedAt: Date | null;
  readonly machine: boolean;
  readonly result: RingResult | null;
  readonly endedAt: Date | null;
}

/** What somebody is told of silent numbers. Ids only. */
export interface SilenceNotice {
  readonly id: string;
  readonly rollCallId: string;
  readonly kind: 'silent' | 'withdrawn' | 'forwarded' | 'summary' | 'distrusted';
  /** Null for a summary. */
  readonly numberId: string | null;
  readonly unitCode: string;
  readonly userId: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** How far one message to a provider got. */
export interface SendState {
  readonly asks: number;
  readonly askedAt: Date | null;
  readonly provider: string | null;
  readonly providerId: string | null;
  /** Refused for good, or given up: the reason. */
  readonly refusal: string | null;
}

/** What is written around one request to a provider, so that nothing is sent twice for want of memory. */
export interface SendLedger {
  state(id: string): Promise<SendState | null>;
  markAsked(id: string, provider: string): Promise<void>;
  /** Certainly not accepted. */
  markUnsent(id: string): Promise<void>;
  markSent(id: string, provider: string, providerId: string): Promise<void>;
  markRefused(id: string, reason: string): Promise<void>;
  /** Whether another message has this provider id: an older call to the same number is not this one. */
  isKnown(providerId: string): Promise<boolean>;
}

export interface RollCallRepository {
  /** Writes it once; false when its unit has one under way. The same id again is the one that is there. */
  open(rollCall: RollCall): Promise<boolean>;
  find(id: string): Promise<RollCall | null>;
  /** Takes back one whose workflow could not be started. */
  remove(id: string): Promise<void>;
  /** Newest first, older than `before`. */
  list(before: Date | null, limit: number): Promise<readonly RollCall[]>;
  finish(id: string, at: Date, credible: boolean): Promise<void>;

  /** Rings not yet made; one that is there already stays as it is. */
  plan(rings: readonly Ring[]): Promise<void>;
  findRing(id: string): Promise<Ring | null>;
  rings(rollCallId: string): Promise<readonly Ring[]>;
  /** The rings of one attempt without a result, in an order that does not change. */
  openRings(rollCallId: string, attempt: number, limit: number): Promise<readonly Ring[]>;
  countOpen(rollCallId: string, attempt: number): Promise<number>;
  /** Whether another roll-call is ringing this number. */
  isRinging(numberId: string, exceptRollCallId: string, since: Date): Promise<boolean>;
  /** A machine picked up. */
  markMachine(ringId: string): Promise<void>;
  /** The first result counts, but a key counts always. False when it changed nothing. */
  settle(ringId: string, result: RingResult, at: Date): Promise<boolean>;

  addNotices(notices: readonly SilenceNotice[]): Promise<void>;
  notices(
    rollCallId: string,
  ): Promise<readonly (SilenceNotice & Pick<SendState, 'providerId' | 'refusal'>)[]>;
  readonly ringLedger: SendLedger;
  readonly noticeLedger: SendLedger;
}
