import type { Changes } from '../../models/changes/changes';
import type { StillActive } from '../auth/authenticate';
import { Refused } from '../http/problem';
import { route, streamed, type Route } from '../http/route';
import { changeView } from './change-view';
import { follow } from './follow';
import { openEventStream } from './event-writer';

export interface StreamDependencies {
  readonly changes: Pick<Changes, 'listen' | 'since'>;
  readonly stillActive: StillActive;
  /** How to end each open stream: used when the process stops, so that consoles go to another. */
  readonly openStreams: Set<() => void>;
  readonly heartbeatMs?: number;
}

const maxStreams = 2_000;

export function streamRoutes(deps: StreamDependencies): Route[] {
  const heartbeatMs = deps.heartbeatMs ?? 10_000;
  return [
    route({
      operationId: 'streamChanges',
      method: 'get',
      path: '/stream',
      tag: 'Board',
      permission: ['Stream', 'read'],
      summary:
        'Server-sent events: changes of tickets, calls, call-backs, command orders and surges that concern me',
      description:
        'Event `ready` says that the stream stands, `ticket`, `call`, `callBack`, `commandOrder` and `surge` carry the data described here, to whoever may read that. Reconnect with `Last-Event-ID`, on any process, and nothing is missed; event `reset` means: read your lists again. A comment comes every 10 s.',
      status: 200,
      contentType: 'text/event-stream',
      response: changeView,
      handle: async ({ user, exchange: { request, response } }) => {
        if (deps.openStreams.size >= maxStreams) {
          throw new Refused('unavailable', 'Too many streams are open.', { headers: { 'Retry-After': '5' } });
        }
        const writer = openEventStream(request, response, heartbeatMs);
        const end = (): void => {
          writer.end();
        };
        deps.openStreams.add(end);
        writer.onClose(() => deps.openStreams.delete(end));
        const reader = { user, lastEventId: request.get('last-event-id') ?? '' };
        await follow(deps, writer, reader, heartbeatMs);
        return streamed;
      },
    }),
  ];
}
