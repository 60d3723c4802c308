export interface Run {
  readonly text: string;
  readonly isOther: boolean;
}

/** Two texts as runs of words that both have and that only this one has: the longest common sequence of words stays. */
export function wordDifference(
  before: string,
  after: string,
): { readonly before: readonly Run[]; readonly after: readonly Run[] } {
  const [a, b] = [wordsIn(before), wordsIn(after)];
  // common[i][j]: how many words a from i and b from j have in common.
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = common[i] ?? [];
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const [left, right]: [Run[], Run[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const isSame = i < a.length && j < b.length && a[i] === b[j];
    const isGone = !isSame && i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1));
    if (isSame || isGone) left.push({ text: a[i] ?? '', isOther: isGone });
    if (!isGone) right.push({ text: b[j] ?? '', isOther: !isSame });
    if (isSame || isGone) i += 1;
    if (!isGone) j += 1;
  }
  return { before: joined(left), after: joined(right) };
}

/** Words with the space that follows them, so that whatever is left out leaves no hole; a hard space holds words together. */
const wordsIn = (text: string): readonly string[] => text.match(/[^ \n]+[ \n]*/g) ?? [];

const joined = (runs: readonly Run[]): readonly Run[] =>
  runs.reduce<Run[]>((all, run) => {
    const last = all.at(-1);
    if (last?.isOther !== run.isOther) return [...all, run];
    return [...all.slice(0, -1), { ...last, text: last.text + run.text }];
  }, []);
