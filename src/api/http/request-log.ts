import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from '../../platform/logger';

/** Gives each request an id: the proxy's, when it is one, or a new one. */
export const requestIds: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const requestId = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals.requestId = requestId;
  response.setHeader('X-Request-Id', requestId);
  next();
};

/**
 * One line an answer: method, route, status, time. No address, no header, no body: an address may hold a
 * caller's number or a citizen's code.
 */
export function createRequestLog(logger: Logger): RequestHandler {
  const factsOf = (_request: IncomingMessage, response: ServerResponse): object => {
    const { requestId, operationId, route, userId } =
      (response as { locals?: Record<string, unknown> }).locals ?? {};
    return { requestId, operationId: operationId ?? route ?? 'other', userId };
  };
  return pinoHttp({
    logger,
    serializers: {
      req: ({ method }: { method: string }) => ({ method }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    wrapSerializers: true,
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    customAttributeKeys: { responseTime: 'tookMs' },
    customProps: factsOf,
    customLogLevel: (_request, response, error) =>
      error || response.statusCode >= 500 ? 'warn' : response.statusCode >= 400 ? 'info' : 'debug',
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'answered with a fault',
  });
}
