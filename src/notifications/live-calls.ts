/** The port to calls that are under way at the telephone provider. */
export interface LiveCalls {
  /**
   * Sends the caller's leg to another page at once. `gone`: the call is over. Rejects when the provider does not
   * answer; the caller then comes to the same page with their next announcement.
   */
  sendTo(providerId: string, url: string): Promise<'sent' | 'gone'>;
  /**
   * Ends a call that nobody has picked up yet. `answered`: somebody has, and it goes on; `gone`: it is over. Rejects
   * when the provider does not answer.
   */
  stopRinging(providerId: string): Promise<'stopped' | 'answered' | 'gone'>;
}
