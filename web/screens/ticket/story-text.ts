import type { TimelineEntry } from '../../api/operations.gen';
import type { SharedWords } from '../../locales/vi';
import type { TicketWords } from './words';

/** Names for the ids in a timeline. */
export interface Names {
  readonly unit: (code: string) => string;
  readonly team: (id: string) => string;
  readonly category: (code: string) => string;
}

type Words = Pick<TicketWords, 'story' | 'actions'> & { readonly shared: SharedWords };

/** What happened, in one sentence, without who and when. */
export function storyText({ type, data }: TimelineEntry, words: Words, names: Names): string {
  const { told, because, channels } = words.story;
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  const list = (key: string): readonly string[] => (Array.isArray(data[key]) ? data[key].map(String) : []);
  const number = (key: string): number => (typeof data[key] === 'number' ? data[key] : 0);
  const team = (key = 'teamId'): string =>
    text(key) === '' ? words.actions.name.claim : names.team(text(key));
  const unit = (): string => names.unit(text('unitCode'));
  const clock = (): string => lookUp(words.shared.clocks, text('clock'));
  switch (type) {
    case 'received':
      return told.received(lookUp(channels, text('channel')));
    case 'verified':
      return text('result') === 'confirmed' ? told.verifiedTrue : told.verifiedFalse;
    case 'triaged':
      return told.triaged(text('priority'), lookUp(because, text('because')));
    case 'stepOpened':
      return told.stepOpened(unit(), list('teamIds').map(names.team).join(', '));
    case 'stepSkipped':
      return text('because') === 'everyTeamDeclined'
        ? told.stepSkippedDeclined(unit())
        : told.stepSkipped(unit());
    case 'stepPassed':
      return told.stepPassed(unit());
    case 'paged':
      return told.paged(unit(), number('page'));
    case 'dispatched':
      return told.dispatched(team());
    case 'claimed':
      return text('teamId') === '' ? told.claimedByCentre : told.claimed(team());
    case 'declined':
      return told.declined(team());
    case 'onScene':
      return data.byPhone === true ? told.calledBack : told.onScene;
    case 'held':
      return told.held(lookUp(words.actions.holdReasons, text('reason')));
    case 'handedBack':
    case 'handedOver':
      return told[type](team());
    case 'reassigned':
      return told.reassigned(team('fromTeamId'), team());
    case 'reclassified':
      return told.reclassified(
        [
          text('toCategory') &&
            `${names.category(text('fromCategory'))} → ${names.category(text('toCategory'))}`,
          text('toPriority') && `${text('fromPriority')} → ${text('toPriority')}`,
        ]
          .filter(Boolean)
          .join(', '),
      );
    case 'noted':
      return text('kind') === 'contactAttempt' ? told.contactAttempt : told.noted;
    case 'duplicateLinked':
    case 'duplicateUnlinked':
      return told[type](list('ticketIds').length);
    case 'clockWarned':
      return told.clockWarned(clock(), Math.round(number('share') * 100));
    case 'clockBreached':
      return told.clockBreached(clock());
    default:
      return told[type];
  }
}

/** Who did it: the role and the unit or team, as the inspector wants it; `you` for the reader. */
export function actorText(
  { actor }: TimelineEntry,
  words: Words,
  names: Names & { readonly person: (id: string) => string | null },
  myId: string,
): string {
  if (actor.kind === 'system') return words.story.system;
  if (actor.kind === 'citizen') return words.story.citizen;
  const known = actor.userId === undefined ? null : names.person(actor.userId);
  const who = actor.userId === myId ? words.story.you : known;
  const place =
    actor.teamId !== undefined
      ? names.team(actor.teamId)
      : actor.unitCode !== undefined
        ? names.unit(actor.unitCode)
        : null;
  const via = actor.via === 'link' ? words.story.byLink : actor.via === 'voice' ? words.story.byVoice : null;
  return [who, actor.role && words.shared.roles[actor.role], place, via].filter(Boolean).join(', ');
}

const lookUp = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;

/** Changes that somebody about to act must have seen; time passing and paging are none. */
const material = new Set<TimelineEntry['type']>([
  ...(['verified', 'triaged', 'dispatched', 'claimed', 'declined', 'enRoute', 'onScene', 'held'] as const),
  ...(['resumed', 'handedBack', 'reassigned', 'reclassified', 'resolved', 'closed', 'reopened'] as const),
  ...(['cancelled', 'linked', 'unlinked', 'duplicateLinked', 'citizenContact'] as const),
]);

export const materialSince = (timeline: readonly TimelineEntry[], seq: number): readonly TimelineEntry[] =>
  timeline.filter((entry) => entry.seq > seq && material.has(entry.type));
