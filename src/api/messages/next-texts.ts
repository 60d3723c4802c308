import { smsProblems, spokenProblems } from '../../domain/template-rules';
import { changedSince } from '../../domain/text-changes';
import type { TextVersion } from '../../models/messages/text-versions';
import type { MessageTexts } from '../../notifications/message-texts';
import { Refused, type FieldProblem } from '../http/problem';

type Changeable = Pick<MessageTexts, 'brand' | 'accented' | 'sms' | 'voice'>;
type TextsChange = { readonly [K in keyof Changeable]?: Changeable[K] | undefined };

/** The version after this one. @throws Refused when its words may not be sent */
export function nextTexts(current: MessageTexts, change: TextsChange): MessageTexts {
  const texts: MessageTexts = {
    ...current,
    version: current.version + 1,
    effectiveFrom: new Date().toISOString().slice(0, 10),
    brand: change.brand ?? current.brand,
    accented: change.accented ?? current.accented ?? false,
    sms: { ...current.sms, ...change.sms },
    voice: { ...current.voice, ...change.voice },
  };
  const errors = problemsOf(texts, current, change);
  if (errors.length > 0) throw new Refused('impossible', 'These words cannot be sent.', { errors });
  return texts;
}

/** Whoever was quicker is named, so that both wordings can be laid side by side. */
export function refuseIfChangedSince(change: TextsChange, read: TextVersion, newest: TextVersion): void {
  const changed = changedSince(change, read.texts, newest.texts);
  if (changed.length === 0) return;
  throw new Refused('conflict', 'Somebody has changed the same words since. Compare, then save again.', {
    facts: {
      ...{ latest: newest.texts.version, changed },
      ...{ by: newest.createdBy, at: newest.createdAt.toISOString() },
    },
  });
}

/** What is wrong with the changed words; with a new brand every SMS is measured again. */
function problemsOf(texts: MessageTexts, current: MessageTexts, change: TextsChange): FieldProblem[] {
  const unknown = (kind: 'sms' | 'voice'): FieldProblem[] =>
    Object.keys(change[kind] ?? {})
      .filter((name) => !(name in current[kind]))
      .map((name) => ({ pointer: `/${kind}/${name}`, message: 'must be the name of a template' }));
  const changed = change.brand === undefined ? (change.sms ?? {}) : texts.sms;
  const under = (kind: string, name: string, found: readonly FieldProblem[]): FieldProblem[] =>
    found.map(({ pointer, message }) => ({ pointer: `/${kind}/${name}${pointer}`, message }));
  return [
    ...unknown('sms'),
    ...unknown('voice'),
    ...Object.entries(changed).flatMap(([name, words]) =>
      under('sms', name, smsProblems(name, words, texts.brand)),
    ),
    ...Object.entries(change.voice ?? {}).flatMap(([name, words]) =>
      under('voice', name, spokenProblems(name, words)),
    ),
  ];
}
