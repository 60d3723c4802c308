import { loadProtocols } from '../../src/platform/reference-data';
import { NoAnswer, Problem } from '../../web/api/problem';
import {
  assessDraft,
  bodyOf,
  emptyDraft,
  isContact,
  mistakesIn,
  type ApiProtocol,
  type Draft,
  type MistakeWords,
} from '../../web/screens/agent/draft';
import { createDraftStore, forgetDrafts, type DraftStorage } from '../../web/screens/agent/draft-store';
import { sendReport } from '../../web/screens/agent/send-report';

const protocols = loadProtocols();
const emergency = protocols.get('emergency') as unknown as ApiProtocol;
const words: MistakeWords = {
  ...{ category: 'category', phone: 'phone', place: 'place', description: 'description' },
  answer: (range) => `answer ${String(range)}`,
};
const written: Partial<Draft> = {
  ...{ category: 'emergency', phone: '0903 123 456', unitCode: '25747', description: 'Mẹ tôi khó thở' },
  answers: { breathless: true, spo2: 91 },
};

/** The storage of one browser. */
function aStorage(): DraftStorage & { readonly all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    get length() {
      return all.size;
    },
    key: (index) => [...all.keys()][index] ?? null,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  };
}

describe('a report that is being written', () => {
  test('what the server would refuse is found before it is asked', () => {
    expect(mistakesIn(emptyDraft('d'), undefined, words)).toEqual({
      ...{ '/category': 'category', '/location/unitCode': 'place', '/description': 'description' },
    });
    const wrong = emptyDraft('d', { ...written, phone: '12', answers: { spo2: 300, pulse: 'fast' } });
    expect(mistakesIn(wrong, emergency, words)).toEqual({
      '/caller/phone': 'phone',
      '/details/answers/spo2': 'answer 30,100',
      '/details/answers/pulse': 'answer 0,300',
    });
    expect(mistakesIn(emptyDraft('d', written), emergency, words)).toEqual({});
  });

  test('a number that cannot be true changes no priority, and a danger sign beside it still does', () => {
    expect(assessDraft(emergency, { spo2: 3, breathless: false }).redFlags).toEqual([]);
    expect(assessDraft(emergency, { spo2: 3, breathless: true }).redFlags).toEqual(['breathless']);
  });

  test('answers to another category’s questions are kept in the draft and not sent', () => {
    const draft = emptyDraft('d', { ...written, answers: { breathless: true, noFoodToday: true } });
    expect(bodyOf(draft, emergency).details).toEqual({ answers: { breathless: true } });
  });

  test('a caller without number and name is anonymous', () => {
    expect(bodyOf(emptyDraft('d', { ...written, phone: '' }), emergency).caller).toEqual({ anonymous: true });
  });

  test('an answer makes a word on one’s own ticket a report of its own: it may be more urgent', () => {
    const attachTo = { id: 't', code: 'BD-1', own: true };
    expect(isContact(emptyDraft('d', { attachTo }))).toBe(true);
    expect(isContact(emptyDraft('d', { attachTo, answers: { breathless: true } }))).toBe(false);
    expect(isContact(emptyDraft('d', { attachTo: { ...attachTo, own: false } }))).toBe(false);
  });
});

