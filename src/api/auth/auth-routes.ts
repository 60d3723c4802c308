import { stringifySetCookie } from 'cookie';
import { z } from 'zod';
import type { User } from '../../domain/organisation';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Asking, type Route } from '../http/route';
import { nothing } from '../http/schemas';
import { areaCodeOf } from '../rights';
import { toUserView, userView } from '../users/user-view';
import { isOwnPage, sessionCookie } from './authenticate';
import { limitKey, refuseIfSpent, spend, type RateLimits } from './rate-limits';
import { sessionHours, type SessionTokens } from './session-token';

export interface AuthDependencies {
  readonly users: Pick<UserRepository, 'verifyPassword'>;
  readonly tokens: Pick<SessionTokens, 'issue'>;
  readonly limits: Pick<RateLimits, 'signIn' | 'signInAddress'>;
  readonly publicUrl: string;
}

const credentials = z
  .strictObject({
    username: z.string('must be text').min(1, 'must not be empty').max(100),
    password: z.string('must be text').min(1, 'must not be empty').max(200),
  })
  .meta({ id: 'Credentials' });

export function authRoutes(deps: AuthDependencies): Route[] {
  const signIn = async (body: z.output<typeof credentials>, { ip }: Pick<Asking, 'ip'>): Promise<User> => {
    const account = limitKey('account', body.username.toLowerCase(), ip);
    await refuseIfSpent(deps.limits.signIn, account);
    await spend(deps.limits.signInAddress, limitKey('address', ip));
    const user = await deps.users.verifyPassword(body.username, body.password);
    if (user) {
      await deps.limits.signIn.delete(account);
      return user;
    }
    await spend(deps.limits.signIn, account);
    throw new Refused('wrong-password', 'Check both and try again.');
  };
  const secure = deps.publicUrl.startsWith('https:');
  const cookieOf = (value: string, maxAge: number): string =>
    stringifySetCookie({
      name: sessionCookie,
      value,
      httpOnly: true,
      sameSite: 'strict',
      secure,
      path: '/',
      maxAge,
    });
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
      body: credentials,
      response: z.object({ accessToken: z.string(), expiresAt: z.string(), user: userView }),
      handle: async ({ body, ip }) => {
        const user = await signIn(body, { ip });
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
      body: credentials,
      response: z.object({ expiresAt: z.string(), user: userView }),
      handle: async ({ body, ip, exchange }) => {
        // Another site must not sign a visitor in to an account of its choice.
        if (exchange.request.get('origin') !== undefined && !isOwnPage(exchange.request, deps.publicUrl)) {
          throw new Refused('cross-site-request', 'Sign in from this site.');
        }
        const user = await signIn(body, { ip });
        const { accessToken, expiresAt } = deps.tokens.issue(user.id);
        return new ReplyWith(
          { expiresAt, user: toUserView(user, true) },
          { headers: { 'Set-Cookie': cookieOf(accessToken, sessionHours * 60 * 60) } },
        );
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
      response: userView.extend({ areaCode: z.string().describe('The unit whose whole subtree I work in') }),
      handle: ({ user }) => Promise.resolve({ ...toUserView(user, true), areaCode: areaCodeOf(user) }),
    }),
  ];
}
