import type { Action } from '../../../src/domain/commands';

/** What a form asks. `evidence` stands for the proofs that the ticket's category wants. */
export type FieldName =
  | 'priority'
  | 'teamId'
  | 'reason'
  | 'holdReason'
  | 'until'
  | 'text'
  | 'noteText'
  | 'kind'
  | 'note'
  | 'result'
  | 'category'
  | 'duplicateOf'
  | 'evidence'
  | 'byPhone';

export interface FormShape {
  readonly fields: readonly FieldName[];
  readonly required: readonly FieldName[];
  /** One key opens it. */
  readonly key: string;
  /** False where a later change by others makes no difference, or the domain itself names the winner. */
  readonly mustBeCurrent: boolean;
}

const shape = (
  key: string,
  fields: readonly FieldName[] = [],
  required: readonly FieldName[] = [],
  mustBeCurrent = true,
): FormShape => ({ key, fields, required, mustBeCurrent });

/** In the order of the buttons: what leads on first, what ends it last. Declining is a team's own word. */
export const forms: Readonly<Record<Exclude<Action, 'decline'>, FormShape>> = {
  verify: shape('v', ['result', 'note'], ['result', 'note']),
  triage: shape('t', ['priority'], ['priority']),
  dispatch: shape('d', ['teamId', 'reason'], ['teamId']),
  claim: shape('c', [], [], false),
  enRoute: shape('e'),
  onScene: shape('s', ['byPhone']),
  resume: shape('u'),
  resolve: shape('w', ['evidence', 'text']),
  close: shape('g', ['text']),
  reopen: shape('o', ['reason'], ['reason']),
  note: shape('n', ['kind', 'noteText'], ['noteText'], false),
  hold: shape('h', ['holdReason', 'until', 'text'], ['holdReason']),
  handBack: shape('b', ['reason'], ['reason']),
  reclassify: shape('r', ['category', 'priority', 'reason'], ['reason']),
  link: shape('l', ['duplicateOf', 'reason'], ['duplicateOf']),
  unlink: shape('k', ['reason']),
  cancel: shape('x', ['reason'], ['reason']),
};
export type FormAction = keyof typeof forms;

export type Values = Readonly<Record<string, string>>;

/** Under which name the API knows a field: the pointer of its errors. */
const apiNames: Partial<Record<FieldName, string>> = { holdReason: 'reason', noteText: 'text' };
export const pointerOf = (field: FieldName): string => `/${apiNames[field] ?? field}`;

/** What is sent: empty fields are left out. */
export function bodyOf(action: FormAction, values: Values): object {
  const body: Record<string, unknown> = {};
  for (const field of forms[action].fields) {
    const value = (values[field] ?? '').trim();
    if (field === 'evidence') body.evidence = evidenceOf(values);
    else if (value === '') continue;
    else if (field === 'byPhone') body.byPhone = value === 'true';
    else if (field === 'until') body.until = new Date(`${value}:00+07:00`).toISOString();
    else body[apiNames[field] ?? field] = value;
  }
  return body;
}

export const evidenceKey = (kind: string): string => `evidence/${kind}`;
const evidenceOf = (values: Values): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith('evidence/') && value.trim() !== ''
        ? [[key.slice('evidence/'.length), value.trim()]]
        : [],
    ),
  );
