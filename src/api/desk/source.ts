import { z } from 'zod';
import { isoTime, textOf } from '../http/schemas';

/**
 * Where a press or social report was seen. Stored with the ticket's details, encrypted like them: a handle and a
 * link name people.
 */
export const sourceBody = z
  .strictObject({
    link: z
      .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
      .max(1_000)
      .optional(),
    outlet: textOf(120).optional().describe('The newspaper, station or platform'),
    author: textOf(120).optional().describe('Name or handle of who wrote it'),
    seenAt: isoTime.optional(),
  })
  .refine(({ link, outlet }) => link !== undefined || outlet !== undefined, {
    error: 'must name a link, an outlet, or both',
  })
  .meta({ id: 'ReportSource' });
