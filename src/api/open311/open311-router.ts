import express, {
  Router,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { WordsRead } from '../../domain/citizen-words';
import type { Protocol } from '../../domain/protocol';
import type { Open311KeyStore } from '../../models/open311-keys/open311-key-store';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import type { Logger } from '../../platform/logger';
import { limitKey, spend, type RateLimits } from '../auth/rate-limits';
import type { AcceptIntake } from '../tickets/intake';
import { discovery } from './discovery';
import { formatOf, Open311Error, sendError } from './open311-error';
import { createUnitDirectory, placeReport } from './placing';
import { parseReport } from './report';
import { mostRequests, parseRequestQuery, textOf } from './request-query';
import { toRequest } from './request-view';
import { send, type Answer } from './representation';
import { languageOf, noticeOf, serviceDefinition, serviceList, type Language } from './services';

export interface Open311Dependencies {
  readonly accept: AcceptIntake;
  readonly tickets: Pick<TicketRepository, 'find' | 'list'>;
  readonly organisation: Pick<OrganisationRepository, 'listUnits' | 'listTeams' | 'findUnit'>;
  readonly protocols: ReadonlyMap<string, Protocol>;
  readonly readWords: (text: string) => WordsRead;
  readonly limits: Pick<RateLimits, 'publicIntake' | 'open311Keyed' | 'publicTracking'>;
  readonly open311Keys: Pick<Open311KeyStore, 'findByKey'>;
  readonly publicUrl: string;
  readonly logger: Logger;
}

const root = '/open311/v2';

/** Open311 GeoReport v2, in XML and JSON, to be mounted at the root and below `/api/v1`. */
export function createOpen311(deps: Open311Dependencies): Router {
  const router = Router({ caseSensitive: true });
  const directory = createUnitDirectory(deps.organisation);
  const now = (): Date => new Date();

  /** Spends from the key's limit, or from the address's when there is no key. */
  const spendFor = async (request: Request, keyless: 'publicIntake' | 'publicTracking'): Promise<void> => {
    const key = textOf({ ...(request.body as object), ...request.query }, 'api_key');
    if (key === undefined) return spend(deps.limits[keyless], limitKey('open311', request.ip ?? ''));
    const known = key.length > 200 ? null : await deps.open311Keys.findByKey(key);
    if (known) return spend(deps.limits.open311Keyed, limitKey('open311', known.id));
    await spend(deps.limits[keyless], limitKey('open311', request.ip ?? ''));
    throw new Open311Error(403, 'api_key: is not known; leave it away, reporting needs none');
  };
  const mustBeOurs = async (given: string | undefined): Promise<void> => {
    if (given === undefined) return;
    const unit = await deps.organisation.findUnit(given.slice(0, 12));
    if (unit?.tier !== 'province') {
      throw new Open311Error(404, 'jurisdiction_id: must be the unit code of a province, or left away');
    }
  };
  const known = (code: string): Protocol => {
    const protocol = deps.protocols.get(code);
    if (protocol) return protocol;
    throw new Open311Error(404, 'service_code: no service has this code, see services');
  };
  const shown = async (tickets: readonly StoredTicket[], language: Language): Promise<Answer> => {
    const units = await directory.all();
    return {
      root: 'service_requests',
      each: 'request',
      items: tickets.map((ticket) => toRequest(ticket, { protocols: deps.protocols, units }, language)),
    };
  };
  const found = async (id: string): Promise<StoredTicket> => {
    const ticket = /^\w{1,64}$/.test(id) ? await deps.tickets.find(id) : null;
    if (ticket) return ticket;
    throw new Open311Error(404, 'service_request_id: no request has this id');
  };

  type Handler = (request: Request, language: Language, id: string) => Promise<Answer> | Answer;
  const get = (path: string, handle: Handler): void => {
    serve(router, path, { get: answering(200, handle) });
  };
  const answering =
    (status: 200 | 201, handle: Handler): RequestHandler =>
    async (request, response) => {
      const language = languageOf(request.get('accept-language'));
      const { id } = request.params;
      const answer = await handle(request, language, typeof id === 'string' ? id : '');
      send(response, status, formatOf(request), answer);
    };

  get('/discovery', () => discovery(deps.publicUrl));
  get('/services', async (request, language) => {
    await mustBeOurs(textOf(request.query, 'jurisdiction_id'));
    return serviceList(deps.protocols, language);
  });
  get('/services/:id', (_request, language, id) => serviceDefinition(known(id), language));
  get('/requests/:id', async (request, language, id) => {
    await spendFor(request, 'publicTracking');
    return shown([await found(id)], language);
  });
  get('/tokens/:id', async (request, _language, id) => {
    await spendFor(request, 'publicTracking');
    const { id: requestId } = await found(id);
    return {
      root: 'service_requests',
      each: 'request',
      items: [{ service_request_id: requestId, token: id }],
    };
  });

  const list: Handler = async (request, language) => {
    await spendFor(request, 'publicTracking');
    const asked = parseRequestQuery(request.query, now());
    if ('ids' in asked) {
      const ids = asked.ids.filter((id) => /^\w{1,64}$/.test(id));
      const tickets = await Promise.all(ids.map((id) => deps.tickets.find(id)));
      return shown(
        tickets.flatMap((ticket) => ticket ?? []),
        language,
      );
    }
    await mustBeOurs(asked.filter.unitCode);
    for (const code of asked.filter.category ?? []) known(code);
    const upTo = Math.min(asked.page * asked.pageSize, mostRequests);
    const { items } = await deps.tickets.list({}, asked.filter, { limit: upTo });
    return shown(items.slice((asked.page - 1) * asked.pageSize, upTo), language);
  };
  const report: Handler = async (request, language) => {
    await spendFor(request, 'publicIntake');
    const form = request.body as Readonly<Record<string, unknown>>;
    await mustBeOurs(textOf(form, 'jurisdiction_id'));
    const { protocol, place, intakeAt } = parseReport(form, deps.protocols, deps.readWords);
    const unitCode = await placeReport(place, directory, now());
    const key = request.get('idempotency-key');
    const ticket = await deps.accept(
      intakeAt(unitCode),
      { kind: 'citizen', via: 'api' },
      key !== undefined && /^[\x21-\x7e]{1,200}$/.test(key) ? { idempotencyKey: `open311 ${key}` } : {},
    );
    const follow = { vi: 'Mã theo dõi', en: 'Follow it with the code' }[language];
    const notice = noticeOf(protocol, language, ticket.intake.details.redFlagWords !== undefined);
    return {
      root: 'service_requests',
      each: 'request',
      items: [
        {
          service_request_id: ticket.id,
          service_notice: `${notice === null ? '' : `${notice} `}${follow}: ${ticket.code}.`,
          account_id: null,
        },
      ],
    };
  };
  serve(router, '/requests', { get: answering(200, list), post: answering(201, report) });

  router.use(root, (request) => {
    throw new Open311Error(
      404,
      `there is nothing at this address; see ${deps.publicUrl}${root}/discovery.${formatOf(request)}`,
    );
  });
  router.use(root, (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { isFault } = sendError(response, formatOf(request), error);
    if (isFault)
      deps.logger.warn({ err: error, requestId: response.locals.requestId as unknown }, 'open311 fault');
  });
  return router;
}

/** Both formats of one address; another method is told which ones there are. */
function serve(router: Router, path: string, methods: { get: RequestHandler; post?: RequestHandler }): void {
  const allow = methods.post ? 'GET, HEAD, POST' : 'GET, HEAD';
  for (const format of ['json', 'xml']) {
    router.all(`${root}${path}.${format}`, readForm, (request, response, next) => {
      const handler =
        request.method === 'POST' ? methods.post : /^(GET|HEAD)$/.test(request.method) && methods.get;
      if (handler) return handler(request, response, next);
      throw new Open311Error(405, `use ${allow} here`, { Allow: allow });
    });
  }
}

/** Flat on purpose: `attribute[code]` stays one name, and nobody chooses how deep an object nests. */
const parsers: readonly RequestHandler[] = [
  express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 }),
  express.json({ limit: '64kb', inflate: false }),
];
const readForm: RequestHandler = (request, response, next) => {
  const [form, json] = parsers;
  request.body = {};
  if (request.method !== 'POST') {
    next();
    return;
  }
  const parser = request.is('application/json') ? json : form;
  if (!request.is('application/json') && !request.is('application/x-www-form-urlencoded')) {
    throw new Open311Error(
      400,
      'Content-Type: must be application/x-www-form-urlencoded or application/json',
    );
  }
  parser?.(request, response, (error?: unknown) => {
    const body: unknown = request.body;
    if (error === undefined && (body === null || typeof body !== 'object' || Array.isArray(body))) {
      next(new Open311Error(400, 'the body must be a form or a JSON object'));
      return;
    }
    next(error);
  });
};
