import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { MessageRefused, OutcomeUnknown, ProviderBusy, ProviderUnavailable } from './provider';
import type { MessageProvider, OutgoingMessage } from './provider';
import type { SenderLimits } from './sender-limits';
import type { MessageLane } from '../domain/message';

/** Several providers as one: the first that can and will carry a message does. */
export interface ProviderPool {
  /**
   * Asks the providers in their order. The next one is asked only when it is certain that the last one has not
   * taken the message: its breaker is open, it cannot be reached, or it cannot deliver there. `beforeAsking`
   * is awaited before each is asked. Throws the port's outcomes.
   */
  send(
    message: OutgoingMessage,
    lane: MessageLane,
    beforeAsking: (provider: string) => Promise<void>,
  ): Promise<{ readonly provider: string; readonly providerId: string }>;
  /** Asks the provider that was asked to send; every one when none is known. */
  find(
    message: OutgoingMessage,
    since: Date,
    provider: string | null,
  ): Promise<readonly { readonly provider: string; readonly providerId: string }[]>;
  /** `open`: not asked just now. */
  states(): readonly { readonly provider: string; readonly isOpen: boolean }[];
}

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly afterFailures: number;
  /** How long it stays open before one message tries the provider again. */
  readonly openMs: number;
}

/** What says something about the provider; a refusal speaks of one message, and 429 has its own pause. */
const isProviderTrouble = (error: Error): boolean =>
  error instanceof ProviderUnavailable || error instanceof OutcomeUnknown;

const goesToTheNext = (error: unknown): boolean =>
  error instanceof BrokenCircuitError ||
  error instanceof ProviderUnavailable ||
  (error instanceof MessageRefused && error.onlyHere);

export function createProviderPool(
  providers: readonly MessageProvider[],
  options: {
    readonly breaker: BreakerSettings;
    readonly limits?: SenderLimits;
    readonly onBreaker?: (provider: string, isOpen: boolean) => void;
  },
): ProviderPool {
  const members = providers.map((provider) => {
    const breaker = circuitBreaker(handleWhen(isProviderTrouble), {
      breaker: new ConsecutiveBreaker(options.breaker.afterFailures),
      halfOpenAfter: options.breaker.openMs,
    });
    // The library's own state stays `open` until somebody asks again, however long that takes.
    let openUntil = 0;
    breaker.onBreak(() => {
      openUntil = Date.now() + options.breaker.openMs;
      options.onBreaker?.(provider.name, true);
    });
    breaker.onReset(() => options.onBreaker?.(provider.name, false));
    return { provider, breaker, isResting: () => Date.now() < openUntil };
  });

  return {
    async send(message, lane, beforeAsking) {
      let last: unknown;
      for (const { provider, breaker, isResting } of members) {
        if (!provider.channels.includes(message.channel)) continue;
        if (isResting()) {
          last ??= new BrokenCircuitError();
          continue;
        }
        const waitMs = (await options.limits?.take(provider.name, lane)) ?? 0;
        if (waitMs > 0) throw new ProviderBusy(waitMs, true);
        try {
          const { providerId } = await breaker.execute(async () => {
            await beforeAsking(provider.name);
            return provider.send(message);
          });
          return { provider: provider.name, providerId };
        } catch (error) {
          if (!goesToTheNext(error)) throw error;
          last = error;
        }
      }
      throw last instanceof MessageRefused || last instanceof ProviderUnavailable
        ? last
        : new ProviderUnavailable(last);
    },
    async find(message, since, asked) {
      const able = members.filter(
        ({ provider }) =>
          provider.channels.includes(message.channel) && (asked === null || provider.name === asked),
      );
      const found = await Promise.all(
        able.map(async ({ provider }) =>
          (await provider.find(message, since)).map(({ providerId }) => ({
            provider: provider.name,
            providerId,
          })),
        ),
      );
      return found.flat();
    },
    states: () =>
      members.map(({ provider, breaker }) => ({
        provider: provider.name,
        isOpen: breaker.state !== CircuitState.Closed,
      })),
  };
}
