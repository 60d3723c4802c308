import type { Model } from 'mongoose';

interface Versioned {
  readonly revision: number;
}

/** The field whose uniqueness a write hurt; null for any other fault. */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;

const attempts = 20;

/**
 * Reads a row, decides, and writes only if nobody was faster; otherwise reads again. A decision that changes
 * nothing, by the revision, writes only `set` and `push`.
 */
export async function decideOnce<Row extends { state: Versioned }>(
  rows: Model<Row>,
  id: string,
  decide: (state: Row['state']) => Row['state'],
  extra: { readonly set?: object; readonly push?: object } = {},
): Promise<Row | null> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const row = (await rows.findById(id).lean()) as Row | null;
    if (!row) return null;
    const state = decide(row.state);
    const update = {
      $set: { state, updatedAt: new Date(), ...extra.set },
      ...(extra.push && { $push: extra.push }),
    };
    if (state.revision === row.state.revision && !extra.set && !extra.push) return row;
    const written = (await rows
      .findOneAndUpdate({ _id: id, 'state.revision': row.state.revision } as never, update as never, {
        returnDocument: 'after',
      })
      .lean()) as Row | null;
    if (written) return written;
  }
  throw new Error('too many decisions on one row at once');
}
