import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
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
  return pinoHttp<Request, Response>({
    logger,
    wrapSerializers: false,
    serializers: {
      req: ({ method }: Request) => ({ method }),
      res: ({ statusCode }: Response) => ({ statusCode }),
    },
    genReqId: (_request, response) => String(response.locals.requestId),
    customAttributeKeys: { reqId: 'requestId', responseTime: 'tookMs' },
    quietReqLogger: true,
    // Asked twice, and only the second time the route is known.
    customProps: (_request, response) => (response.headersSent ? factsOf(response) : {}),
    customLogLevel: (_request, response, error) =>
      error || response.statusCode >= 500 ? 'warn' : response.statusCode >= 400 ? 'info' : 'debug',
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'answered with a fault',
  });
}

function factsOf({ locals }: Response): object {
  const { operationId, userId } = locals as { operationId?: string; userId?: string };
  return { operationId: operationId ?? 'page', ...(userId !== undefined && { userId }) };
}
