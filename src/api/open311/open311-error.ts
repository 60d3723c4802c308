import type { Request, Response } from 'express';
import { problemTable } from '../http/problem';
import { toRefused } from '../http/to-refused';
import { send, type Format } from './representation';

/** A refusal in the words of GeoReport v2: a status, and a description that names the parameter. */
export class Open311Error extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 405,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Open311Error';
  }
}

/** Our own pointers as the parameters of this protocol. */
const parameterOf = (pointer: string): string => {
  const answer = /^\/details\/answers\/(\w+)$/.exec(pointer)?.[1];
  if (answer !== undefined) return `attribute[${answer}]`;
  return (
    {
      '/caller/phone': 'phone',
      '/category': 'service_code',
      '/location/unitCode': 'address_id',
    }[pointer] ?? pointer
  );
};

/**
 * Answers an error in the format that was asked for, as `<errors><error><code/><description/>`. What is not a
 * refusal of this protocol keeps the status and words of the rest of the API.
 */
export function sendError(response: Response, format: Format, error: unknown): { isFault: boolean } {
  if (error instanceof Open311Error) {
    answer(response, format, error.status, error.message, error.headers);
    return { isFault: false };
  }
  const refused = toRefused(error);
  const { status } = problemTable[refused.code];
  const pointer = refused.facts.pointer ?? refused.errors[0]?.pointer;
  const about = typeof pointer === 'string' ? `${parameterOf(pointer)}: ` : '';
  // 422 is unknown to this protocol: what cannot be carried out is a bad request to it.
  answer(response, format, status === 422 ? 400 : status, `${about}${refused.message}`, refused.headers);
  return { isFault: status >= 500 };
}

function answer(
  response: Response,
  format: Format,
  status: number,
  description: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.set(headers);
  send(response, status, format, { root: 'errors', each: 'error', items: [{ code: status, description }] });
}

/** The format by the address's ending; XML, the protocol's first one, when there is none. */
export const formatOf = ({ path }: Pick<Request, 'path'>): Format =>
  path.endsWith('.json') ? 'json' : 'xml';
