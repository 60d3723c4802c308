import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import type { z } from 'zod';
import { Refused, type FieldProblem } from './problem';

/** A body may be this large, and nest this deep. */
const maxBodyBytes = 256 * 1024;
const maxDepth = 20;

const parser = express.json({
  limit: maxBodyBytes,
  inflate: false,
  strict: false,
  verify: (_request, _response, bytes) => {
    if (!isUtf8(bytes)) throw new Refused('malformed-request', 'The body is not valid UTF-8.');
  },
});

/**
 * Reads the body as JSON. An absent body is `{}`, so that actions without facts need none.
 *
 * @throws Refused 413, 415, or 400 for what is not JSON, not Unicode, too deep, or holds a NUL character
 */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  const length = request.headers['content-length'];
  const empty =
    request.headers['transfer-encoding'] === undefined && (length === undefined || length === '0');
  if (empty) return {};
  if (
    !request.is('application/json') ||
    !/^(?!.*charset=)|charset="?utf-8/i.test(request.get('content-type') ?? '')
  ) {
    throw new Refused('unsupported-media-type', 'Send Content-Type: application/json in UTF-8.');
  }
  await new Promise<void>((resolve, reject) => {
    parser(request, response, (error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(asRefused(error));
    });
  });
  const body: unknown = request.body;
  const problems = textProblems(body);
  if (problems.length > 0) throw invalidInput(problems);
  return body ?? {};
}

/**
 * Reads the body as a file of one of the types, of at most `maxBytes`.
 *
 * @throws Refused 413, 415, or 400 for an empty one
 */
export async function readFile(
  request: Request,
  response: Response,
  { types, maxBytes }: { readonly types: readonly string[]; readonly maxBytes: number },
): Promise<Buffer> {
  if (!request.is([...types])) {
    throw new Refused('unsupported-media-type', `Send Content-Type: ${types.join(' or ')}.`);
  }
  const read = express.raw({ type: () => true, limit: maxBytes, inflate: false });
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else if ((error as { type?: unknown }).type === 'entity.too.large') reject(tooLarge(maxBytes));
      else reject(asRefused(error));
    });
  });
  const body: unknown = request.body;
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw invalidInput([{ pointer: '', message: 'must not be empty' }]);
}

const tooLarge = (maxBytes: number): Refused =>
  new Refused('too-large', `A request body may have ${String(maxBytes / 1024 / 1024)} MB at most.`);

function asRefused(error: unknown): Error {
  if (error instanceof Refused) return error;
  if ((error as { type?: unknown }).type === 'entity.parse.failed') {
    return new Refused('malformed-request', 'The body is not valid JSON.');
  }
  return error instanceof Error ? error : new Error('the body could not be read', { cause: error });
}

/** Walks without recursion, because the depth is the caller's choice. */
function textProblems(root: unknown): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 0 }];
  for (let next = open.pop(); next && problems.length < 20; next = open.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value === 'string' && !isCleanText(value)) {
      problems.push({ pointer, message: 'must be valid Unicode text without NUL characters' });
    }
    if (value === null || typeof value !== 'object') continue;
    if (depth === maxDepth)
      return [{ pointer: '', message: `must not nest deeper than ${String(maxDepth)}` }];
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__' || !isCleanText(key))
        problems.push({ pointer, message: 'has an impossible name' });
      else open.push({ value: child, pointer: `${pointer}/${escapePointer(key)}`, depth: depth + 1 });
    }
  }
  return problems;
}

const isCleanText = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);

export function invalidInput(errors: readonly FieldProblem[]): Refused {
  const names = errors.map(({ pointer, message }) => `${pointer === '' ? 'the body' : pointer}: ${message}`);
  return new Refused('invalid-input', names.join('; ').slice(0, 1_000), { errors });
}

/**
 * The value as the schema reads it.
 *
 * @throws Refused 400 with one entry for each bad field; values are never repeated
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: 'body' | 'query' | 'path',
): z.output<S> {
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  const prefix = part === 'body' ? '' : `/${part}`;
  throw invalidInput(
    result.error.issues.flatMap((issue) => {
      const pointer = [prefix, ...issue.path.map((key) => escapePointer(String(key)))].join('/');
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({
          pointer: `${pointer}/${escapePointer(key)}`,
          message: part === 'query' ? 'is not a parameter of this address' : 'is not a known field',
        }));
      }
      return [{ pointer, message: issue.message }];
    }),
  );
}

/** Path and query values: the same text rules as the body. */
export function checkText(values: Readonly<Record<string, unknown>>, part: 'query' | 'path'): void {
  const problems = textProblems(values).map(({ pointer, message }) => ({
    pointer: `/${part}${pointer}`,
    message,
  }));
  if (problems.length > 0) throw invalidInput(problems);
}
