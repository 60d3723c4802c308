import { z } from 'zod';
import type { Protocol } from '../../domain/protocol';
import { date, localised, priority, refuseRepeats, text, version } from './fields';

const limit = z.number('must be a number');
const answerTest = z.union(
  [
    z.strictObject({ equals: z.union([text, z.boolean()]) }),
    z.strictObject({ below: limit }),
    z.strictObject({ atMost: limit }),
    z.strictObject({ above: limit }),
    z.strictObject({ atLeast: limit }),
  ],
  'must be one of equals, below, atMost, above, atLeast with its value',
);

const question = z
  .strictObject({
    id: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be a camelCase word'),
    text: localised,
    kind: z.enum(['boolean', 'number', 'choice'], 'must be boolean, number or choice'),
    choices: z
      .array(z.strictObject({ value: text, text: localised }))
      .min(2)
      .exactOptional(),
    range: z.tuple([z.number(), z.number()]).readonly().exactOptional(),
    unit: text.exactOptional(),
    required: z.boolean(),
    sensitive: z.boolean(),
    scores: z.array(z.strictObject({ when: answerTest, weight: z.number() })),
    redFlags: z.array(
      z.strictObject({
        id: text,
        when: answerTest,
        priority,
        source: z.strictObject({ title: text, date, signedOffBy: text.nullable() }),
      }),
    ),
  })
  .check((context) => {
    const { kind, choices, range, scores, redFlags } = context.value;
    const complain = (path: PropertyKey[], message: string): void => {
      context.issues.push({ code: 'custom', message, path, input: context.value });
    };
    if ((kind === 'choice') !== (choices !== undefined))
      complain(['choices'], 'must be there for a choice only');
    if ((kind === 'number') !== (range !== undefined)) complain(['range'], 'must be there for a number only');
    if (range && range[0] >= range[1]) complain(['range'], 'must go from a smaller to a larger number');
    const values = new Set(choices?.map((choice) => choice.value));
    const fits = (when: z.output<typeof answerTest>): boolean => {
      if (!('equals' in when)) return kind === 'number';
      return typeof when.equals === 'boolean' ? kind === 'boolean' : values.has(when.equals);
    };
    scores.forEach((rule, place) => {
      if (!fits(rule.when))
        complain(['scores', place, 'when'], `must be a possible answer of a ${kind} question`);
    });
    redFlags.forEach((flag, place) => {
      if (!fits(flag.when)) {
        complain(['redFlags', place, 'when'], `must be a possible answer of a ${kind} question`);
      }
    });
  });

/** One file of `config/protocols`. */
export const protocolSchema: z.ZodType<Protocol> = z
  .strictObject({
    category: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be a camelCase word'),
    version,
    effectiveFrom: date,
    name: localised,
    field: z.enum(['medical', 'relief', 'security'], 'must be medical, relief or security'),
    defaultPriority: priority,
    questions: z.array(question),
    thresholds: z.array(z.strictObject({ score: z.number(), priority })),
    evidence: z.array(
      z.enum([
        'outcome',
        'handoverTo',
        'receivingHospital',
        'adviceGiven',
        'recipientConfirmed',
        'decisionNumber',
        'testReferral',
      ]),
    ),
  })
  .check((context) => {
    const { questions, thresholds } = context.value;
    refuseRepeats(
      context,
      questions.map(({ id }, place) => [['questions', place, 'id'], id] as const),
      'question',
    );
    refuseRepeats(
      context,
      questions.flatMap(({ redFlags }, at) =>
        redFlags.map(({ id }, place) => [['questions', at, 'redFlags', place, 'id'], id] as const),
      ),
      'red flag',
    );
    thresholds.forEach(({ score, priority: reached }, place) => {
      const above = thresholds[place - 1];
      if (above && (score >= above.score || reached <= above.priority)) {
        context.issues.push({
          code: 'custom',
          message: 'must have a lower score and a less urgent priority than the one before it',
          path: ['thresholds', place],
          input: score,
        });
      }
    });
  });
