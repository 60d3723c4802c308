import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedSince } from '../../src/domain/text-changes';
import { smsProblems } from '../../src/domain/template-rules';
import { unaccentedParts } from '../../src/domain/sms-text';
import { textsDifference } from '../../web/screens/messages/texts-difference';
import { wordDifference } from '../../web/screens/messages/word-difference';
import {
  changeTo,
  draftedWords,
  draftOf,
  isUnchanged,
  moved,
  problemsOf,
  withNewPart,
  withParts,
  withPlainFromVi,
} from '../../web/screens/messages/words-draft';
import type { MessageTexts } from '../../web/api/operations.gen';

const texts: MessageTexts = {
  ...(JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'config', 'messages', 'messages.json'), 'utf8'),
  ) as MessageTexts),
  ...{ accented: false, createdBy: null, createdAt: '2026-11-26T00:00:00Z' },
};
const drop = (n: number): string => `[${String(n)}]`;

test('words that nobody changed are sent as they were', () => {
  for (const name of [...Object.keys(texts.sms), ...Object.keys(texts.voice)]) {
    const draft = draftOf(texts, name);
    expect(isUnchanged(draft)).toBe(true);
    expect(problemsOf(draft, texts.brand)).toEqual([]);
    const { sms, voice } = changeTo(name, draft.isSpoken, draftedWords(draft));
    expect({ ...sms, ...voice }).toEqual({ [name]: texts.sms[name] ?? texts.voice[name] });
  }
});

test('the words without accents are made of those with accents, and then nothing is wrong', () => {
  const draft = draftOf(texts, 'citizen.received');
  const [first, ...others] = draft.variants.vi;
  const changed = withParts(draft, 'vi', [
    { ...first, key: 0, text: 'Đã nhận {code}. ', drop: '' },
    ...others,
  ]);
  expect(isUnchanged(changed)).toBe(false);
  expect(problemsOf(changed, texts.brand).map(({ pointer, rule }) => [pointer, rule])).toEqual([
    ['/plain', 'notVi'],
  ]);
  const filled = withPlainFromVi(changed);
  expect(filled.variants.plain[0]).toMatchObject({ text: 'Da nhan {code}.', drop: '' });
  expect(problemsOf(filled, texts.brand)).toEqual([]);
  expect(unaccentedParts([{ text: 'Đỗ {code}', drop: 2 }])).toEqual([{ text: 'Do {code}', drop: 2 }]);
});

test('a rule that is broken names what breaks it', () => {
  const words = (text: string) => ({ plain: [{ text }], vi: [{ text }], en: [{ text: '{code}' }] });
  expect(smsProblems('citizen.closed', words('Cap cuu {code}'), '1022 BD')).toContainEqual(
    expect.objectContaining({ pointer: '/plain', rule: 'health', found: 'cap cuu' }),
  );
  expect(smsProblems('citizen.closed', words('{code} {name}'), '1022 BD')).toContainEqual(
    expect.objectContaining({ pointer: '/plain/0/text', rule: 'unknownValue', found: '{name}' }),
  );
});

test('the code stands apart from what may be unknown, and a call-back knows class and place only', () => {
  const rules = (name: string, text: string) =>
    smsProblems(name, { plain: [{ text }], vi: [{ text }], en: [{ text }] }, '1022 BD').map(
      ({ rule }) => rule,
    );
  expect(rules('team.released', '{priority} {code}')).toEqual([]);
  expect(rules('team.released', '{code} {place}')).toEqual(['noCode', 'noCode', 'noCode']);
  expect(rules('supervisor.callBack', '{priority} {place}')).toEqual([]);
  expect(rules('supervisor.callBack', '{code}')).toContain('unknownValue');
});

test('parts are moved, and a new one has a key of its own', () => {
  const parts = [0, 1, 2].map((key) => ({ key, text: String(key), drop: '' }));
  const keys = (list: readonly { readonly key: number }[]) => list.map(({ key }) => key);
  expect(keys(moved(parts, 2, -1))).toEqual([0, 2, 1]);
  expect(keys(moved(parts, 0, 1))).toEqual([1, 0, 2]);
  expect(moved(parts, 0, -1)).toBe(parts);
  expect(moved(parts, 2, 1)).toBe(parts);
  expect(keys(withNewPart(moved(parts, 2, -1)))).toEqual([0, 2, 1, 3]);
  expect(keys(withNewPart([]))).toEqual([0]);
});

test('two texts are told apart word by word, and nothing of either is lost', () => {
  const { before, after } = wordDifference('Đã tiếp nhận phản ánh {code}.', 'Đã nhận xong phản ánh {code}.');
  expect(before.filter(({ isOther }) => isOther).map(({ text }) => text)).toEqual(['tiếp ']);
  expect(after.filter(({ isOther }) => isOther).map(({ text }) => text)).toEqual(['xong ']);
  expect(before.map(({ text }) => text).join('')).toBe('Đã tiếp nhận phản ánh {code}.');
  expect(after.map(({ text }) => text).join('')).toBe('Đã nhận xong phản ánh {code}.');
  expect(wordDifference('', 'a b').after).toEqual([{ text: 'a b', isOther: true }]);
  expect(wordDifference('a', 'a')).toEqual({
    ...{ before: [{ text: 'a', isOther: false }], after: [{ text: 'a', isOther: false }] },
  });
});

test('what differs between two versions is told by template and variant', () => {
  const received = { ...texts.sms['citizen.received'], en: [{ text: 'Got {code}.', drop: 1 }] };
  const newer = {
    ...{ ...texts, brand: 'Truc', accented: true },
    sms: { ...texts.sms, 'citizen.received': received } as MessageTexts['sms'],
  };
  expect(textsDifference(texts, texts, drop)).toEqual({ brand: null, accented: null, templates: [] });
  const { brand, accented, templates } = textsDifference(texts, newer, drop);
  expect([brand, accented]).toEqual([
    ['1022 BD', 'Truc'],
    [false, true],
  ]);
  expect(templates).toEqual([
    {
      name: 'citizen.received',
      variants: [expect.objectContaining({ variant: 'en', after: 'Got {code}. [1]' })],
    },
  ]);
});

test('a change fits together with another one unless both are about the same words', () => {
  const [vi, en] = [[{ text: 'a' }], [{ text: 'b' }]];
  const read = { brand: 'A1', sms: {}, voice: { x: { vi, en }, y: { vi, en } } };
  const now = { brand: 'A1', accented: false, sms: {}, voice: { x: { vi, en }, y: { vi, en: vi } } };
  expect(changedSince({ voice: { x: { vi, en } }, accented: true, brand: 'B1' }, read, now)).toEqual([]);
  expect(changedSince({ voice: { y: { vi, en } } }, read, now)).toEqual(['/voice/y']);
  expect(
    changedSince({ brand: 'B1', accented: true }, { ...read, brand: 'C1' }, { ...now, accented: true }),
  ).toEqual(['/brand', '/accented']);
});
