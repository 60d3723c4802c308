import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { ValidateFunction } from 'ajv';

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path with the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

interface Schema {
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const phone = /^\+[1-9]\d{1,14}$|^(?=.*[A-Za-z])[A-Za-z\d ]{1,11}$/;

/** The description's own formats; `uri` of an answer may be relative to the host, as in its examples. */
function openAjv(schemas: Description['components']['schemas'], urls: 'absolute' | 'any'): Ajv {
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  ajv.addFormat('phone-number', phone);
  ajv.addFormat('endpoint', phone);
  ajv.addFormat('http-method', /^(GET|POST)$/);
  ajv.addFormat('currency', /^[A-Za-z]{3}$/);
  ajv.addFormat('twiml', /^<[^]*>$/);
  ajv.addFormat('date-time-rfc-2822', /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/);
  ajv.addFormat('uri-map', true);
  if (urls === 'any') ajv.addFormat('uri', /^(https?:\/)?\/\S+$/);
  return ajv.addSchema({ $id: 'twilio', components: { schemas } });
}

/** Objects with exactly the properties that the description names; all of them where `whole`. */
function closed(schema: Schema, whole: boolean): Schema {
  const inner = Object.entries(schema).map(([key, part]) => {
    if (key === '$ref') return [key, `twilio${String(part)}`];
    if (key === 'properties' && part !== null && typeof part === 'object') {
      const properties = Object.entries(part as Record<string, Schema>);
      return [key, Object.fromEntries(properties.map(([name, one]) => [name, closed(one, whole)]))];
    }
    return [key, key === 'items' ? closed(part as Schema, whole) : part];
  });
  const names = schema.properties && Object.keys(schema.properties);
  return {
    ...(Object.fromEntries(inner) as Schema),
    ...(names && { additionalProperties: false, ...(whole && { required: names }) }),
  };
}

/** A form's or query's texts as what the schema says they are; what does not read so stays a text. */
function typed(value: string, schema: Schema | undefined): unknown {
  if (schema?.type === 'integer' && /^-?\d+$/.test(value)) return Number(value);
  if (schema?.type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return value;
}

function fieldsOf(text: string, schema: Schema): Record<string, unknown> {
  const given = new URLSearchParams(text);
  const fields: Record<string, unknown> = {};
  for (const name of new Set(given.keys())) {
    const all = given.getAll(name);
    const property = schema.properties?.[name];
    if (property?.type === 'array') fields[name] = all.map((one) => typed(one, property.items));
    else fields[name] = all.length === 1 ? typed(all[0] ?? '', property) : all;
  }
  return fields;
}

/**
 * Checks requests and answers against Twilio's published description of its API (tests/fixtures/twilio-api). The
 * function answers with everything that is wrong, and with the name of the operation.
 */
export function openTwilioDescription(): (exchange: Exchange) => { operation: string; problems: string[] } {
  const file = join(__dirname, '../fixtures/twilio-api/api_v2010.trimmed.json');
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const schemasOf = (whole: boolean): Record<string, Schema> =>
    Object.fromEntries(
      Object.entries(description.components.schemas).map(([name, one]) => [name, closed(one, whole)]),
    );
  const ajv = { request: openAjv(schemasOf(false), 'absolute'), answer: openAjv(schemasOf(true), 'any') };
  const compiled = new Map<Schema, ValidateFunction>();
  const wrongIn = (side: 'request' | 'answer', what: string, schema: Schema, value: unknown): string[] => {
    const validate = compiled.get(schema) ?? ajv[side].compile(closed(schema, side === 'answer'));
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${what}${instancePath} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
    );
  };
  const paths = Object.entries(description.paths).map(([template, operations]) => ({
    operations,
    names: [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+?)')}$`),
  }));

  return ({ method, path, authorization, contentType, body, status, answer }) => {
    const url = new URL(path, 'https://api.twilio.com');
    const found = paths.find(({ pattern }) => pattern.test(url.pathname));
    const operation = found?.operations[method.toLowerCase()];
    if (!found || !operation) {
      return { operation: '', problems: [`there is no ${method} ${url.pathname}`] };
    }
    const given = found.pattern.exec(url.pathname)?.slice(1) ?? [];
    const parameters = operation.parameters ?? [];
    const problems = parameters
      .filter((parameter) => parameter.in === 'path')
      .flatMap(({ name, schema }) =>
        wrongIn('request', `path ${name}`, schema, given[found.names.indexOf(name)]),
      );
    const query = parameters.filter((parameter) => parameter.in === 'query');
    const querySchema: Schema = {
      type: 'object',
      properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
      required: query.filter(({ required }) => required === true).map(({ name }) => name),
    };
    problems.push(
      ...wrongIn('request', 'query', querySchema, fieldsOf(url.searchParams.toString(), querySchema)),
    );
    const bodySchema = operation.requestBody?.content[form]?.schema;
    if (bodySchema) {
      if (contentType?.split(';')[0] !== form) problems.push(`body is ${String(contentType)}, not a form`);
      problems.push(...wrongIn('request', 'body', bodySchema, fieldsOf(body, bodySchema)));
    } else if (body !== '') problems.push('body must be empty');
    if (!/^Basic [A-Za-z\d+/]+=*$/.test(authorization ?? '')) problems.push('authorization must be basic');

    const answered = operation.responses[String(status)]?.content?.[json]?.schema;
    if (answered) problems.push(...wrongIn('answer', 'answer', answered, JSON.parse(answer)));
    else problems.push(`answer must not be ${String(status)}`);
    return { operation: operation.operationId, problems };
  };
}
