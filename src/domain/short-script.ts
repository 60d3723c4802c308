import type { Protocol, Question } from './protocol';
import type { SurgeProfile } from './surge';

type Scored = Pick<Question, 'id' | 'required'> & {
  readonly scores: readonly { readonly weight: number }[];
  readonly redFlags: readonly unknown[];
};
type Scripted<Q extends Scored> = Pick<Protocol, 'category' | 'defaultPriority' | 'thresholds'> & {
  readonly questions: readonly Q[];
};

/**
 * The questions that are asked in a surge: red flags, what the protocol says must be asked, what by itself gives the
 * ticket another class than its default, and what the profile keeps as proof. Answers that only weigh together (age,
 * an illness, living alone) wait for the team. In the protocol's order.
 */
export function shortScript<Q extends Scored>(
  protocol: Scripted<Q>,
  { shorten, alsoAsk }: SurgeProfile['scripts'],
): readonly Q[] {
  if (!shorten) return protocol.questions;
  const kept = new Set(Object.hasOwn(alsoAsk, protocol.category) ? alsoAsk[protocol.category] : []);
  return protocol.questions.filter(
    (question) =>
      question.required ||
      question.redFlags.length > 0 ||
      kept.has(question.id) ||
      question.scores.some(({ weight }) => givesAnotherClass(protocol, weight)),
  );
}

/** As `assess` would judge a single answer of this weight. */
const givesAnotherClass = (
  { thresholds, defaultPriority }: Pick<Protocol, 'thresholds' | 'defaultPriority'>,
  weight: number,
): boolean => {
  const reached = thresholds.find(({ score }) => weight >= score);
  return reached !== undefined && reached.priority !== defaultPriority;
};
