import { z } from 'zod';
import type { User } from '../../domain/organisation';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Asking, type Route } from '../http/route';
import { nothing } from '../http/schemas';
import { areaCodeOf } from '../rights';
import { toUserView, userView } from '../users/user-view';
import { isOwnPage, tokenInCookie, type StillActive } from './authenticate';
import type { SignedIn } from './link-scope';
import { limitKey, refuseIfSpent, spend, type RateLimits } from './rate-limits';
import { sessionCookieOf } from './session-cookie';
import { sessionHours, type SessionTokens } from './session-token';

export interface AuthDependencies {
  readonly users: Pick<UserRepository, 'verifyPassword' | 'findByUsername'>;
  readonly tokens: Pick<SessionTokens, 'issue' | 'read'>;
  readonly stillActive: StillActive;
  readonly limits: Pick<RateLimits, 'signIn' | 'signInAddress'>;
  readonly publicUrl: string;
}

const credentials = z
  .strictObject({
    username: z.string('must be text').min(1, 'must not be empty').max(100),
    password: z.string('must be text').min(1, 'must not be empty').max(200),
  })
  .meta({ id: 'Credentials' });

const ownView = userView
  .extend({
    areaCode: z.string().describe('The unit whose whole subtree I work in'),
    byLink: z
      .boolean()
      .describe('Signed in by the link of an SMS: only its tickets, and nothing of the account'),
  })
  .meta({ id: 'Me' });
const toOwnView = (user: SignedIn): z.input<typeof ownView> => ({
  ...toUserView(user, user.link === undefined),
  areaCode: areaCodeOf(user),
  byLink: user.link !== undefined,
});

export function authRoutes(deps: AuthDependencies): Route[] {
  const signIn = async (
    body: z.output<typeof credentials>,
    { ip, act }: Pick<Asking, 'ip' | 'act'>,
  ): Promise<User> => {
    // What was typed is not kept: it may be a password in the wrong field.
    act.changed(null, null);
    const account = limitKey('account', body.username.toLowerCase(), ip);
    await refuseIfSpent(deps.limits.signIn, account);
    await spend(deps.limits.signInAddress, limitKey('address', ip));
    const user = await deps.users.verifyPassword(body.username, body.password);
    if (user) {
      await deps.limits.signIn.delete(account);
      act.by(user);
      act.about({ id: user.id, unit: { path: user.unitPath } });
      return user;
    }
    await spend(deps.limits.signIn, account);
    const known = await deps.users.findByUsername(body.username);
    act.about(known ? { id: known.id, unit: { path: known.unitPath } } : { unit: null });
    throw new Refused('wrong-password', 'Check both and try again.');
  };
  const cookieOf = (value: string, maxAge: number): string => sessionCookieOf(value, maxAge, deps.publicUrl);
  return [
    route({
      operationId: 'createToken',
      method: 'post',
      path: '/auth/token',
      tag: 'Signing in',
      permission: 'public',
      summary: `A bearer token for ${String(sessionHours)} hours`,
      status: 200,
      problems: ['wrong-password', 'too-many-requests'],
      replayable: false,
      audit: 'signIn',
      body: credentials,
      response: z.object({ accessToken: z.string(), expiresAt: z.string(), user: userView }),
      handle: async ({ body, ...asking }) => {
        const user = await signIn(body, asking);
        return { ...deps.tokens.issue(user.id), user: toUserView(user, true) };
      },
    }),
    route({
      operationId: 'openSession',
      method: 'post',
      path: '/auth/session',
      tag: 'Signing in',
      permission: 'public',
      summary: 'The same for our own pages: an httpOnly cookie that scripts cannot read',
      status: 200,
      problems: ['wrong-password', 'too-many-requests', 'cross-site-request'],
      replayable: false,
      audit: 'signIn',
      body: credentials,
      response: z.object({ expiresAt: z.string(), user: userView }),
      handle: async ({ body, exchange, ...asking }) => {
        // Another site must not sign a visitor in to an account of its choice.
        if (exchange.request.get('origin') !== undefined && !isOwnPage(exchange.request, deps.publicUrl)) {
          throw new Refused('cross-site-request', 'Sign in from this site.');
        }
        const user = await signIn(body, asking);
        const { accessToken, expiresAt } = deps.tokens.issue(user.id);
        return new ReplyWith(
          { expiresAt, user: toUserView(user, true) },
          { headers: { 'Set-Cookie': cookieOf(accessToken, sessionHours * 60 * 60) } },
        );
      },
    }),
    route({
      operationId: 'getSession',
      method: 'get',
      path: '/auth/session',
      tag: 'Signing in',
      permission: 'public',
      summary:
        'Whose cookie this is, or nobody: what a page asks before it knows whether to show the sign-in',
      status: 200,
      response: z.object({ me: ownView.nullable() }),
      handle: async ({ exchange }) => {
        const token = tokenInCookie(exchange.request);
        const session = token === undefined ? null : deps.tokens.read(token);
        const user = session && (await deps.stillActive(session));
        return { me: user && toOwnView(user) };
      },
    }),
    route({
      operationId: 'closeSession',
      method: 'delete',
      path: '/auth/session',
      tag: 'Signing in',
      permission: 'public',
      summary: 'Forget the cookie',
      status: 204,
      response: nothing,
      handle: () => Promise.resolve(new ReplyWith(null, { headers: { 'Set-Cookie': cookieOf('', 0) } })),
    }),
    route({
      operationId: 'getMe',
      method: 'get',
      path: '/me',
      tag: 'Signing in',
      permission: 'signedIn',
      summary: 'Who I am, my role and my area',
      status: 200,
      response: ownView,
      handle: ({ user }) => Promise.resolve(toOwnView(user)),
    }),
  ];
}
