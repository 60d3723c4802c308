import { ApplicationFailure } from '@temporalio/common';
import { problemOf, problemTable } from '../../src/api/http/problem';
import { toRefused } from '../../src/api/http/to-refused';
import { TemporalUnavailable } from '../../src/api/ticket-desk';
import { DomainError, refusalCodes } from '../../src/domain/refusal';

const place = { publicUrl: 'https://truc.example', instance: '/api/v1/tickets/1' };

test.each(refusalCodes)('a refusal %s keeps its code, its words and a 4xx', (code) => {
  const problem = problemOf(
    toRefused(new DomainError(code, 'words for people', { status: 'closed' })),
    place,
  );
  expect(problem.type).toBe(`https://truc.example/docs/problems#${code}`);
  expect(problem.detail).toBe('words for people');
  expect(problem.status).toBe(problemTable[code].status);
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(500);
});

test('a fact called status never overwrites the status of the answer', () => {
  const refused = toRefused(new DomainError('transition-not-allowed', 'no', { status: 'closed', type: 'x' }));
  expect(problemOf(refused, place)).toMatchObject({
    status: 409,
    type: expect.stringContaining('#transition'),
  });
});

test('the loser of a claim is told who won and when', () => {
  const facts = { teamId: 't1', teamName: 'Đội 1', userId: 'u1', at: '2021-08-10T01:00:00Z' };
  expect(problemOf(toRefused(new DomainError('already-claimed', 'x', facts)), place).claimedBy).toEqual(
    facts,
  );
});

const named = (name: string, more: object = {}) =>
  Object.assign(new Error('secret host 10.0.0.1'), { name }, more);
test.each([
  ['MongoServerSelectionError', named('MongoServerSelectionError')],
  ['MongooseServerSelectionError', named('MongooseServerSelectionError')],
  ['MongoNetworkError', named('MongoNetworkError')],
  ['a primary that steps down', named('MongoServerError', { code: 189 })],
  [
    'mongoose waiting for a connection',
    Object.assign(named('MongooseError'), { message: 'x buffering timed out after' }),
  ],
  ['an absent Redis', named('MaxRetriesPerRequestError')],
  ['an absent Temporal', new TemporalUnavailable(new Error('10.0.0.1'))],
])('%s is 503 with Retry-After and names no host', (_, error) => {
  const refused = toRefused(error);
  expect(refused.code).toBe('unavailable');
  expect(refused.headers).toEqual({ 'Retry-After': '5' });
  expect(JSON.stringify(problemOf(refused, place))).not.toContain('10.0.0.1');
});

test.each([
  new Error('password=hunter2 at /srv/app'),
  ApplicationFailure.nonRetryable('Nguyễn Thị Lan'),
  named('MongoServerError', { code: 2, message: 'Nguyễn Thị Lan' }),
  'a string',
  null,
  undefined,
])('an unknown fault leaks nothing (%#)', (error) => {
  const problem = problemOf(toRefused(error), place);
  expect(problem).toEqual({
    type: 'https://truc.example/docs/problems#internal',
    title: 'Something went wrong here',
    status: 500,
    detail: 'The error was recorded.',
    instance: '/api/v1/tickets/1',
  });
});
