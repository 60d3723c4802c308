import { Router } from 'express';

/** Asks one server whether it answers; rejects when it does not. */
export type Probe = () => Promise<unknown>;

export interface HealthDependencies {
  /** Without it no ticket can be stored: not ready. */
  readonly mongodb: Probe;
  /** Away, but calls are still taken: the relay and the queues catch up. */
  readonly redis: Probe;
  readonly temporal: Probe;
  /** True once the process was told to stop. */
  readonly isStopping: () => boolean;
  readonly probeWithinMs?: number;
}

type State = 'up' | 'down';

/** `/livez`: the process runs. `/readyz`: it can take calls; each server's own state beside it. */
export function createHealthPages(deps: HealthDependencies): Router {
  const router = Router();
  const withinMs = deps.probeWithinMs ?? 2_000;
  router.get('/livez', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const [mongodb, redis, temporal] = await Promise.all(
      [deps.mongodb, deps.redis, deps.temporal].map((probe) => stateOf(probe, withinMs)),
    );
    const stopping = deps.isStopping();
    const ready = mongodb === 'up' && !stopping;
    const degraded = redis === 'down' || temporal === 'down';
    response
      .status(ready ? 200 : 503)
      .set({ 'Cache-Control': 'no-store', ...(!ready && { 'Retry-After': '5' }) })
      .json({
        status: stopping ? 'stopping' : !ready ? 'notReady' : degraded ? 'degraded' : 'ready',
        servers: { mongodb, redis, temporal },
      });
  });
  return router;
}

async function stateOf(probe: Probe, withinMs: number): Promise<State> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<State>((resolve) => {
    timer = setTimeout(() => {
      resolve('down');
    }, withinMs);
  });
  const asked = (async () => probe())().then(
    (): State => 'up',
    (): State => 'down',
  );
  return Promise.race([asked, late]).finally(() => {
    clearTimeout(timer);
  });
}
