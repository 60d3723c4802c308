import type { Connection } from 'mongoose';
import type { MessageTexts } from '../../notifications/message-texts';

export interface TextVersion {
  readonly texts: MessageTexts;
  /** The admin; null for the version that came with the program. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

/** Every version of the words that was ever in force. None is changed or removed: messages name theirs. */
export interface TextVersions {
  /** The newest, at most `keepMs` old in this process. */
  readonly current: () => Promise<MessageTexts>;
  /** The newest as it is now, for whoever is about to write the next. */
  newest(): Promise<TextVersion>;
  find(version: number): Promise<TextVersion | null>;
  /** Newest first. */
  list(): Promise<readonly TextVersion[]>;
  /** Writes the next version; null when somebody wrote one meanwhile. */
  add(texts: MessageTexts, createdBy: string): Promise<TextVersion | null>;
}

interface Row {
  _id: number;
  /** JSON: the templates' names hold dots. */
  texts: string;
  createdBy: string | null;
  createdAt: Date;
}

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;

/**
 * The words in MongoDB. `first` is the version that comes with the program: it is written when it is not there,
 * and it is what a database without any version answers with.
 */
export function createTextVersions(
  connection: Connection,
  first: MessageTexts,
  keepMs = 5_000,
): TextVersions {
  const rows = connection.collection<Row>('messagetexts');
  /** A version written before a message existed has no words for it: those that came with the program stand in. */
  const complete = (texts: MessageTexts): MessageTexts => ({
    ...first,
    ...texts,
    sms: { ...first.sms, ...texts.sms },
    voice: { ...first.voice, ...texts.voice },
  });
  const open = (row: Row): TextVersion => ({
    texts: complete(JSON.parse(row.texts) as MessageTexts),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  });
  const insert = async (texts: MessageTexts, createdBy: string | null): Promise<TextVersion | null> => {
    const row: Row = { _id: texts.version, texts: JSON.stringify(texts), createdBy, createdAt: new Date() };
    try {
      await rows.insertOne(row);
      return open(row);
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  };
  const newest = async (): Promise<TextVersion> => {
    const row = await rows.findOne({}, { sort: { _id: -1 } });
    if (row && row._id >= first.version) return open(row);
    const added = await insert(first, null);
    return added ?? newest();
  };
  let known: { readonly texts: MessageTexts; readonly readAt: number } | null = null;

  return {
    current: async () => {
      if (known && Date.now() - known.readAt < keepMs) return known.texts;
      known = { texts: (await newest()).texts, readAt: Date.now() };
      return known.texts;
    },
    newest,
    async find(version) {
      await newest();
      const row = await rows.findOne({ _id: version });
      return row && open(row);
    },
    async list() {
      await newest();
      return (await rows.find().sort({ _id: -1 }).limit(200).toArray()).map(open);
    },
    async add(texts, createdBy) {
      const added = await insert(texts, createdBy);
      known = null;
      return added;
    },
  };
}
