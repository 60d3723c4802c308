import fc from 'fast-check';
import { changesBetween, type AuditAct } from '../../src/domain/audit';
import {
  checkChain,
  commitmentOf,
  firstHash,
  hashOf,
  type ChainedEntry,
  type ChainHead,
} from '../../src/models/audit/audit-chain';

const act = (operation: string): AuditAct => ({
  at: '2026-08-16T02:00:00.000Z',
  actor: { id: 'admin', role: 'admin', unitCode: '74' },
  ...{ via: 'api', requestId: 'r1', kind: 'Team', operation, subjectId: 'medical-74' },
  ...{ unitCodes: ['74'], fields: ['name'], outcome: 'done' },
});

function chainOf(operations: readonly string[]): ChainedEntry[] {
  let previousHash = firstHash;
  return operations.map((operation, index) => {
    const values = JSON.stringify({ salt: `salt ${String(index)}`, changes: [operation] });
    const chained = { ...act(operation), seq: index + 1, commitment: commitmentOf(values) };
    const hash = hashOf(previousHash, chained);
    const entry = { ...chained, previousHash, hash, values };
    previousHash = hash;
    return entry;
  });
}
const headOf = (chain: readonly ChainedEntry[]): ChainHead => {
  const last = chain.at(-1);
  return { seq: last?.seq ?? 0, hash: last?.hash ?? firstHash };
};
/** What somebody who knows how it is made, and has no key, would write over the whole record. */
function remake(entries: readonly ChainedEntry[]): ChainedEntry[] {
  let last = firstHash;
  return entries.map(({ hash: _hash, previousHash: _previous, values, ...entry }, index) => {
    const chained = { ...entry, seq: index + 1 };
    const previousHash = last;
    last = hashOf(previousHash, chained);
    return { ...chained, previousHash, hash: last, values };
  });
}

const operations = fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 30 });
const place = fc.nat();

type Tampering = (chain: ChainedEntry[], at: number, other: number) => ChainedEntry[];
const swap: Tampering = (chain, at, other) => {
  const [one, two] = [chain[at], chain[other]];
  if (!one || !two || at === other) return chain.toReversed();
  return chain.with(at, two).with(other, one);
};
const tamperings: Readonly<Record<string, Tampering>> = {
  'an entry changed': (chain, at) =>
    chain.map((entry, index) => (index === at ? { ...entry, operation: `${entry.operation} not` } : entry)),
  'an entry given to somebody else': (chain, at) =>
    chain.map((entry, index) => (index === at ? { ...entry, actor: null } : entry)),
  'an entry taken out': (chain, at) => chain.toSpliced(at, 1),
  'the newest entries taken off': (chain, at) => chain.slice(0, at),
  'an entry put in twice': (chain, at) => chain.toSpliced(at, 0, ...chain.slice(at, at + 1)),
  'two entries exchanged': swap,
  'the values of another entry': (chain, at, other) =>
    chain.map((entry, index) => {
      const values = chain[other === at ? (at + 1) % chain.length : other]?.values ?? null;
      return index === at ? { ...entry, values } : entry;
    }),
  'values that do not open': (chain, at) =>
    chain.map((entry, index) => (index === at ? { ...entry, values: undefined } : entry)),
  'one changed, and every hash made anew': (chain, at) =>
    remake(chain.map((entry, index) => (index === at ? { ...entry, subjectId: 'another' } : entry))),
  'one taken out, and every hash made anew': (chain, at) => remake(chain.toSpliced(at, 1)),
  'one put in, and every hash made anew': (chain, at) =>
    remake(chain.toSpliced(at, 0, ...chain.slice(at, at + 1))),
  'two exchanged, and every hash made anew': (chain, at, other) => remake(swap(chain, at, other)),
};

test('a record that nobody touched is whole, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(operations, async (names) => {
      const chain = chainOf(names);
      expect(await checkChain(chain, headOf(chain))).toMatchObject({
        ...{ isWhole: true, problems: [], entries: names.length, head: headOf(chain) },
      });
    }),
  );
});

test.each(Object.entries(tamperings))('found wherever it happens: %s', async (_what, tamper) => {
  await fc.assert(
    fc.asyncProperty(operations, place, place, async (names, first, second) => {
      const chain = chainOf(names.map((name, index) => `${String(index)} ${name}`));
      const [at, other] = [first % chain.length, second % chain.length];
      const report = await checkChain(tamper(chain, at, other), headOf(chain));
      expect(report.isWhole).toBe(false);
      expect(report.problems.length).toBeGreaterThan(0);
    }),
  );
});

test('a head that is gone, or sealed by somebody else, is found; so is a record emptied with its head', async () => {
  const chain = chainOf(['one', 'two', 'three']);
  expect((await checkChain(chain, null)).problems).toEqual([{ seq: 3, fault: 'headMissing' }]);
  const emptied = await checkChain([], { seq: 0, hash: firstHash }, headOf(chain));
  expect(emptied.problems).toEqual([{ seq: 3, fault: 'changed' }]);
});

test('values may be erased: who did what stays, and the report counts them', async () => {
  const chain = chainOf(['one', 'two', 'three']).map((entry) =>
    entry.seq === 2 ? { ...entry, values: null } : entry,
  );
  expect(await checkChain(chain, headOf(chain))).toMatchObject({ isWhole: true, erased: 1 });
});

test('a change names the fields that differ, and never keeps a secret', () => {
  const before = { name: 'Đội 1', fields: ['medical'], unitCode: '74', active: true };
  const after = { name: 'Đội 2', fields: ['medical'], unitCode: '74', password: 'Mật khẩu mới 123' };
  expect(changesBetween(before, after)).toEqual([
    { field: 'active', before: true, after: null },
    { field: 'name', before: 'Đội 1', after: 'Đội 2' },
    { field: 'password', before: null, after: '(secret)' },
  ]);
  expect(changesBetween(after, after)).toEqual([]);
  expect(changesBetween(null, { long: 'x'.repeat(5_000) })[0]?.after).toHaveLength(2_001);
});
