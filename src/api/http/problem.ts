import type { RefusalCode, RefusalFacts } from '../../domain/refusal';

/** Everything that can go wrong at the door, besides the refusals of the rules themselves. */
export const doorCodes = [
  'invalid-input',
  'malformed-request',
  'not-signed-in',
  'wrong-password',
  'not-allowed',
  'cross-site-request',
  'not-found',
  'method-not-allowed',
  'conflict',
  'key-in-use',
  'key-reused',
  'stale-version',
  'too-large',
  'unsupported-media-type',
  'too-many-requests',
  'impossible',
  'unavailable',
  'internal',
] as const;
export type DoorCode = (typeof doorCodes)[number];
export type ProblemCode = RefusalCode | DoorCode;

interface Row {
  readonly status: number;
  readonly title: string;
}

/** One row a code, checked for completeness by the compiler; one heading a code in `docs/problems.md`. */
export const problemTable: Readonly<Record<ProblemCode, Row>> = {
  'ticket-not-found': { status: 404, title: 'No such ticket' },
  'already-claimed': { status: 409, title: 'Somebody else has claimed this ticket' },
  'transition-not-allowed': { status: 409, title: 'The ticket is not in a state that allows this' },
  'not-the-owner': { status: 403, title: 'Only the owner of the ticket may do this' },
  'team-not-offered': { status: 403, title: 'This ticket was not offered to the team' },
  'hold-not-allowed': { status: 422, title: 'This ticket may not be put on hold for this reason' },
  'evidence-missing': { status: 422, title: 'Proof of the action is missing' },
  'already-linked': { status: 409, title: 'The ticket is already linked' },
  'nobody-on-duty': { status: 422, title: 'Nobody of this team is on duty' },
  'invalid-command': { status: 422, title: 'The request cannot be carried out' },
  'phone-not-valid': { status: 422, title: 'The phone number is not one that can be called' },
  'unit-not-found': { status: 422, title: 'No such unit' },
  'category-not-found': { status: 422, title: 'No such category' },
  'policy-not-found': { status: 422, title: 'No service policy rules this place' },
  'call-not-found': { status: 404, title: 'No such call or call-back' },
  'call-claimed': { status: 409, title: 'Somebody else has claimed this call' },
  'call-not-ready': { status: 409, title: 'The call is not in a state that allows this' },
  'not-on-shift': { status: 422, title: 'This person is not on duty then' },
  'already-swapped': {
    status: 409,
    title: 'This turn has been swapped, or somebody has been asked to take it',
  },
  'overlapping-duty': { status: 409, title: 'This person is on duty elsewhere at that time' },
  'past-shift': { status: 409, title: 'This turn is over' },
  'swap-not-open': { status: 409, title: 'The swap is not in a state that allows this' },
  'swap-needs-permission': { status: 409, title: 'A supervisor has to permit this swap first' },
  'hand-over-not-open': { status: 409, title: 'This hand-over needs nobody, or somebody has taken it' },
  'order-not-found': { status: 404, title: 'No such command order' },
  'order-not-open': { status: 409, title: 'This command order has ended' },
  'order-acknowledged': { status: 409, title: 'Somebody of this unit has acknowledged the order already' },
  'order-reported': { status: 409, title: 'Somebody of this unit has reported a result already' },
  'order-step-not-allowed': { status: 409, title: 'The order is not in a state that allows this' },
  'unit-not-addressed': { status: 422, title: 'The order does not go to this unit' },
  'unit-not-below': { status: 403, title: 'Your unit does not command this unit' },
  'surge-changed': { status: 409, title: 'Somebody has decided about this surge meanwhile' },
  'surge-not-on': { status: 409, title: 'No surge is switched on at this unit' },
  'invalid-input': { status: 400, title: 'The request has fields that are not as they must be' },
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'wrong-password': { status: 401, title: 'The user name or the password is wrong' },
  'not-allowed': { status: 403, title: 'Your role does not allow this here' },
  'cross-site-request': { status: 403, title: 'The request comes from another site' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This address does not know this method' },
  conflict: { status: 409, title: 'Something with this name exists' },
  'key-in-use': { status: 409, title: 'The same request is still being worked on' },
  'key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'stale-version': { status: 412, title: 'The ticket has changed since you read it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': {
    status: 415,
    title: 'The request body is of another type than this address takes',
  },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  impossible: { status: 422, title: 'Well formed, but impossible' },
  unavailable: { status: 503, title: 'Part of the system does not answer just now' },
  internal: { status: 500, title: 'Something went wrong here' },
};

/** One bad field: a JSON pointer into the body, or `query/name`, `path/name`; never the value itself. */
export interface FieldProblem {
  readonly pointer: string;
  readonly message: string;
}

/** An answer that is not a success. `facts` are extra members of the problem, `headers` go out with it. */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldProblem[];
  readonly facts: RefusalFacts | Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    extra: {
      errors?: readonly FieldProblem[];
      facts?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: extra.cause });
    this.name = 'Refused';
    this.code = code;
    this.errors = extra.errors ?? [];
    this.facts = extra.facts ?? {};
    this.headers = extra.headers ?? {};
  }
}

/** RFC 9457. `type` leads to the documentation of the code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldProblem[];
  readonly [extension: string]: unknown;
}

/** The problem in the words given, English ones otherwise; see `problemWords`. */
export function problemOf(
  refused: Pick<Refused, 'code' | 'message' | 'errors' | 'facts'>,
  place: { publicUrl: string; instance: string },
  words: Pick<Problem, 'title' | 'detail' | 'errors'> = {
    title: problemTable[refused.code].title,
    detail: refused.message,
    errors: refused.errors,
  },
): Problem {
  const { status } = problemTable[refused.code];
  const { title, detail, errors = [] } = words;
  return {
    ...refused.facts,
    type: `${place.publicUrl}/docs/problems#${refused.code}`,
    title,
    status,
    detail,
    instance: place.instance,
    ...(errors.length > 0 && { errors }),
  };
}
