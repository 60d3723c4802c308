import type { CallState } from '../../domain/call';
import type { Recording } from './call-repository';

/** As stored: number and keys sealed, the number also as a blind index. */
export interface CallRow {
  readonly _id: string;
  readonly source: string;
  readonly providerId: string;
  readonly phone: string | null;
  readonly phoneIndex: string | null;
  /** One sealed value a question. */
  readonly keys: { readonly menu?: string; readonly redFlag?: string };
  readonly recording: Recording | null;
  /** Sealed: words about a person. */
  readonly blockReason?: string;
  readonly state: CallState;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
