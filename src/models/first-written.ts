/**
 * What was written first under an id, by this or by an earlier try: `write` is an upsert that sets nothing on a row
 * that is there. Of two that insert at once one may be refused; what the other wrote is there then.
 */
export async function firstWritten<Row>(write: () => PromiseLike<Row | null>): Promise<Row> {
  const row = await Promise.resolve(write()).catch(write);
  if (row) return row;
  throw new Error('a row was written and is not there');
}
