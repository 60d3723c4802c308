import type { TriageResult } from './commands';
import { priorities } from './policy';
import type { Priority } from './policy';
import type { Answers, AnswerTest, Protocol, Question } from './protocol';

export interface Assessment extends TriageResult {
  readonly priority: Priority;
}

/** An answer that cannot be taken, in words for the person who typed it; the answer itself is not repeated. */
export interface AnswerProblem {
  readonly questionId: string;
  readonly must: string;
}

type Answer = Answers[string];

function passes(test: AnswerTest, answer: Answer): boolean {
  if ('equals' in test) return answer === test.equals;
  if (typeof answer !== 'number') return false;
  if ('below' in test) return answer < test.below;
  if ('atMost' in test) return answer <= test.atMost;
  if ('above' in test) return answer > test.above;
  return answer >= test.atLeast;
}

/** P1 before P5. */
export const mostUrgent = (first: Priority, ...others: readonly Priority[]): Priority =>
  others.reduce((a, b) => (priorities.indexOf(b) < priorities.indexOf(a) ? b : a), first);

/** Questions in the protocol's order, so that the order of the answers cannot matter. */
const answered = (protocol: Protocol, answers: Answers): [Question, Answer][] =>
  protocol.questions.flatMap((question) => {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    return answer === undefined ? [] : [[question, answer] satisfies [Question, Answer]];
  });

/**
 * Priority from the answers. A red flag counts whatever the score says and can only raise; without one the
 * highest threshold that the score reaches decides; when no answer weighs anything, the category's default.
 */
export function assess(protocol: Protocol, answers: Answers): Assessment {
  const given = answered(protocol, answers);
  const weights = given.flatMap(([question, answer]) =>
    question.scores.filter((rule) => passes(rule.when, answer)).map((rule) => rule.weight),
  );
  const flags = given.flatMap(([question, answer]) =>
    question.redFlags.filter((flag) => passes(flag.when, answer)),
  );
  const score = weights.reduce((sum, weight) => sum + weight, 0);
  const reached =
    weights.length > 0 ? protocol.thresholds.find((threshold) => score >= threshold.score) : undefined;
  const calm = reached?.priority ?? protocol.defaultPriority;
  return {
    priority: mostUrgent(calm, ...flags.map((flag) => flag.priority)),
    score,
    redFlags: flags.map((flag) => flag.id),
    because: flags.length > 0 ? 'redFlag' : reached ? 'score' : 'default',
    protocolVersion: protocol.version,
  };
}

function mustOf(question: Question, answer: unknown): string | null {
  switch (question.kind) {
    case 'boolean':
      return typeof answer === 'boolean' ? null : 'must be true or false';
    case 'choice': {
      const values = (question.choices ?? []).map((choice) => choice.value);
      return typeof answer === 'string' && values.includes(answer)
        ? null
        : `must be one of ${values.join(', ')}`;
    }
    case 'number': {
      const [min, max] = question.range ?? [-Infinity, Infinity];
      const fits = typeof answer === 'number' && Number.isFinite(answer) && answer >= min && answer <= max;
      const unit = question.unit === undefined ? '' : ` (${question.unit})`;
      return fits ? null : `must be a number from ${min} to ${max}${unit}`;
    }
  }
}

/** What is wrong with the answers, one line each; empty when `assess` may be trusted with them. */
export function answerProblems(
  protocol: Protocol,
  answers: Readonly<Record<string, unknown>>,
): readonly AnswerProblem[] {
  return Object.entries(answers).flatMap(([questionId, answer]) => {
    const question = protocol.questions.find((one) => one.id === questionId);
    const must = question
      ? mustOf(question, answer)
      : `must be a question of the ${protocol.category} protocol, version ${protocol.version}`;
    return must === null ? [] : [{ questionId, must }];
  });
}
