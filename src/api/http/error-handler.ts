import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from '../../platform/logger';
import { problemOf, problemTable, Refused } from './problem';
import { problemLanguageOf, problemWords } from './problem-language';
import { toRefused } from './to-refused';

/** What no route and no page has answered. */
export const nothingHere: RequestHandler = () => {
  throw new Refused('not-found', 'No address of this system looks like this.');
};

/** The last handler: every error becomes a problem in the caller's language; faults are logged with the error itself, which stays here. */
export function createErrorHandler(deps: { publicUrl: string; logger: Logger }): ErrorRequestHandler {
  return (error, request, response, next) => {
    const refused = toRefused(error);
    const { status } = problemTable[refused.code];
    const requestId = String(response.locals.requestId);
    const logged = { requestId, operationId: response.locals.operationId as unknown };
    if (refused.code === 'internal') deps.logger.error({ err: refused.cause, ...logged }, 'request failed');
    else if (refused.code === 'unavailable') {
      deps.logger.warn({ err: refused.cause, ...logged }, 'request refused: a server is away');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    // A body that was not read to its end would be taken for the next request.
    if (status === 413 || !request.complete) response.set('Connection', 'close');
    const language = problemLanguageOf(request.get('accept-language'));
    const place = { publicUrl: deps.publicUrl, instance: instanceOf(request) };
    response
      .status(status)
      .set({ 'Cache-Control': 'no-store', 'Content-Language': language, ...refused.headers })
      .vary('Accept-Language')
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(refused, place, problemWords(refused, language))));
  };
}

/** The address as asked, without its query and without a caller's number. */
const instanceOf = ({ originalUrl }: Request): string =>
  (originalUrl.split('?')[0] ?? '').replace(/\/callers\/[^/]*/, '/callers/{phone}').slice(0, 300);
