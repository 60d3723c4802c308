import { stringifySetCookie } from 'cookie';
import { sessionCookie } from './authenticate';

/** Text for `Set-Cookie`: a session that scripts cannot read and other sites cannot use; `maxAge` 0 forgets it. */
export const sessionCookieOf = (value: string, maxAge: number, publicUrl: string): string =>
  stringifySetCookie({
    ...{ name: sessionCookie, value, path: '/', maxAge },
    ...{ httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:') },
  });
