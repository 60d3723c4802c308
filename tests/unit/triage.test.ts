import fc from 'fast-check';
import { priorities } from '../../src/domain/policy';
import type { Answers, AnswerTest, Protocol, Question } from '../../src/domain/protocol';
import { answerProblems, assess, mostUrgent } from '../../src/domain/triage';
import { loadProtocols } from '../../src/platform/reference-data';

const protocols = loadProtocols();
const protocolOf = (category: string): Protocol => {
  const protocol = protocols.get(category);
  if (!protocol) throw new Error(`${category} has no protocol`);
  return protocol;
};
const rank = (priority: (typeof priorities)[number]): number => priorities.indexOf(priority);

describe('what a caller says decides how fast we come', () => {
  const stories: [string, string, Answers, string, string][] = [
    ['an emergency with nothing answered', 'emergency', {}, 'P1', 'default'],
    ['a collapse', 'emergency', { unconscious: true }, 'P1', 'redFlag'],
    ['a consult without complaints', 'f0Consult', { breathless: false, spo2: 98 }, 'P3', 'default'],
    ['a consult with SpO2 89', 'f0Consult', { spo2: 89 }, 'P1', 'redFlag'],
    ['a consult with SpO2 90', 'f0Consult', { spo2: 90 }, 'P2', 'redFlag'],
    ['a consult with SpO2 94', 'f0Consult', { spo2: 94 }, 'P2', 'redFlag'],
    ['a consult with SpO2 95', 'f0Consult', { spo2: 95 }, 'P3', 'score'],
    [
      'an old, ill and lonely person',
      'f0Consult',
      { age: 80, comorbidity: true, livesAlone: true, feelsUnwell: true },
      'P2',
      'score',
    ],
    ['an adult breathing 20 times', 'suspectedCase', { breathingRateAdult: 20 }, 'P3', 'default'],
    ['an adult breathing 21 times', 'suspectedCase', { breathingRateAdult: 21 }, 'P1', 'redFlag'],
    ['a child of three breathing 39 times', 'suspectedCase', { breathingRateChild1To5: 39 }, 'P3', 'default'],
    ['a child of three breathing 40 times', 'suspectedCase', { breathingRateChild1To5: 40 }, 'P1', 'redFlag'],
    [
      'a child of eight breathing 30 times',
      'suspectedCase',
      { breathingRateChild5To12: 30 },
      'P1',
      'redFlag',
    ],
    ['a pulse of 120', 'f0Consult', { pulse: 120 }, 'P3', 'default'],
    ['a pulse of 121', 'f0Consult', { pulse: 121 }, 'P1', 'redFlag'],
    ['a pulse of 49', 'f0Consult', { pulse: 49 }, 'P1', 'redFlag'],
    ['blood pressure 90 over 60', 'f0Consult', { systolic: 90, diastolic: 60 }, 'P3', 'default'],
    ['blood pressure 89 over 60', 'f0Consult', { systolic: 89, diastolic: 60 }, 'P1', 'redFlag'],
    ['blood pressure 95 over 59', 'f0Consult', { systolic: 95, diastolic: 59 }, 'P1', 'redFlag'],
    ['chest pain', 'suspectedCase', { chestPain: true }, 'P1', 'redFlag'],
    ['blue lips', 'f0Consult', { blueLips: true }, 'P1', 'redFlag'],
    ['a child that cannot drink', 'f0Consult', { cannotDrink: true }, 'P1', 'redFlag'],
    ['a transfer without answers', 'hospitalTransfer', {}, 'P2', 'default'],
    ['a transfer on a ventilator', 'hospitalTransfer', { oxygenNeeded: 'ventilator' }, 'P1', 'score'],
    ['a violation that is over', 'securityReport', { underWay: false }, 'P3', 'default'],
    ['a violation under way', 'securityReport', { underWay: true }, 'P2', 'redFlag'],
    ['a fight with an injured person', 'securityReport', { violence: true, injured: true }, 'P1', 'redFlag'],
    ['a household without food today', 'foodRelief', { noFoodToday: true }, 'P3', 'score'],
    ['an infant without formula', 'foodRelief', { infantFormula: true }, 'P2', 'score'],
    ['relief that is scheduled', 'foodRelief', { scheduled: true }, 'P4', 'score'],
    [
      'scheduled relief for a house that has nothing left',
      'foodRelief',
      { scheduled: true, noFoodToday: true },
      'P3',
      'score',
    ],
    ['relief asked for without answers', 'foodRelief', {}, 'P3', 'default'],
    ['a policy question', 'other', { kind: 'question' }, 'P4', 'default'],
    ['a suggestion', 'other', { kind: 'suggestion' }, 'P5', 'score'],
    ['a complaint that cannot wait', 'other', { kind: 'complaint', today: true }, 'P4', 'score'],
  ];

  test.each(stories)('%s (%s)', (_name, category, answers, priority, because) => {
    const protocol = protocolOf(category);
    expect(answerProblems(protocol, answers)).toEqual([]);
    expect(assess(protocol, answers)).toMatchObject({ priority, because, protocolVersion: protocol.version });
  });

  test('every red flag that was met is named, and nothing else', () => {
    const { redFlags } = assess(protocolOf('f0Consult'), { spo2: 85, breathless: true, chestPain: false });
    expect(redFlags).toEqual(['breathless', 'spo2Below90', 'spo2From90To94']);
  });
});

