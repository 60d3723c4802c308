import { z } from 'zod';
import { doorCodes, problemTable, type ProblemCode } from '../http/problem';
import type { Route } from '../http/route';

type Json = Record<string, unknown>;

const shared: readonly ProblemCode[] = ['internal', 'unavailable', 'malformed-request'];
const withBody: readonly ProblemCode[] = ['invalid-input', 'too-large', 'unsupported-media-type'];

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: { pointer: { type: 'string' }, message: { type: 'string' } },
      },
    },
    claimedBy: {
      type: 'object',
      description: 'Who won, on `already-claimed`',
      required: ['teamId', 'teamName'],
      properties: {
        teamId: { type: ['string', 'null'] },
        teamName: { type: ['string', 'null'] },
        userId: { type: 'string' },
        at: { type: 'string' },
      },
    },
    first: {
      type: 'object',
      description: 'Who of the unit was first, on `order-acknowledged` and `order-reported`',
      required: ['userId', 'name', 'at'],
      properties: {
        userId: { type: 'string' },
        name: { type: ['string', 'null'] },
        at: { type: 'string' },
      },
    },
  },
} as const;

/**
 * The OpenAPI 3.1 description of these routes. Pure: no addresses or versions of one installation, so that the
 * committed `openapi.json` changes only when the interface does.
 */
export function openApiOf(routes: readonly Route[], version: string): Json {
  const schemas: Json = { Problem: problemSchema };
  const paths: Record<string, Json> = {};
  for (const one of routes) {
    const path = `/api/v1${one.path.replace(/:(\w+)/g, '{$1}')}`;
    (paths[path] ??= {})[one.method] = operationOf(one, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trực',
      version,
      summary: 'A hotline and dispatch engine that never drops a call',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'truc_session' },
      },
    },
  };
}

function operationOf(one: Route, schemas: Json): Json {
  const isPublic = one.permission === 'public';
  const success =
    one.status === 204
      ? {}
      : {
          content: {
            [one.contentType ?? 'application/json']: { schema: schemaOf(one.response, 'output', schemas) },
          },
        };
  return {
    operationId: one.operationId,
    tags: [one.tag],
    summary: one.summary,
    ...(one.description !== undefined && { description: one.description }),
    security: isPublic ? [] : [{ bearer: [] }, { session: [] }],
    ...parametersOf(one, schemas),
    ...(one.rawBody && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          one.rawBody.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
        ),
      },
    }),
    ...(one.body && {
      requestBody: {
        required: !one.body.safeParse({}).success,
        content: { 'application/json': { schema: schemaOf(one.body, 'input', schemas) } },
      },
    }),
    responses: {
      [one.status]: { description: 'Done', ...success },
      ...(one.description?.includes('202') === true && {
        202: { description: 'Accepted for good, not yet visible', ...success },
      }),
      ...problemResponses(one, isPublic),
    },
  };
}

function problemResponses(one: Route, isPublic: boolean): Json {
  const hasInput = one.params ?? one.query ?? one.body;
  const codes = new Set<ProblemCode>([
    ...shared,
    ...(one.method === 'get' && hasInput ? (['invalid-input'] as const) : []),
    ...(one.method === 'get' ? [] : withBody),
    ...(isPublic ? [] : (['not-signed-in', 'cross-site-request', 'not-allowed'] as const)),
    ...(one.method === 'post' && one.replayable !== false ? (['key-in-use', 'key-reused'] as const) : []),
    ...(one.problems ?? []),
  ]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = problemTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, list]) => [
        status,
        {
          description: list.map((code) => `\`${code}\`: ${problemTable[code].title}`).join('; '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}

function parametersOf(one: Route, schemas: Json): Json {
  const headers = one.method === 'post' && one.replayable !== false ? [idempotencyKey] : [];
  const ifMatch = one.problems?.includes('stale-version') ? [ifMatchHeader] : [];
  const lastEvent = one.contentType === 'text/event-stream' ? [lastEventId] : [];
  const parameters = [
    ...parametersIn('path', one.params, schemas),
    ...parametersIn('query', one.query, schemas),
    ...headers,
    ...ifMatch,
    ...lastEvent,
  ];
  return parameters.length > 0 ? { parameters } : {};
}

function parametersIn(place: 'path' | 'query', shape: z.ZodObject | undefined, schemas: Json): Json[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemaOf(shape, 'input', schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => {
    const isList = schema.type === 'array';
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      ...(isList && { style: 'form', explode: false }),
      // A cast from text has no input type of its own.
      schema: Object.keys(schema).length === 0 ? { type: 'string' } : schema,
    };
  });
}

const header = (name: string, description: string, pattern?: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', ...(pattern !== undefined && { pattern }) },
});
const idempotencyKey = header(
  'Idempotency-Key',
  'The same key and body give the same answer for 24 hours',
  '^[!-~]{1,200}$',
);
const ifMatchHeader = header(
  'If-Match',
  'The ETag of the ticket as you know it',
  '^(\\*|(W/)?"[0-9]{1,9}")$',
);
const lastEventId = header('Last-Event-ID', 'Where an earlier stream ended');

/** JSON Schema of a zod schema; named parts move to `components`. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const {
    $defs = {},
    $schema: _schema,
    ...own
  } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // A pre-processed list is a list to the caller.
      const { def } = zodSchema._zod;
      if (def.type === 'pipe' && io === 'input' && Object.keys(jsonSchema).length === 0) {
        const out = z.toJSONSchema((def as unknown as { out: z.ZodType }).out, { io: 'input' });
        Object.assign(jsonSchema, out, { $schema: undefined });
      }
    },
  }) as Json & { $defs?: Record<string, Json> };
  for (const [name, part] of Object.entries($defs)) schemas[name] = moved(withoutId(part));
  if (typeof own.id === 'string') {
    const { id, ...rest } = own;
    schemas[id] = moved(rest);
    return { $ref: `#/components/schemas/${id}` };
  }
  return moved(own);
}

const withoutId = ({ id: _id, ...part }: Json): Json => part;
const moved = (part: unknown): Json =>
  JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

/** Every problem the interface can answer, for the documentation. */
export const problemCodes: readonly ProblemCode[] = [
  ...doorCodes,
  ...(Object.keys(problemTable) as ProblemCode[]),
].filter((code, index, all) => all.indexOf(code) === index);
