import { z } from 'zod';
import { lookalikeWeights, type LookalikeSign } from '../../domain/duplicates';
import { priorities } from '../../domain/policy';
import { ticketStatuses } from '../../domain/ticket';

const signs = Object.keys(lookalikeWeights) as LookalikeSign[];

/** An open ticket that may be about the same event, with enough of it to judge without opening it. */
export const lookalikeView = z
  .object({
    id: z.string(),
    code: z.string(),
    status: z.enum(ticketStatuses),
    category: z.string(),
    priority: z.enum(priorities),
    unitCode: z.string(),
    receivedAt: z.string(),
    ownerTeamId: z.string().nullable(),
    address: z.string().nullable().describe('Null for a reader without the right to personal data'),
    description: z.string().nullable().describe('Its first 160 characters; null as above'),
    score: z.number().describe('0 to 1; shown from 0.45'),
    because: z.array(
      z.object({
        sign: z.enum(signs),
        share: z.number().describe('What this sign added to the score, or took from it'),
      }),
    ),
  })
  .meta({ id: 'Lookalike' });
