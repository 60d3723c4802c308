import type { Response } from 'express';
import { XMLBuilder } from 'fast-xml-parser';

export type Format = 'json' | 'xml';

/** A value of the protocol; a list says in XML what each of its elements is called. */
export type Value = string | number | boolean | null | Fields | NamedList;
export interface Fields {
  readonly [name: string]: Value;
}
export interface NamedList {
  /** The name of one element in XML. JSON lists have none. */
  readonly each: string;
  readonly items: readonly (Fields | string)[];
}

/** A whole answer: a list of records, or (without `each`) one record. */
export type Answer =
  (NamedList & { readonly root: string }) | { readonly root: string; readonly record: Fields };

const builder = new XMLBuilder({ format: true, suppressEmptyNode: false });
/** Signs that XML 1.0 has no way to write. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const isList = (value: Value): value is NamedList =>
  typeof value === 'object' && value !== null && Array.isArray(value.items) && typeof value.each === 'string';

function toJson(value: Value | string): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.items.map((item) => toJson(item));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJson(inner)]));
}

function toXml(value: Value | string): unknown {
  if (value === null) return '';
  if (typeof value === 'string') return value.replace(unwritable, '');
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return { [value.each]: value.items.map((item) => toXml(item)) };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toXml(inner)]));
}

/** One answer in both spellings of the protocol: JSON leaves the root out, XML names it. */
function write(format: Format, answer: Answer): string {
  const value = 'record' in answer ? answer.record : { each: answer.each, items: answer.items };
  if (format === 'json') return JSON.stringify(toJson(value));
  return `<?xml version="1.0" encoding="utf-8"?>\n${String(builder.build({ [answer.root]: toXml(value) }))}`;
}

export function send(response: Response, status: number, format: Format, answer: Answer): void {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type(format === 'json' ? 'application/json' : 'application/xml')
    .send(write(format, answer));
}
