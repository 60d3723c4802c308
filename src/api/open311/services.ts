import type { Protocol, Question } from '../../domain/protocol';
import type { Answer, Fields } from './representation';

export type Language = 'vi' | 'en';

const lifeFirst: Readonly<Record<Language, string>> = {
  vi: 'Nguy hiểm tính mạng: hãy gọi ngay 115, hoặc 1022. Đừng chỉ gửi qua mạng.',
  en: 'A life in danger: call 115 or 1022 now. Do not rely on this form alone.',
};

/**
 * What the reporter of such a service should know at once; null for everything that is not an emergency, neither
 * by its category nor by its words.
 */
export const noticeOf = (protocol: Protocol, language: Language, sounds = false): string | null =>
  protocol.defaultPriority === 'P1' || sounds ? lifeFirst[language] : null;

/** The protocol asks for a description of each service; ours is its name, and for emergencies the warning. */
function toService(protocol: Protocol, language: Language): Fields {
  const name = protocol.name[language];
  const notice = noticeOf(protocol, language);
  return {
    service_code: protocol.category,
    service_name: name,
    description: notice === null ? name : `${name}. ${notice}`,
    metadata: protocol.questions.length > 0,
    type: 'realtime',
    keywords: [protocol.field, ...(notice === null ? [] : ['emergency'])].join(','),
    group: protocol.field,
  };
}

export const serviceList = (protocols: ReadonlyMap<string, Protocol>, language: Language): Answer => ({
  root: 'services',
  each: 'service',
  items: [...protocols.values()].map((protocol) => toService(protocol, language)),
});

const yesNo: Readonly<Record<Language, readonly [string, string]>> = {
  vi: ['Có', 'Không'],
  en: ['Yes', 'No'],
};

function valuesOf(question: Question, language: Language): readonly Fields[] {
  const [yes, no] = yesNo[language];
  if (question.kind === 'boolean') {
    return [
      { key: 'true', name: yes },
      { key: 'false', name: no },
    ];
  }
  return (question.choices ?? []).map(({ value, text }) => ({ key: value, name: text[language] }));
}

function hintOf({ kind, range, unit }: Question): string {
  if (kind !== 'number') return '';
  const limits = range ? `${String(range[0])}–${String(range[1])}` : '';
  return [limits, unit ?? ''].filter((part) => part !== '').join(' ');
}

/** The questions of a category's protocol as the attributes of a service. */
export const serviceDefinition = (protocol: Protocol, language: Language): Answer => ({
  root: 'service_definition',
  record: {
    service_code: protocol.category,
    attributes: {
      each: 'attribute',
      items: protocol.questions.map((question, index) => ({
        variable: true,
        code: question.id,
        datatype: question.kind === 'number' ? 'number' : 'singlevaluelist',
        required: question.required,
        datatype_description: hintOf(question),
        order: index + 1,
        description: question.text[language],
        values: { each: 'value', items: valuesOf(question, language) },
      })),
    },
  },
});

/** `vi` unless the client prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const [first] = (acceptLanguage ?? '').split(',');
  return /^\s*en\b/i.test(first ?? '') ? 'en' : 'vi';
}
