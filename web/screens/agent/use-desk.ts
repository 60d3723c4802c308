import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ask, newKey, Problem, type AnswerOf } from '../../api/ask';
import type { Call, CallBack, CallBackDraft, CallDraft } from '../../api/operations.gen';
import { useMe } from '../../app/session';
import { isUntouched, type ApiProtocol, type Draft, type Mistakes } from './draft';
import { useDrafts } from './use-drafts';
import { useOutbox } from './use-outbox';

export type CallerTickets = AnswerOf<'GET /callers/{phone}'>;
export type Desk = ReturnType<typeof useDesk>;

const activeKey = 'truc.agent-active';
const triesForNext = 3;

/** Everything an agent has on the desk, and what can be done with it. */
export function useDesk() {
  const me = useMe();
  const queries = useQueryClient();
  const { store, entries } = useDrafts();
  const [activeId, setActiveId] = useState<string | null>(() => sessionStorage.getItem(activeKey));
  const [savedId, setSavedId] = useState<string | null>(null);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [error, setError] = useState<unknown>(null);
  const [isTaking, setTaking] = useState(false);
  /** What the caller's line was when it was taken; afterwards the queue tells. */
  const [taken, setTaken] = useState<Readonly<Record<string, CallDraft | CallBackDraft>>>({});

  const protocols = useProtocols();
  const calls = useQuery({
    queryKey: ['calls', 'queue'],
    queryFn: () => ask('GET /calls/queue'),
    refetchInterval: 15_000,
  });
  const callBacks = useQuery({
    queryKey: ['callBacks'],
    queryFn: () => ask('GET /call-backs'),
    refetchInterval: 60_000,
  });
  const units = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });

  const show = useCallback((id: string | null): void => {
    if (id === null) sessionStorage.removeItem(activeKey);
    else sessionStorage.setItem(activeKey, id);
    setActiveId(id);
    setSavedId(null);
    setMistakes({});
    setError(null);
  }, []);

  const active = entries.find(({ draft, savedAt }) => draft.id === activeId && savedAt === null);
  const draft = active?.draft ?? null;
  // Whoever is on the line now goes before a report of earlier that has to be mended.
  const isWriting = useRef(false);
  isWriting.current = draft !== null;
  const onRefused = useCallback(
    (id: string) => {
      if (!isWriting.current) show(id);
    },
    [show],
  );
  const deliveries = useOutbox(store, entries, protocols, onRefused);
  const aside = entries.filter(({ draft: one, savedAt }) => savedAt === null && one.id !== activeId);
  const unsent = entries.filter(({ savedAt }) => savedAt !== null);

  // What the server refused stays beside the fields until it is mended.
  useEffect(() => {
    if (active && Object.keys(active.refusals).length > 0) setMistakes(active.refusals);
  }, [active]);

  const refreshLists = (): void => {
    void queries.invalidateQueries({ queryKey: ['calls'] });
    void queries.invalidateQueries({ queryKey: ['callBacks'] });
  };
  const rememberCaller = (phone: string | null, of: { open: unknown; earlier: unknown }): void => {
    if (phone !== null)
      queries.setQueryData(['caller', phone], { phone, open: of.open, earlier: of.earlier });
  };

  /** A draft on the line must be ended first; one that nobody waits for is put aside. */
  function clearDesk(): boolean {
    if (!draft) return true;
    if (draft.from.kind !== 'none') return false;
    if (isUntouched(draft)) store.remove(draft.id);
    return true;
  }

  function welcomeCall(answer: CallDraft): void {
    const { call, phone } = answer;
    rememberCaller(phone, answer);
    setTaken((all) => ({ ...all, [call.id]: answer }));
    const tier = units.data?.items.find(({ code }) => code === call.unitCode)?.tier ?? 'province';
    const begun = store.begin(newKey(), {
      from: { kind: 'call', id: call.id },
      channel: channels[tier],
      ...{ category: call.hint.category, phone: phone ?? '', language: call.language },
    });
    show(begun.id);
    refreshLists();
  }

  function welcomeCallBack(answer: CallBackDraft): void {
    const { callBack, phone } = answer;
    rememberCaller(phone, answer);
    setTaken((all) => ({ ...all, [callBack.id]: answer }));
    const begun = store.begin(newKey(), {
      from: { kind: 'callBack', id: callBack.id, reached: false },
      ...{ category: callBack.hint.category, phone: phone ?? '' },
    });
    show(begun.id);
    refreshLists();
  }

  async function take(work: () => Promise<void>): Promise<void> {
    if (isTaking) return;
    if (!clearDesk()) {
      setError('busy');
      return;
    }
    setTaking(true);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problem);
      refreshLists();
    } finally {
      setTaking(false);
    }
  }

  const claim = (id: string): Promise<CallDraft> =>
    ask('POST /calls/{id}/claim', { params: { id }, idempotencyKey: newKey() });

  /** My own unfinished call first, else the most urgent that waits; somebody quicker costs one more try, not a message. */
  const takeNextCall = (): Promise<void> =>
    take(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const { items } = await queries.fetchQuery({
          queryKey: ['calls', 'queue'],
          queryFn: () => ask('GET /calls/queue'),
          staleTime: attempt === 1 ? 2_000 : 0,
        });
        const next =
          items.find((call) => call.claim?.userId === me.id) ??
          items.find(({ status }) => status === 'waiting');
        if (!next && attempt > 1) {
          setError('nobodyWaits');
          return;
        }
        // What this desk knows may be two seconds old: it asks before it says that nobody waits.
        if (!next) continue;
        try {
          welcomeCall(await claim(next.id));
          return;
        } catch (problem) {
          const isLost =
            problem instanceof Problem && ['call-claimed', 'call-not-ready'].includes(problem.code);
          if (!isLost || attempt === triesForNext) throw problem;
        }
      }
    });
  const takeCallBack = (item: CallBack | undefined): Promise<void> =>
    take(async () => {
      if (!item) setError('nobodyToRingBack');
      else {
        const params = { id: item.id };
        welcomeCallBack(await ask('POST /call-backs/{id}/claim', { params, idempotencyKey: newKey() }));
      }
    });

  return {
    ...{ me, store, protocols, draft, mistakes, error, isTaking, aside, unsent, deliveries, savedId },
    calls: calls.data?.items ?? [],
    callBacks: callBacks.data?.items ?? [],
    isLoading: !calls.data || !callBacks.data,
    listError: calls.error ?? callBacks.error,
    taken: draft && draft.from.kind !== 'none' ? taken[draft.from.id] : undefined,
    ...{ setError, setMistakes, setSavedId, show, refreshLists },
    takeNextCall,
    takeCall: (call: Call) => take(async () => welcomeCall(await claim(call.id))),
    retakeCall: (call: Call) =>
      take(async () => {
        const params = { id: call.id };
        welcomeCall(await ask('POST /calls/{id}/retake', { params, body: {}, idempotencyKey: newKey() }));
      }),
    takeCallBack,
    takeNextCallBack: () => takeCallBack(callBacks.data?.items.find((item) => isFree(item, me.id))),
    /** A report without a call: somebody at the counter, a radio, a note. */
    writeDown: () =>
      take(() => {
        show(store.begin(newKey(), {}).id);
        return Promise.resolve();
      }),
    change: (part: Partial<Draft>) => {
      if (draft) store.change(draft.id, part);
    },
    /** The report is complete: it is kept until the server has it, and its ticket is shown. */
    save: () => {
      if (!active) return;
      store.put({ ...active, savedAt: new Date().toISOString(), refusals: {} });
      show(null);
      setSavedId(active.draft.id);
    },
    /** The draft is gone; nobody is told. */
    drop: () => {
      if (draft) store.remove(draft.id);
      show(null);
    },
  };
}

const channels = {
  province: 'hotline1022',
  district: 'hotlineDistrict',
  commune: 'hotlineCommune',
} as const;

/** Nobody has it, or only somebody who has tried nothing for ten minutes, or I have. */
export const isFree = ({ claim }: CallBack, myId: string): boolean =>
  claim === null || claim.stale || claim.userId === myId;

/** The categories in the order of their keys: as in the menu that callers hear, then the rest. */
function useProtocols(): readonly ApiProtocol[] {
  const { data } = useQuery({
    queryKey: ['protocols'],
    queryFn: () => ask('GET /protocols'),
    staleTime: Infinity,
  });
  return useMemo(
    () => (data ? [...data.items].sort((a, b) => placeOf(a.category) - placeOf(b.category)) : none),
    [data],
  );
}
const placeOf = (category: string): number =>
  category === 'other' ? 98 : asInMenu.includes(category) ? asInMenu.indexOf(category) : 97;
const none: readonly ApiProtocol[] = [];
const asInMenu = ['emergency', 'hospitalTransfer', 'f0Consult', 'foodRelief', 'securityReport'];
