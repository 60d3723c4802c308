/** Remembers what came in by the provider's id, so that a repeated webhook is done once. */
export interface InboundRepository {
  /**
   * Runs `handle` for the first ask only; true when this was it. A repeat that arrives meanwhile waits for its
   * end; when `handle` throws, or its process dies, the next ask tries again.
   */
  handleOnce(providerId: string, handle: () => Promise<void>): Promise<boolean>;
}
