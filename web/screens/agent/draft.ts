import type { AnswerOf } from '../../api/ask';
import type { NewTicket } from '../../api/operations.gen';
import { normalisePhone } from '../../../src/domain/phone';
import type { Priority } from '../../../src/domain/policy';
import type { Answers, Protocol } from '../../../src/domain/protocol';
import { answerProblems, assess, type Assessment } from '../../../src/domain/triage';

export type ApiProtocol = AnswerOf<'GET /protocols'>['items'][number];

/** Where a report comes from: a call in hand, a number that is rung back, or somebody at the counter. */
export type Source =
  | { readonly kind: 'call'; readonly id: string }
  | { readonly kind: 'callBack'; readonly id: string; readonly reached: boolean }
  | { readonly kind: 'none' };

/** A report that is being written. Everything an agent has typed is in it, so it can be kept and taken up again. */
export interface Draft {
  /** Also the idempotency key of its ticket: made once, so a report that is sent again is never two. */
  readonly id: string;
  readonly from: Source;
  readonly channel: NewTicket['channel'];
  readonly category: string | null;
  readonly phone: string;
  readonly name: string;
  /** What the caller speaks, and is written to in. */
  readonly language: 'vi' | 'en';
  readonly unitCode: string | null;
  readonly address: string;
  readonly description: string;
  /** A number that cannot be read as one stays as it was typed. */
  readonly answers: Answers;
  /** The agent's own judgement; null lets the answers decide. */
  readonly priority: Priority | null;
  /** The live ticket that this report is about; `own` when the same number reported it. */
  readonly attachTo: { readonly id: string; readonly code: string; readonly own: boolean } | null;
}

/** A draft on this device: being written, or saved by its author and on its way to the server. */
export interface Entry {
  readonly draft: Draft;
  readonly changedAt: string;
  /** When its author said that it is complete; from then on it may not change. */
  readonly savedAt: string | null;
  /** What the server would not take, by the pointer of the field. */
  readonly refusals: Mistakes;
}

/** What is wrong, by the pointer that the API would name: `/caller/phone`, `/details/answers/spo2`. */
export type Mistakes = Readonly<Record<string, string>>;

export const emptyDraft = (id: string, known: Partial<Draft> = {}): Draft => ({
  ...{ id, from: { kind: 'none' }, channel: 'hotline1022', category: null, phone: '', name: '' },
  ...{ language: 'vi' },
  ...{ unitCode: null, address: '', description: '', answers: {}, priority: null, attachTo: null },
  ...known,
});

/** Nothing typed yet, and nobody on the line: it may be thrown away without asking. */
export const isUntouched = (draft: Draft): boolean =>
  draft.from.kind === 'none' &&
  [draft.phone, draft.name, draft.address, draft.description].every((text) => text.trim() === '') &&
  draft.unitCode === null &&
  Object.keys(draft.answers).length === 0;

/**
 * The caller asks about their own live ticket and has nothing new to say of the danger: it becomes part of that
 * ticket. With an answer it is a report of its own, so that what is more urgent now is not overheard.
 */
export const isContact = ({ attachTo, answers }: Draft): boolean =>
  attachTo !== null && attachTo.own && Object.keys(answers).length === 0;

/** The protocol as the rules of triage know it: the API's answer is the same data. */
const asProtocol = (protocol: ApiProtocol): Protocol => protocol as unknown as Protocol;

/** Answers to questions that this category asks; those to another's stay in the draft, in case of a slip of the key. */
export function answersFor(protocol: ApiProtocol, answers: Answers): Answers {
  const asked = new Set(protocol.questions.map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => asked.has(id)));
}

/** Priority and reason from the answers that make sense so far. */
export function assessDraft(protocol: ApiProtocol, answers: Answers): Assessment {
  const given = answersFor(protocol, answers);
  const wrong = new Set(answerProblems(asProtocol(protocol), given).map(({ questionId }) => questionId));
  return assess(
    asProtocol(protocol),
    Object.fromEntries(Object.entries(given).filter(([id]) => !wrong.has(id))),
  );
}

/** Words for what a person has to mend; `answer` names the range or the choices. */
export interface MistakeWords {
  readonly category: string;
  readonly phone: string;
  readonly place: string;
  readonly description: string;
  readonly answer: (range: readonly [number, number] | undefined) => string;
}

/** What the server would refuse, found without asking it: a report that waits for the network must be right. */
export function mistakesIn(draft: Draft, protocol: ApiProtocol | undefined, words: MistakeWords): Mistakes {
  const found: Record<string, string> = {};
  if (isContact(draft)) return found;
  if (!protocol) found['/category'] = words.category;
  if (draft.phone.trim() !== '' && normalisePhone(draft.phone) === null) found['/caller/phone'] = words.phone;
  if (draft.unitCode === null) found['/location/unitCode'] = words.place;
  if (draft.description.trim() === '') found['/description'] = words.description;
  for (const { questionId } of protocol
    ? answerProblems(asProtocol(protocol), answersFor(protocol, draft.answers))
    : []) {
    const range = protocol?.questions.find(({ id }) => id === questionId)?.range;
    found[`/details/answers/${questionId}`] = words.answer(range);
  }
  return found;
}

/** The report as the API takes it. Call it only when nothing is wrong with the draft. */
export function bodyOf(draft: Draft, protocol: ApiProtocol): NewTicket {
  const [phone, name, address] = [draft.phone.trim(), draft.name.trim(), draft.address.trim()];
  return {
    category: protocol.category,
    channel: draft.channel,
    ...(draft.priority !== null && { priority: draft.priority }),
    caller: {
      ...{ ...(name && { name }), ...(phone && { phone }), anonymous: phone === '' && name === '' },
      ...(draft.language === 'en' && { language: 'en' }),
    },
    location: { unitCode: draft.unitCode ?? '', ...(address && { address }) },
    description: draft.description.trim(),
    details: { answers: answersFor(protocol, draft.answers) },
  };
}
