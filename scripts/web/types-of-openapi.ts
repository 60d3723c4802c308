/** What of JSON Schema our `openapi.json` uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean | null;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema } | undefined>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } }>
  >;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/**
 * TypeScript of an OpenAPI description: one type for each named schema, and `Operations`, which maps
 * `GET /tickets/{id}` to its `params`, `query`, `body` and `answer`. Types only: nothing of it reaches the browser.
 */
export function typesOf({ paths, components }: OpenApi): string {
  const named = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`,
  );
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path.replace('/api/v1', '')}`;
      return `  /** ${operation.summary} */\n  '${route}': ${operationType(operation)};\n`;
    }),
  );
  return [
    '// Written by `npm run web:types` from openapi.json.\n',
    ...named,
    `export interface Operations {\n${operations.join('')}}\n`,
  ].join('\n');
}

function operationType({ parameters = [], requestBody, responses }: Operation): string {
  const fieldsOf = (place: 'path' | 'query'): string[] =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map((one) => property(one.name, one.schema, one.required, one.description));
  const params = fieldsOf('path');
  const query = fieldsOf('query');
  const needsQuery = parameters.some((one) => one.in === 'query' && one.required);
  const sent = Object.values(requestBody?.content ?? {});
  const isFile = sent.some((one) => one?.schema.format === 'binary');
  const body = isFile ? undefined : requestBody?.content['application/json']?.schema;
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const answer = success?.content?.['application/json']?.schema;
  return block([
    ...(params.length > 0 ? [`params: ${block(params)};`] : []),
    ...(query.length > 0 ? [`query${needsQuery ? '' : '?'}: ${block(query)};`] : []),
    ...(body ? [`body${requestBody?.required ? '' : '?'}: ${typeOf(body)};`] : []),
    ...(isFile ? ['file: Blob;'] : []),
    `answer: ${answer ? typeOf(answer) : 'null'};`,
  ]);
}

const block = (lines: readonly string[]): string => `{ ${lines.join(' ')} }`;

function property(name: string, schema: Schema, required: boolean, description?: string): string {
  const comment = description === undefined ? '' : `/** ${description.replaceAll('*/', '* /')} */ `;
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return `${comment}readonly ${key}${required ? '' : '?'}: ${typeOf(schema)};`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown';
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return either.map((one) => bracketed(typeOf(one))).join(' | ');
  if (Array.isArray(schema.type)) {
    return schema.type.map((type: string) => bracketed(typeOf({ ...schema, type }))).join(' | ');
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return schema.prefixItems
        ? `readonly [${schema.prefixItems.map(typeOf).join(', ')}]`
        : `readonly ${bracketed(typeOf(schema.items ?? {}))}[]`;
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const known = Object.entries(properties).map(([name, one]) =>
    property(name, one, required.includes(name), one.description),
  );
  if (known.length > 0) return block(known);
  return typeof additionalProperties === 'object'
    ? `Readonly<Record<string, ${typeOf(additionalProperties)}>>`
    : 'Readonly<Record<string, never>>';
}

const bracketed = (type: string): string => (/\||^readonly/.test(type) ? `(${type})` : type);
