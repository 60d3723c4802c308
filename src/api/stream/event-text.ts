import type { Change } from '../../models/changes/changes';
import {
  toCallBackChangeView,
  toCallChangeView,
  toCommandOrderChangeView,
  toSurgeChangeView,
  toTicketChangeView,
} from './change-view';

/** A change as it goes over the wire. */
export interface EventText {
  /** Its data as one line of JSON. */
  readonly data: string;
  /** The whole event, encoded (WHATWG HTML, 9.2). */
  readonly bytes: Buffer;
}

const written = new WeakMap<Change, EventText>();

/** Written once for all readers of a change, however many there are. */
export function eventTextOf(change: Change): EventText {
  const known = written.get(change);
  if (known) return known;
  const data = JSON.stringify(viewOf(change));
  const bytes = Buffer.from(`id: ${change.id}\nevent: ${change.kind}\ndata: ${data}\n\n`);
  const made = { data, bytes };
  written.set(change, made);
  return made;
}

function viewOf(change: Change): object {
  switch (change.kind) {
    case 'ticket':
      return toTicketChangeView(change);
    case 'call':
      return toCallChangeView(change);
    case 'callBack':
      return toCallBackChangeView(change);
    case 'commandOrder':
      return toCommandOrderChangeView(change);
    case 'surge':
      return toSurgeChangeView(change);
  }
}
