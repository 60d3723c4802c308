import type { CommandOrder, NewCommandOrder } from '../../api/operations.gen';
import { momentOf, type Deadline } from './deadlines';

/** An order that is being written. */
export interface OrderDraft {
  readonly text: string;
  readonly urgent: boolean;
  readonly by: CommandOrder['given']['by'];
  readonly documentNumber: string;
  readonly documentDate: string;
  readonly unitCodes: readonly string[];
  readonly tiers: readonly TierChoice[];
  readonly tickets: string;
  readonly acknowledge: Deadline;
  readonly result: Deadline;
}
export interface TierChoice {
  readonly tier: 'province' | 'district' | 'commune';
  readonly below: string;
}

export const emptyOrderDraft: OrderDraft = {
  ...{ text: '', urgent: false, by: 'direct', documentNumber: '', documentDate: '' },
  ...{ unitCodes: [], tiers: [], tickets: '' },
  acknowledge: { kind: 'in', minutes: 30 },
  result: { kind: 'in', minutes: 240 },
};

/** What is used of the browser's storage, so that tests can bring their own. */
export interface DraftStorage {
  readonly length: number;
  readonly key: (index: number) => string | null;
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
  readonly removeItem: (key: string) => void;
}

const prefix = 'truc.order-draft.';

/** What this person was writing on this device; a new one when there is nothing, or nothing legible. */
export function readOrderDraft(personId: string, storage: DraftStorage): OrderDraft {
  try {
    const kept = JSON.parse(storage.getItem(prefix + personId) ?? '{}') as Partial<OrderDraft>;
    return { ...emptyOrderDraft, ...kept };
  } catch {
    return emptyOrderDraft;
  }
}

export function keepOrderDraft(personId: string, draft: OrderDraft, storage: DraftStorage): void {
  try {
    storage.setItem(prefix + personId, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage: the draft lives as long as the page.
  }
}

export function forgetOrderDraft(personId: string, storage: DraftStorage): void {
  storage.removeItem(prefix + personId);
}

/** Takes every draft off this device, whoever wrote it. */
export function forgetOrderDrafts(storage: DraftStorage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const key of keys) if (key?.startsWith(prefix)) storage.removeItem(key);
}

export const selectionOf = ({ unitCodes, tiers }: Pick<OrderDraft, 'unitCodes' | 'tiers'>) => ({
  unitCodes,
  tiers,
});

/** Codes as people write them: separated by spaces, commas or lines. */
export const ticketCodesIn = (text: string): readonly string[] =>
  [...new Set(text.split(/[\s,;]+/))].filter((code) => code !== '');

export type RequiredField = '/text' | '/to' | '/given/documentNumber' | '/acknowledgeBy' | '/resultBy';

/** What still has to be filled in; names of fields as the API has them. */
export function missingIn(draft: OrderDraft, now: Date): ReadonlySet<RequiredField> {
  const missing = new Set<RequiredField>();
  if (draft.unitCodes.length + draft.tiers.length === 0) missing.add('/to');
  if (draft.text.trim() === '') missing.add('/text');
  if (draft.by === 'document' && draft.documentNumber.trim() === '') missing.add('/given/documentNumber');
  if (momentOf(draft.acknowledge, now) === null) missing.add('/acknowledgeBy');
  if (momentOf(draft.result, now) === null) missing.add('/resultBy');
  return missing;
}

/** The order as it is sent at `now`. */
export function bodyOf(draft: OrderDraft, now: Date): NewCommandOrder {
  const documentNumber = draft.documentNumber.trim();
  const isDocument = draft.by === 'document';
  return {
    ...{ text: draft.text.trim(), urgent: draft.urgent, to: selectionOf(draft) },
    given: {
      by: draft.by,
      ...(isDocument && documentNumber !== '' && { documentNumber }),
      ...(isDocument && draft.documentDate !== '' && { documentDate: draft.documentDate }),
    },
    tickets: ticketCodesIn(draft.tickets),
    acknowledgeBy: momentOf(draft.acknowledge, now) ?? '',
    resultBy: momentOf(draft.result, now) ?? '',
  };
}
