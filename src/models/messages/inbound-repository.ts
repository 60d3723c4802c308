/** The ticket that one incoming call or SMS became. */
export interface InboundTicket {
  readonly ticketId: string;
  readonly code: string;
}

/** Remembers what came in by the provider's id, so that a repeated webhook is the same ticket. */
export interface InboundRepository {
  /**
   * The ticket of this call or SMS, made by `create` on the first ask only. A repeat that arrives meanwhile
   * waits for it; when `create` throws, the next ask tries again.
   */
  ticketOnce(providerId: string, create: () => Promise<InboundTicket>): Promise<InboundTicket>;
}