const answerTo = (question: Question): fc.Arbitrary<string | number | boolean> => {
  if (question.kind === 'boolean') return fc.boolean();
  if (question.kind === 'choice')
    return fc.constantFrom(...(question.choices ?? []).map(({ value }) => value));
  const [min, max] = question.range ?? [0, 100];
  return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
};
const anyProtocol = fc.constantFrom(...protocols.values());
const answered = (protocol: Protocol): fc.Arbitrary<Answers> =>
  fc
    .record(Object.fromEntries(protocol.questions.map((question) => [question.id, answerTo(question)])), {
      requiredKeys: [],
    })
    .map((answers) => answers as Answers);
const meeting = (test: AnswerTest): string | number | boolean => {
  if ('equals' in test) return test.equals;
  if ('below' in test) return test.below - 1;
  if ('atMost' in test) return test.atMost;
  if ('above' in test) return test.above + 1;
  return test.atLeast;
};

describe('for any answers', () => {
  test('a red flag more never makes a case less urgent', () => {
    const flagged = anyProtocol
      .filter(({ questions }) => questions.some(({ redFlags }) => redFlags.length > 0))
      .chain((protocol) =>
        fc.tuple(
          fc.constant(protocol),
          answered(protocol),
          fc.constantFrom(
            ...protocol.questions.flatMap((question) =>
              question.redFlags.map((flag) => ({ question, flag })),
            ),
          ),
        ),
      );
    fc.assert(
      fc.property(flagged, ([protocol, answers, { question, flag }]) => {
        const { [question.id]: _unasked, ...without } = answers;
        const before = assess(protocol, without);
        const after = assess(protocol, { ...without, [question.id]: meeting(flag.when) });
        expect(after.redFlags).toContain(flag.id);
        expect(after.because).toBe('redFlag');
        expect(rank(after.priority)).toBeLessThanOrEqual(rank(before.priority));
        expect(rank(after.priority)).toBeLessThanOrEqual(rank(flag.priority));
      }),
      { numRuns: 2000 },
    );
  });

  test('the order of the answers does not matter', () => {
    const shuffled = anyProtocol.chain((protocol) =>
      answered(protocol).chain((answers) => {
        const entries = Object.entries(answers);
        return fc.tuple(
          fc.constant(protocol),
          fc.constant(answers),
          fc.shuffledSubarray(entries, { minLength: entries.length }),
        );
      }),
    );
    fc.assert(
      fc.property(shuffled, ([protocol, answers, entries]) => {
        expect(assess(protocol, Object.fromEntries(entries))).toEqual(assess(protocol, answers));
      }),
      { numRuns: 1000 },
    );
  });

  test('possible answers are never complained about', () => {
    const pairs = anyProtocol.chain((protocol) => fc.tuple(fc.constant(protocol), answered(protocol)));
    fc.assert(
      fc.property(pairs, ([protocol, answers]) => {
        expect(answerProblems(protocol, answers)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('whatever is sent as answers gets an answer, and the words sent are not repeated', () => {
    fc.assert(
      fc.property(anyProtocol, fc.dictionary(fc.string(), fc.anything()), (protocol, answers) => {
        for (const { must } of answerProblems(protocol, answers)) expect(must).toMatch(/^must be /);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a wrong answer is told by question and by what it must be', () => {
  const protocol = protocolOf('hospitalTransfer');
  const answers = {
    spo2: 880,
    breathless: 'yes',
    oxygenNeeded: 'lots',
    shoeSize: 42,
    constructor: true,
    pulse: NaN,
  };
  expect(answerProblems(protocol, answers)).toEqual([
    { questionId: 'spo2', must: 'must be a number from 30 to 100 (%)' },
    { questionId: 'breathless', must: 'must be true or false' },
    { questionId: 'oxygenNeeded', must: 'must be one of none, mask, highFlow, ventilator' },
    { questionId: 'shoeSize', must: 'must be a question of the hospitalTransfer protocol, version 1' },
    { questionId: 'constructor', must: 'must be a question of the hospitalTransfer protocol, version 1' },
    { questionId: 'pulse', must: 'must be a number from 0 to 300 (/min)' },
  ]);
});

test('of several priorities the most urgent one counts', () => {
  expect(mostUrgent('P3')).toBe('P3');
  expect(mostUrgent('P3', 'P1', 'P2')).toBe('P1');
});
