import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * One timer for all clocks. A timer that rings early costs a look at the clocks; cancelling and starting one at
 * every transition costs two history events each time. So an alarm is only replaced by an earlier one.
 */
export class Alarm {
  private scope: CancellationScope | null = null;
  private armedForMs = Number.POSITIVE_INFINITY;
  rang = false;

  /** Rings at `atMs` (epoch ms) or earlier; never in less than `leastMs`, so that no fault can make it spin. */
  setFor(atMs: number, leastMs: number): void {
    if (this.armedForMs <= atMs) return;
    this.scope?.cancel();
    const scope = new CancellationScope();
    this.scope = scope;
    this.armedForMs = atMs;
    scope
      .run(() => sleep(Math.max(leastMs, atMs - Date.now())))
      .then(() => {
        this.rang = true;
        this.armedForMs = Number.POSITIVE_INFINITY;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  /** True once per ringing. */
  takeRing(): boolean {
    const rang = this.rang;
    this.rang = false;
    return rang;
  }
}
