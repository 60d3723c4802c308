/** What can happen to a call from outside while it goes through its pages. */
export type Interruption = { readonly kind: 'hangUp' } | { readonly kind: 'moved'; readonly url: string };

/** The outside's hand on one call: the caller hangs up, or the provider's client moves it. */
export interface CallControl {
  interrupt(what: Interruption): void;
  /** The interruption not yet obeyed, and no longer there. */
  take(): Interruption | null;
  /** Resolves at the next interruption, at once when one is there. */
  interrupted(): Promise<void>;
}

export function createCallControl(): CallControl {
  let pending: Interruption | null = null;
  let wake: (() => void) | null = null;
  return {
    interrupt(what) {
      // Whoever has hung up stays away.
      if (pending?.kind !== 'hangUp') pending = what;
      wake?.();
    },
    take() {
      const taken = pending;
      pending = taken?.kind === 'hangUp' ? taken : null;
      return taken;
    },
    interrupted: () =>
      new Promise((resolve) => {
        if (pending) resolve();
        else wake = resolve;
      }),
  };
}
