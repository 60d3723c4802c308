import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Act } from '../audit/act';
import type { SignedIn } from '../auth/link-scope';
import type { Permission, Rights } from '../rights';
import type { ProblemCode } from './problem';

/** What a handler knows of the request besides its parsed parts. */
export interface Asking<P extends Permission = Permission> {
  /** Who asks; null only on public routes. */
  readonly user: P extends 'public' ? SignedIn | null : SignedIn;
  readonly rights: P extends 'public' ? Rights | null : Rights;
  readonly ip: string;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  /** The revision in `If-Match`, when the caller sent one. */
  readonly ifMatch: number | undefined;
  /** The file of a route with `rawBody`; empty on every other one. */
  readonly bytes: Buffer;
  /** The record of this act, see `docs/admin.md`; only where it is recorded does what is told here go anywhere. */
  readonly act: Act;
  /** For streams and cookies only; everything else answers with plain data. */
  readonly exchange: { readonly request: Request; readonly response: Response };
}

/** An answer with a status or headers of its own. */
export interface Reply<T> {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: T;
}

/** A handler answers with `reply(…)` whenever its headers matter, and plain data otherwise. */
export class ReplyWith<T> implements Reply<T> {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    readonly body: T,
    options: { status?: number; headers?: Readonly<Record<string, string>> } = {},
  ) {
    if (options.status !== undefined) this.status = options.status;
    this.headers = options.headers ?? {};
  }
}

/** What a streaming handler answers: nothing, for it has written already. */
export const streamed = Symbol('streamed');

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface RouteShape {
  readonly operationId: string;
  readonly method: Method;
  /** Below `/api/v1`, with `:name` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Status of success. */
  readonly status: 200 | 201 | 204;
  /** What may go wrong besides the problems every route shares. */
  readonly problems?: readonly ProblemCode[];
  /** Sign-in answers hold secrets and are safe to repeat: they are never stored for replay. */
  readonly replayable?: false;
  /**
   * Whatever changes something is recorded in the audit. `always`: a read that must be recorded as well, such as an
   * export; `signIn`: recorded with its refusals; `elsewhere`: what it changes tells itself who did it.
   */
  readonly audit?: 'always' | 'signIn' | 'elsewhere';
  /** Of success; JSON when absent. */
  readonly contentType?: string;
  /** The body is a file of one of these types, not JSON: the handler finds it in `bytes`. */
  readonly rawBody?: { readonly types: readonly string[]; readonly maxBytes: number };
}

type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteDefinition<
  P extends Permission,
  Params extends z.ZodObject | undefined,
  Query extends z.ZodObject | undefined,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType,
> extends RouteShape {
  /** Who may come in at all; a route without one does not compile. Single tickets are checked again inside. */
  readonly permission: P;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Answer;
  readonly handle: (
    input: Asking<P> & { params: Parsed<Params>; query: Parsed<Query>; body: Parsed<Body> },
  ) => Promise<z.input<Answer> | ReplyWith<z.input<Answer>> | typeof streamed>;
}

/** A route with its own types forgotten: what the runner and the documentation see. */
export interface Route extends RouteShape {
  readonly permission: Permission;
  readonly params: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  readonly response: z.ZodType;
  readonly handle: (input: Asking & { params: unknown; query: unknown; body: unknown }) => Promise<unknown>;
}

/** One object is the route, its validation, its permission and its documentation. */
export function route<
  P extends Permission,
  Answer extends z.ZodType,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: RouteDefinition<P, Params, Query, Body, Answer>): Route {
  return {
    ...definition,
    params: definition.params,
    query: definition.query,
    body: definition.body,
    handle: (input) => definition.handle(input as Parameters<typeof definition.handle>[0]),
  };
}
