import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProtocols } from '../../src/platform/reference-data';

const protocols = loadProtocols();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truc-protocols-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

const minimal = {
  category: 'noise',
  version: 1,
  effectiveFrom: '2021-07-01',
  name: { vi: 'Tiếng ồn', en: 'Noise' },
  field: 'security',
  defaultPriority: 'P4',
  questions: [
    {
      id: 'loud',
      text: { vi: 'Có ồn lắm không?', en: 'Is it very loud?' },
      kind: 'boolean',
      required: true,
      sensitive: false,
      scores: [{ when: { equals: true }, weight: 10 }],
      redFlags: [] as unknown[],
    },
  ],
  thresholds: [{ score: 10, priority: 'P3' }],
  evidence: ['outcome'],
};

test('all seven categories have a protocol, with the field and default of the service targets', () => {
  const defaults = Object.fromEntries(
    [...protocols.values()].map(({ category, field, defaultPriority }) => [
      category,
      `${field} ${defaultPriority}`,
    ]),
  );
  expect(defaults).toEqual({
    emergency: 'medical P1',
    hospitalTransfer: 'medical P2',
    f0Consult: 'medical P3',
    suspectedCase: 'medical P3',
    securityReport: 'security P3',
    foodRelief: 'relief P3',
    other: 'relief P4',
  });
});

test('each category asks for the evidence that shows the work was done', () => {
  const evidence = Object.fromEntries([...protocols.values()].map((one) => [one.category, one.evidence]));
  expect(evidence).toEqual({
    emergency: ['outcome', 'handoverTo'],
    hospitalTransfer: ['receivingHospital'],
    f0Consult: ['adviceGiven'],
    suspectedCase: ['testReferral'],
    securityReport: ['outcome'],
    foodRelief: ['recipientConfirmed'],
    other: ['outcome'],
  });
});

test('every red flag says where it comes from, and none pretends that a doctor has signed', () => {
  const flags = [...protocols.values()].flatMap(({ questions }) =>
    questions.flatMap(({ redFlags }) => redFlags),
  );
  expect(flags.length).toBeGreaterThan(60);
  for (const { source } of flags) {
    expect(source.title.length).toBeGreaterThan(10);
    expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(source.signedOffBy).toBeNull();
  }
});

test('questions about a body are marked as health data', () => {
  for (const { field, questions } of protocols.values()) {
    for (const { id, sensitive } of questions) {
      if (field === 'medical' && id !== 'requestedBy') expect([id, sensitive]).toEqual([id, true]);
    }
  }
});

test('a province adds a category with one file and no code', () => {
  write('noise.json', minimal);
  write('notes.txt', 'not a protocol');
  expect([...loadProtocols(folder).keys()]).toEqual(['noise']);
});

describe('a wrong file stops the start with its name and the field', () => {
  const question = minimal.questions[0];
  const source = { title: 'Somebody’s list', date: '2021-11-23', signedOffBy: null };
  const flag = { id: 'very', when: { equals: true }, priority: 'P1', source };
  const wrong: [string, object, RegExp][] = [
    ['a priority that does not exist', { defaultPriority: 'P6' }, /noise\.json: defaultPriority: must be P1/],
    ['a date that does not exist', { effectiveFrom: '2021-02-30' }, /effectiveFrom: must be a date/],
    ['an unknown word', { colour: 'red' }, /\(the whole file\): Unrecognized key: "colour"/],
    [
      'a question asked twice',
      { questions: [question, question] },
      /questions\[1\]\.id: question loud is used twice/,
    ],
    [
      'a red flag used twice',
      { questions: [{ ...question, redFlags: [flag, flag] }] },
      /questions\[0\]\.redFlags\[1\]\.id: red flag very/,
    ],
    [
      'a red flag without a source',
      { questions: [{ ...question, redFlags: [{ ...flag, source: undefined }] }] },
      /questions\[0\]\.redFlags\[0\]\.source/,
    ],
    [
      'a number test on a yes-or-no question',
      { questions: [{ ...question, scores: [{ when: { below: 3 }, weight: 1 }] }] },
      /questions\[0\]\.scores\[0\]\.when: must be a possible answer/,
    ],
    [
      'a choice without choices',
      { questions: [{ ...question, kind: 'choice' }] },
      /questions\[0\]\.choices: must be there/,
    ],
    [
      'a number without a range',
      { questions: [{ ...question, kind: 'number', scores: [] }] },
      /questions\[0\]\.range: must be there/,
    ],
    [
      'thresholds out of order',
      {
        thresholds: [
          { score: 1, priority: 'P2' },
          { score: 5, priority: 'P3' },
        ],
      },
      /thresholds\[1\]: must have a lower score/,
    ],
    ['an unknown kind of evidence', { evidence: ['photo'] }, /evidence\[0\]: /],
    ['a name in one language', { name: { vi: 'Tiếng ồn' } }, /name\.en: must be a text/],
  ];

  test.each(wrong)('%s', (_name, change, message) => {
    write('noise.json', { ...minimal, ...change });
    expect(() => loadProtocols(folder)).toThrow(message);
  });

  test('a file that is no JSON', () => {
    write('noise.json', '{"category": ');
    expect(() => loadProtocols(folder)).toThrow(/noise\.json must be a JSON file/);
  });

  test('two files of one category', () => {
    write('a.json', minimal);
    write('b.json', minimal);
    expect(() => loadProtocols(folder)).toThrow(/b\.json: category noise is already in .*a\.json/);
  });

  test('every mistake of every file at once', () => {
    write('a.json', { ...minimal, version: 0, field: 'traffic' });
    write('b.json', { ...minimal, category: 'b b' });
    expect(() => loadProtocols(folder)).toThrow(/a\.json: version[^]*a\.json: field[^]*b\.json: category/);
  });
});
