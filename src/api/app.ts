import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import type { UserRepository } from '../models/organisation/organisation-repository';
import type { Logger } from '../platform/logger';
import { createRecorder, type RecorderDependencies } from './audit/recorder';
import { createAuthenticate } from './auth/authenticate';
import type { SessionTokens } from './auth/session-token';
import { createDocsPages } from './docs/docs-pages';
import { openApiOf } from './docs/openapi';
import { createHealthPages, type HealthDependencies } from './health';
import { createErrorHandler, nothingHere } from './http/error-handler';
import { createRequestLog, requestIds } from './http/request-log';
import { createRouteRunner, type RunnerDependencies } from './http/runner';
import type { Metrics } from './metrics';
import { createOpen311, type Open311Dependencies } from './open311/open311-router';
import { allRoutes, type RouteDependencies } from './routes';

export interface AppDependencies
  extends
    Omit<RouteDependencies & Open311Dependencies & RecorderDependencies, 'stillActive' | 'users' | 'tokens'>,
    Pick<RunnerDependencies, 'answers' | 'checkResponses'> {
  readonly logger: Logger;
  readonly users: UserRepository;
  readonly tokens: SessionTokens;
  readonly publicUrl: string;
  readonly health: HealthDependencies;
  readonly metrics: Metrics;
  /** Root-level pages of other parts: webhooks, claim links, the citizen's page. */
  readonly pages: readonly Router[];
  /** Mounted at `/simulator` where no real telephony is configured. */
  readonly simulator?: RequestHandler;
  readonly version: string;
  /** `docs/problems.md`. */
  readonly problemsFile: string;
}

/** The HTTP interface as an Express app; it starts nothing and listens nowhere. */
export function createApp(deps: AppDependencies): Express {
  const { authenticate, stillActive } = createAuthenticate(deps);
  const routes = allRoutes({ ...deps, stillActive });
  const { answers, checkResponses } = deps;
  const running = { authenticate, answers, checkResponses, recorder: createRecorder(deps) };
  const runner = createRouteRunner(routes, running);
  const publicRunner = createRouteRunner(
    routes.filter(({ path }) => path.startsWith('/public/')),
    running,
  );
  const pages = [
    createHealthPages(deps.health),
    deps.metrics.page,
    createDocsPages(openApiOf(routes, deps.version), deps.problemsFile),
    createOpen311(deps),
  ];

  const app = express();
  app.disable('x-powered-by').set('trust proxy', 'loopback, linklocal, uniquelocal').set('etag', false);
  app.use(requestIds, createRequestLog(deps.logger), deps.metrics.timing);
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
        },
      },
      strictTransportSecurity: deps.publicUrl.startsWith('https:'),
    }),
  );
  if (deps.simulator) app.use('/simulator', deps.simulator);
  for (const page of deps.pages) app.use(page);
  for (const page of pages) {
    app.use(page);
    app.use('/api/v1', page);
  }
  app.use('/api/v1', runner);
  app.use(publicRunner);
  app.use(nothingHere);
  app.use(createErrorHandler(deps));
  return app;
}
