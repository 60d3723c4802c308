/**
 * Something about a server that a person at the keyboard must put right. The message is one line that says
 * what is wrong and what to do; callers print it without a stack.
 */
export class ServerProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServerProblem';
  }
}

/** The first line of whatever was thrown, for a message that must stay one line. */
export function firstLineOf(thrown: unknown): string {
  const { message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { message?: unknown };
  const text = typeof message === 'string' ? message : String(thrown);
  return text.split('\n')[0]?.trim() ?? '';
}
