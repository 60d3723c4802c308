import type { TriageResult } from '../../domain/commands';
import type { Intake } from '../../domain/intake';
import type { Priority } from '../../domain/policy';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import type { Channel } from '../../domain/ticket';
import { answerProblems, assess } from '../../domain/triage';

type Assessed = TriageResult & { readonly priority: Priority };

/** Channels on which one of us listens and asks the protocol's questions. */
const staffed: ReadonlySet<Channel> = new Set([
  'hotline1022',
  'hotlineDistrict',
  'hotlineCommune',
  'press',
  'social',
  'import',
]);

/**
 * The triage that comes with the intake. Our own people are triaged at once; a citizen's own words are only
 * when they say that it is urgent, everything else waits for somebody who asks.
 *
 * @throws DomainError `invalid-command` naming the first answer that cannot be
 */
export function triageAtIntake(
  protocol: Protocol,
  intake: Intake,
  override?: Priority,
): Assessed | undefined {
  const assessed = assessAnswers(protocol, intake.details.answers, '/details/answers');
  if (override !== undefined) return { ...assessed, priority: override, because: 'manual' };
  if (staffed.has(intake.channel)) return assessed;
  const urgent = assessed.priority === 'P1' || assessed.priority === 'P2';
  return urgent ? assessed : undefined;
}

/** @throws DomainError `invalid-command` with the pointer of the answer and what it must be */
export function assessAnswers(
  protocol: Protocol,
  answers: Intake['details']['answers'],
  pointer: string,
): Assessed {
  const [problem] = answerProblems(protocol, answers);
  if (problem) {
    throw new DomainError('invalid-command', `${problem.questionId} ${problem.must}`, {
      pointer: `${pointer}/${problem.questionId}`,
    });
  }
  const { priority, score, redFlags, because, protocolVersion } = assess(protocol, answers);
  return { priority, score, redFlags, because, protocolVersion };
}
