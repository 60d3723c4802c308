/**
 * A refusal is an answer, not a fault: somebody asked for something the rules do not allow. Each code is
 * stable, has a heading in `docs/problems.md` and one row in the HTTP table of `src/api/problem.ts`.
 */
export const refusalCodes = [
  'ticket-not-found',
  'already-claimed',
  'transition-not-allowed',
  'not-the-owner',
  'team-not-offered',
  'hold-not-allowed',
  'evidence-missing',
  'already-linked',
  'nobody-on-duty',
  'invalid-command',
  'phone-not-valid',
  'unit-not-found',
  'category-not-found',
  'policy-not-found',
  'call-not-found',
  'call-claimed',
  'call-not-ready',
  'not-on-shift',
  'already-swapped',
  'overlapping-duty',
  'past-shift',
  'swap-not-open',
  'swap-needs-permission',
  'hand-over-not-open',
  'order-not-found',
  'order-not-open',
  'order-acknowledged',
  'order-reported',
  'order-step-not-allowed',
  'unit-not-addressed',
  'unit-not-below',
  'surge-changed',
  'surge-not-on',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Plain values that explain a refusal: ids and names of states, never a citizen's data. */
export type RefusalFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export class DomainError extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly facts: RefusalFacts = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

export function isRefusalCode(code: string | null | undefined): code is RefusalCode {
  return code != null && (refusalCodes as readonly string[]).includes(code);
}
