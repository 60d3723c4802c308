import { z } from 'zod';
import { fields } from '../../domain/organisation';
import { priorities } from '../../domain/policy';
import { evidenceKinds, type Protocol } from '../../domain/protocol';
import { route, type Route } from '../http/route';
import { itemsOf } from '../http/schemas';

const localised = z.object({ vi: z.string(), en: z.string() });
const test = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const protocolView = z
  .object({
    category: z.string(),
    version: z.number().int(),
    effectiveFrom: z.string(),
    name: localised,
    field: z.enum(fields),
    defaultPriority: z.enum(priorities),
    questions: z.array(
      z.object({
        id: z.string(),
        text: localised,
        kind: z.enum(['boolean', 'number', 'choice']),
        choices: z.array(z.object({ value: z.string(), text: localised })).optional(),
        range: z.tuple([z.number(), z.number()]).optional(),
        unit: z.string().optional(),
        required: z.boolean(),
        sensitive: z.boolean(),
        scores: z.array(z.object({ when: test, weight: z.number() })),
        redFlags: z.array(
          z.object({
            id: z.string(),
            when: test,
            priority: z.enum(priorities),
            source: z.object({ title: z.string(), date: z.string(), signedOffBy: z.string().nullable() }),
          }),
        ),
      }),
    ),
    thresholds: z.array(z.object({ score: z.number(), priority: z.enum(priorities) })),
    evidence: z.array(z.enum(evidenceKinds)),
  })
  .meta({ id: 'Protocol' });

export function protocolRoutes(deps: { protocols: ReadonlyMap<string, Protocol> }): Route[] {
  return [
    route({
      operationId: 'listProtocols',
      method: 'get',
      path: '/protocols',
      tag: 'Policies',
      permission: ['Protocol', 'read'],
      summary: 'Every category: its questions, red flags with their sources, and the proof it asks for',
      status: 200,
      response: itemsOf(protocolView),
      handle: () =>
        Promise.resolve({
          items: [...deps.protocols.values()].map(
            (protocol) => structuredClone(protocol) as unknown as z.input<typeof protocolView>,
          ),
        }),
    }),
  ];
}
