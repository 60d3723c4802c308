/**
 * Tells the process that started this one (`npm start`) that it takes work now; alone, it does nothing. From
 * then on the parent's death counts as SIGTERM, so that a killed `npm start` leaves no strays.
 */
export function announceReady(): void {
  if (typeof process.send !== 'function') return;
  const stop = (): void => {
    process.kill(process.pid, 'SIGTERM');
  };
  if (!process.connected) {
    stop();
    return;
  }
  process.once('disconnect', stop);
  // Listening keeps the channel open, and an open channel would keep a process that has stopped from ending.
  process.channel?.unref();
  process.send({ ready: true });
}

/** What `announceReady` sends; anything else on the channel is not ours. */
export const isReadyMessage = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && (message as { ready?: unknown }).ready === true;
