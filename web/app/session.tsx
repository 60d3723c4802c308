import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { ask, NoAnswer, onSessionEnded, Problem, type AnswerOf } from '../api/ask';
import { mayPass } from '../api/problem';

export type Me = AnswerOf<'GET /me'>;
export type Role = Me['role'];

export interface Session {
  /** `unknown` until the server has said who this is. */
  readonly state: 'unknown' | 'signedOut' | 'signedIn' | 'ended';
  readonly me: Me | null;
  /** Counts sign-ins: what depends on the cookie begins again when it changes. */
  readonly round: number;
  readonly signIn: (username: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

const rememberedKey = 'truc.me';
const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider around it');
  return session;
}

/** Who is signed in, on screens that only signed-in people reach. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('nobody is signed in');
  return me;
}

/** What has to be forgotten on this device when its person signs out, e.g. what a team keeps for offline. */
const forgetting = new Set<() => Promise<void>>();
export function onSignOut(forgetOne: () => Promise<void>): void {
  forgetting.add(forgetOne);
}

/**
 * Who works here. The cookie is the session; scripts never see it. Without a network the person who was last
 * signed in on this device goes on: the server decides about everything they send later.
 */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<Session['state']>('unknown');
  const [me, setMe] = useState<Me | null>(null);
  const [round, setRound] = useState(0);
  const waiting = useRef<(() => void)[]>([]);

  const welcome = useCallback((found: Me): void => {
    remember(found);
    setMe(found);
    setRound((n) => n + 1);
    setState('signedIn');
    for (const goOn of waiting.current.splice(0)) goOn();
  }, []);

  const lookAround = useCallback(async (): Promise<void> => {
    try {
      const { me: found } = await ask('GET /auth/session');
      if (found) welcome(found);
      else setState('signedOut');
    } catch (error) {
      const known = remembered();
      if (mayPass(error) && known) {
        setMe(known);
        setState('signedIn');
      } else setState('signedOut');
    }
  }, [welcome]);

  useEffect(() => {
    void lookAround();
  }, [lookAround]);

  useEffect(() => {
    if (state === 'unknown' || state === 'signedOut') return;
    onSessionEnded(
      () =>
        new Promise((resolve) => {
          waiting.current.push(resolve);
          setState('ended');
        }),
    );
    return () => {
      onSessionEnded(null);
    };
  }, [state]);

  const signIn = useCallback(
    async (username: string, password: string): Promise<void> => {
      const { user } = await ask('POST /auth/session', { body: { username, password } });
      // Another person: nothing that the first one read may stay on the screen.
      if (me && user.id !== me.id) {
        await forget();
        queries.clear();
        waiting.current = [];
      }
      welcome(await ask('GET /me'));
    },
    [me, queries, welcome],
  );

  const signOut = useCallback(async (): Promise<void> => {
    try {
      await ask('DELETE /auth/session');
    } catch (error) {
      // Without a network the cookie cannot be taken back; what lies on the device can.
      if (!(error instanceof NoAnswer) && !(error instanceof Problem)) throw error;
    }
    waiting.current = [];
    await forget();
    queries.clear();
    setMe(null);
    setState('signedOut');
  }, [queries]);

  const session = useMemo(() => ({ state, me, round, signIn, signOut }), [state, me, round, signIn, signOut]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** A console that opens without a network still knows whose it is; no number, no token. */
const remember = (me: Me): void => {
  localStorage.setItem(rememberedKey, JSON.stringify({ ...me, phone: null }));
};

function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(rememberedKey) ?? 'null') as Me | null;
  } catch {
    return null;
  }
}

async function forget(): Promise<void> {
  localStorage.removeItem(rememberedKey);
  for (const one of forgetting) await one();
}