describe('drafts on a device', () => {
  test('are there after a power cut, and for their author only', () => {
    const storage = aStorage();
    const lan = createDraftStore('lan', storage);
    lan.begin('d1', written);
    lan.change('d1', { address: '12 Lê Lợi' });
    expect(createDraftStore('lan', storage).find('d1')?.draft).toEqual({
      ...emptyDraft('d1', written),
      address: '12 Lê Lợi',
    });
    expect(createDraftStore('minh', storage).list()).toEqual([]);
  });

  test('a call that is taken again finds the draft it has', () => {
    const store = createDraftStore('lan', aStorage());
    const from = { kind: 'call', id: 'c1' } as const;
    expect(store.begin('d1', { from }).id).toBe('d1');
    expect(store.begin('d2', { from }).id).toBe('d1');
    expect(store.begin('d3', { from: { kind: 'callBack', id: 'c1', reached: false } }).id).toBe('d3');
  });

  test('what is saved changes no more: it is what goes out', () => {
    const store = createDraftStore('lan', aStorage());
    store.begin('d1', written);
    const entry = store.find('d1');
    if (entry) store.put({ ...entry, savedAt: '2026-11-22T07:00:00.000Z' });
    store.change('d1', { description: 'something else' });
    expect(store.find('d1')?.draft.description).toBe(written.description);
  });

  test('the next shift finds none that nobody touched for twelve hours', () => {
    const storage = aStorage();
    let now = new Date('2026-11-22T07:00:00Z');
    createDraftStore('lan', storage, () => now).begin('d1', written);
    now = new Date('2026-11-22T18:59:00Z');
    expect(createDraftStore('lan', storage, () => now).list()).toHaveLength(1);
    now = new Date('2026-11-22T19:01:00Z');
    expect(createDraftStore('lan', storage, () => now).list()).toEqual([]);
    expect(storage.all.size).toBe(0);
  });

  test('signing out forgets drafts, whoever’s; reports on their way wait for their author', () => {
    const storage = aStorage();
    storage.setItem('truc.language', 'vi');
    const lan = createDraftStore('lan', storage);
    createDraftStore('minh', storage).begin('d1', written);
    lan.begin('d2', written);
    const entry = lan.find('d2');
    if (entry) lan.put({ ...entry, savedAt: '2026-11-22T07:00:00.000Z' });
    forgetDrafts(storage);
    expect([...storage.all.keys()]).toEqual(['truc.language', 'truc.agent.lan.d2']);
  });

  test('a storage that is full costs nothing but the reload', () => {
    const full = { ...aStorage(), setItem: () => assertFull() };
    const store = createDraftStore('lan', full);
    store.begin('d1', written);
    expect(store.find('d1')?.draft.description).toBe(written.description);
  });
});

const assertFull = (): never => {
  throw new Error('QuotaExceededError');
};

/** An API that answers each key once, and whose answers are lost on the way `lost` times. */
function anApi(refused: readonly string[] = []) {
  const done = new Map<string, string>();
  let lost = 0;
  return {
    done,
    lose: (times: number) => {
      lost = times;
    },
    ask: ((route: string, { idempotencyKey = '' }: { idempotencyKey?: string } = {}) => {
      if (refused.includes(route)) return Promise.reject(new Problem(refusal, null));
      done.set(idempotencyKey, route);
      if (lost > 0) {
        lost -= 1;
        return Promise.reject(new NoAnswer());
      }
      return Promise.resolve({ id: 'ticket', code: 'BD-AAA-BBB' });
    }) as unknown as Parameters<typeof sendReport>[2],
  };
}
const refusal = { type: '#call-claimed', title: '', status: 409, detail: 'taken', instance: '' };

describe('a saved report on its way', () => {
  const from = { kind: 'callBack', id: 'c1', reached: false } as const;
  const draft = emptyDraft('d1', { ...written, from, attachTo: { id: 't', code: 'BD-1', own: false } });
  const steps = [
    ['d1', 'POST /tickets'],
    ['d1/reached', 'POST /call-backs/{id}/attempt'],
    ['d1/finish', 'POST /call-backs/{id}/finish'],
    ['d1/link', 'POST /tickets/{id}/link'],
  ];

  test('is sent from the beginning until every step is answered, each with the key it had', async () => {
    const api = anApi();
    for (let cuts = 0; cuts < 4; cuts += 1) {
      api.lose(1);
      await expect(sendReport({ draft }, emergency, api.ask)).rejects.toThrow(NoAnswer);
    }
    await expect(sendReport({ draft }, emergency, api.ask)).resolves.toMatchObject({ refusedSteps: [] });
    expect([...api.done]).toEqual(steps);
  });

  test('keeps its ticket when the call can no longer be closed, and is attached all the same', async () => {
    const api = anApi(['POST /call-backs/{id}/attempt']);
    const sent = await sendReport({ draft }, emergency, api.ask);
    expect(sent).toMatchObject({ ticket: { id: 'ticket' }, refusedSteps: [{ step: 'finish' }] });
    expect([...api.done.keys()]).toEqual(['d1', 'd1/link']);
  });

  test('is refused as a whole when its ticket is', async () => {
    const api = anApi(['POST /tickets']);
    await expect(sendReport({ draft }, emergency, api.ask)).rejects.toThrow(Problem);
    expect([...api.done]).toEqual([]);
  });
});
