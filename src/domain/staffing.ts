/**
 * How many agents a stream of calls needs, by Erlang C (A. K. Erlang, 1917): calls come at random, everybody waits, and
 * nobody hangs up. Callers who give up make the truth milder than the figure, callers who try again make it worse.
 */
export interface CallLoad {
  readonly callsPerHour: number;
  /** From answering to being free for the next call, in milliseconds. */
  readonly handlingMs: number;
}

export interface Staffing {
  readonly agents: number;
  /** Agents that would be busy all the time: calls an hour × hours a call. */
  readonly erlangs: number;
  /** Share of the agents' time that is spent on calls; more than 1 is more work than there is time. */
  readonly occupancy: number;
  /** Share of the callers who have to wait at all. */
  readonly waitShare: number;
  /** Mean over all callers in milliseconds; null when the queue grows without end. */
  readonly meanWaitMs: number | null;
  /** Share answered within the target. */
  readonly answeredShare: number;
}

/** NENA-STA-020.1-2020: 90 % of emergency calls within 15 s. */
export const answerTarget = { withinMs: 15_000, share: 0.9 } as const;

const hourMs = 60 * 60_000;

const erlangsOf = ({ callsPerHour, handlingMs }: CallLoad): number => (callsPerHour * handlingMs) / hourMs;

/** Erlang B by its recurrence, which neither overflows nor loses digits however many agents there are. */
function blockingShare(agents: number, erlangs: number): number {
  let blocked = 1;
  for (let agent = 1; agent <= agents; agent += 1)
    blocked = (erlangs * blocked) / (agent + erlangs * blocked);
  return blocked;
}

/** Probability that a caller waits, with this many agents at this load. */
export function waitShareOf(agents: number, erlangs: number): number {
  if (erlangs <= 0) return 0;
  if (agents <= erlangs) return 1;
  const blocked = blockingShare(agents, erlangs);
  return blocked / (1 - (erlangs / agents) * (1 - blocked));
}

/** What callers may expect when this many agents meet this load. */
export function staffingOf(
  agents: number,
  load: CallLoad,
  withinMs: number = answerTarget.withinMs,
): Staffing {
  const erlangs = erlangsOf(load);
  const waitShare = waitShareOf(agents, erlangs);
  const spare = agents - erlangs;
  const occupancy = erlangs === 0 ? 0 : agents === 0 ? Infinity : erlangs / agents;
  if (erlangs > 0 && spare <= 0) {
    return { agents, erlangs, occupancy, waitShare: 1, meanWaitMs: null, answeredShare: 0 };
  }
  const { handlingMs } = load;
  const meanWaitMs = waitShare === 0 ? 0 : (waitShare * handlingMs) / spare;
  const answeredShare = waitShare === 0 ? 1 : 1 - waitShare * Math.exp((-spare * withinMs) / handlingMs);
  return { agents, erlangs, occupancy, waitShare, meanWaitMs, answeredShare };
}

/** The fewest agents with whom the target is met. */
export function agentsNeeded(
  load: CallLoad,
  target: { readonly withinMs: number; readonly share: number } = answerTarget,
): number {
  let agents = Math.floor(erlangsOf(load)) + (load.callsPerHour > 0 ? 1 : 0);
  while (staffingOf(agents, load, target.withinMs).answeredShare < target.share) agents += 1;
  return agents;
}

/** Without a single measured call. */
export const assumedHandlingMs = 3 * 60_000;

/** Fewer calls an hour than this say nothing: one that nobody heard would be half of them. */
const callsForAdvice = 20;

/**
 * `enough`: the target is met. `short`: it is not. `switch`: so few are answered in time that a surge should be on.
 * `tooFew`: not enough calls to say.
 */
export type StaffingAdvice = 'enough' | 'short' | 'switch' | 'tooFew';

export function adviceFor(
  { answeredShare }: Pick<Staffing, 'answeredShare'>,
  { callsPerHour }: Pick<CallLoad, 'callsPerHour'>,
  adviseBelowShare: number,
): StaffingAdvice {
  if (callsPerHour < callsForAdvice) return 'tooFew';
  if (answeredShare < adviseBelowShare) return 'switch';
  return answeredShare < answerTarget.share ? 'short' : 'enough';
}

/** The next hour if calls go on growing as they did from the hour before to the last one; never fewer than now. */
export const nextHour = (hourBefore: number, lastHour: number): number =>
  lastHour + Math.max(0, lastHour - hourBefore);
