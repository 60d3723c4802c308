export interface Difference {
  /** JSON pointer of the value. */
  readonly pointer: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Every leaf that differs between two plain values; a value on one side only has only that side. */
export function differencesOf(from: unknown, to: unknown, pointer = ''): Difference[] {
  if (Object.is(from, to)) return [];
  if (!isBranch(from) || !isBranch(to) || Array.isArray(from) !== Array.isArray(to)) {
    return [{ pointer, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  }
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) =>
    differencesOf(from[key], to[key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object';
