import { DomainError } from '../../domain/refusal';
import { TemporalUnavailable } from '../ticket-desk';
import { Refused } from './problem';

/** Seconds a client should wait before it asks again after an outage. */
const retryAfterSeconds = 5;

/** Names that the MongoDB driver, mongoose and ioredis give to "the server is not there". */
const outages: readonly { pattern: RegExp; server: string }[] = [
  {
    pattern:
      /^Mongo(ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|Topology|PoolCleared|PoolClosed|WaitQueueTimeout|OperationTimeout|ConnectionPool)\w*$/,
    server: 'The database',
  },
  {
    pattern: /^(MaxRetriesPerRequest|ConnectionTimeout|AbortError|ClusterAllFailed)\w*$/,
    server: 'The queue',
  },
];

const mongoOutageCodes = new Set([91, 189, 11600, 11602, 10107, 13435, 13436, 9001, 6, 7, 89, 262]);

/**
 * Turns whatever a handler threw into an answer that leaks nothing. `Refused` passes; a `DomainError` keeps
 * its code and facts; an absent server is 503; everything else is our bug and says only that.
 */
export function toRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof DomainError) return refusalOf(error);
  if (error instanceof TemporalUnavailable) {
    return unavailable(
      'The ticket engine does not answer just now. It may still do what was asked: look at the ticket, or repeat the request with the same Idempotency-Key, which never does it twice.',
      error,
    );
  }
  const absent = absentServer(error);
  if (absent) return unavailable(`${absent} does not answer just now. Try again.`, error);
  return fromHttpError(error) ?? new Refused('internal', 'The error was recorded.', { cause: error });
}

function unavailable(detail: string, cause?: unknown): Refused {
  return new Refused('unavailable', detail, { headers: { 'Retry-After': String(retryAfterSeconds) }, cause });
}

function absentServer(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = outages.find(({ pattern }) => pattern.test(error.name));
  if (known) return known.server;
  const { code } = error as { code?: unknown };
  if (error.name.startsWith('Mongo') && typeof code === 'number' && mongoOutageCodes.has(code)) {
    return 'The database';
  }
  return error.name === 'MongooseError' && /buffering timed out|not connected/i.test(error.message)
    ? 'The database'
    : undefined;
}

/** Errors that Express and its body parser throw about the caller's request carry a status. */
function fromHttpError(error: unknown): Refused | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (type === 'entity.too.large') return new Refused('too-large', 'A request body may have 256 kB at most.');
  if (status === 415) return new Refused('unsupported-media-type', 'Send JSON in UTF-8, not compressed.');
  if (error instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500)) {
    return new Refused('malformed-request', 'The request is not well formed HTTP and JSON.');
  }
  return undefined;
}

function refusalOf(error: DomainError): Refused {
  const { field, pointer } = error.facts;
  const place =
    typeof pointer === 'string' ? pointer : typeof field === 'string' ? `/query/${field}` : undefined;
  const errors = place === undefined ? [] : [{ pointer: place, message: error.message }];
  const code = field === 'cursor' ? 'invalid-input' : error.code;
  return new Refused(code, error.message, { errors, facts: factsOf(error) });
}

function factsOf(error: DomainError): Readonly<Record<string, unknown>> {
  if (error.code !== 'already-claimed') return error.facts;
  const { teamId = null, teamName = null, userId, at } = error.facts;
  return {
    claimedBy: { teamId, teamName, ...(userId != null && { userId }), ...(at !== undefined && { at }) },
  };
}
