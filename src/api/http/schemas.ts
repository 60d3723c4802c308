import { z } from 'zod';

/** Shapes that several routes share. Messages finish the sentence "this field …". */
export const idText = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'must be an id: letters, digits, - and _, at most 64');
export const ticketRef = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'must be a ticket id or a code such as BD-7K3-9QF')
  .describe('The id, or the public code such as `BD-7K3-9QF`.');
export const unitCode = z.string().regex(/^\w{1,12}$/, 'must be a unit code, e.g. 25747');
export const isoTime = z.iso.datetime({
  offset: true,
  error: 'must be an ISO 8601 time, e.g. 2021-08-16T02:00:00Z',
});
export const date = z.iso.date({ error: 'must be a date YYYY-MM-DD' });
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time HH:MM');

/** Free text with a limit; counted in characters as people see them is not worth the difference. */
export const textOf = (max: number) =>
  z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${String(max)} characters`);

export const pageQuery = {
  limit: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(200, 'must be 200 or less')
    .default(50),
  cursor: z.string().min(1).max(500, 'must be the nextCursor of an earlier answer').optional(),
};

/** `?status=a,b` and `?status=a&status=b` are the same list. */
export const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.preprocess(
    (given) => (Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : given),
    z
      .array(z.enum(values, { error: `must be of: ${values.join(', ')}` }))
      .min(1)
      .max(values.length * 2),
  );

export const pageOf = <S extends z.ZodType>(items: S) =>
  z.object({ items: z.array(items), nextCursor: z.string().nullable() });

export const itemsOf = <S extends z.ZodType>(items: S) => z.object({ items: z.array(items) });

export const nothing = z.null().describe('No content');

export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true');
