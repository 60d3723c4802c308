import { Refused } from '../http/problem';
import { isoTime, unitCode } from '../http/schemas';

/** Whose figures, of what time: the query of every figure. */
export const spanQuery = {
  unit: unitCode.optional().describe('A unit of my area; all of it by default'),
  since: isoTime.optional().describe('24 hours ago by default'),
  until: isoTime.optional().describe('Now by default, so today counts'),
};
const dayMs = 24 * 60 * 60 * 1_000;
const longestMs = 92 * dayMs;

/** @throws Refused `impossible` for a span that is empty or longer than 92 days */
export function spanOf(query: { since?: string | undefined; until?: string | undefined }): {
  since: Date;
  until: Date;
} {
  const until = query.until === undefined ? new Date() : new Date(query.until);
  const since = query.since === undefined ? new Date(until.getTime() - dayMs) : new Date(query.since);
  const ms = until.getTime() - since.getTime();
  if (ms > 0 && ms <= longestMs) return { since, until };
  throw new Refused('impossible', 'until must be after since, by 92 days at most.', {
    errors: [{ pointer: 'query/until', message: 'must be after since, by 92 days at most' }],
  });
}
