import { createHash } from 'node:crypto';
import { parse } from 'node:querystring';
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks';
import { ownerOf } from '../../src/domain/ticket';
import { messageIdOf } from '../../src/notifications/outbox';
import type { MessageIntent } from '../../src/domain/message';
import { eventually } from '../support/eventually';
import { seededRandom } from '../support/seeded-random';
import { aPage, openTelephonyLab, otherResponder, responder } from '../support/telephony-lab';
import type { TelephonyLab } from '../support/telephony-lab';

const forgeries = 1_000;

/** A callback as it goes over the wire. */
interface Callback {
  /** With the query. */
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}
interface Sent {
  readonly path: string;
  readonly body: string;
  /** Null: no header at all. */
  readonly signature: string | null;
}

let lab: TelephonyLab;
let page: MessageIntent;
let genuine: readonly Callback[];

beforeAll(async () => {
  lab = await openTelephonyLab();
  page = await ringing(responder);
  const [n, other] = [page, await ringing(otherResponder)].map(({ key }) => messageIdOf(key));
  const sid = 'c'.repeat(32);
  const parties = { AccountSid: lab.account.accountSid, From: '+84901234567', To: '+842741022' };
  const call = { ...parties, CallSid: `CA${sid}`, Direction: 'outbound-api', ApiVersion: '2010-04-01' };
  genuine = [
    { path: `/webhooks/twilio/gather?n=${n}`, form: { ...call, Digits: '1', CallStatus: 'in-progress' } },
    { path: `/webhooks/twilio/gather?n=${other}`, form: { ...call, Digits: '2', CallStatus: 'in-progress' } },
    { path: `/webhooks/twilio/voice?n=${n}`, form: { ...call, CallStatus: 'in-progress' } },
    { path: `/webhooks/twilio/status?n=${n}`, form: { ...call, CallStatus: 'completed' } },
    {
      path: `/webhooks/twilio/status?n=${other}`,
      form: { ...parties, MessageSid: `SM${sid}`, MessageStatus: 'failed', ErrorCode: '30003' },
    },
    {
      path: '/webhooks/twilio/sms',
      form: {
        ...parties,
        MessageSid: `SM${sid}`,
        Body: 'Nhà tôi ngập, cần gạo và nước. Cảm ơn!',
        NumMedia: '0',
      },
    },
    { path: '/webhooks/twilio/sms', form: { ...parties, MessageSid: `SM${'d'.repeat(32)}`, Body: 'STOP' } },
  ];
});
afterAll(() => lab.close());

/** A page whose phone rings, so that every callback about it would count. */
async function ringing(to: typeof responder): Promise<MessageIntent> {
  await lab.phones.phone(to.phone).behaves('unreachable');
  const voice = aPage('voice', to);
  await lab.sends(lab.aTicketOffered(), voice);
  // The acceptance is written down, and the ticket has heard of the failure: nothing more comes by itself.
  await eventually('the provider has told its news, and everybody has heard it', async () => {
    const row = await lab.messages.find(messageIdOf(voice.key));
    return row?.status === 'failed' && row.costVnd !== null && row.untoldSince === null ? row : null;
  });
  return voice;
}

const signatureOf = ({ path, form }: Callback, { key = lab.account.authToken, url = lab.publicUrl } = {}) =>
  getExpectedTwilioSignature(key, url + path, form);
const sentAs = (callback: Callback): Sent => ({
  path: callback.path,
  body: new URLSearchParams(callback.form).toString(),
  signature: signatureOf(callback),
});
const post = async ({ path, body, signature }: Sent): Promise<number> => {
  const response = await fetch(`${lab.publicUrl}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(signature !== null && { 'x-twilio-signature': signature }),
    },
    body,
  });
  await response.text();
  return response.status;
};
/** What the provider's own SDK says of it. */
const isGenuine = ({ path, body, signature }: Sent): boolean =>
  validateRequest(lab.account.authToken, signature ?? '', lab.publicUrl + path, { ...parse(body) });

/** Everything that a callback could change. */
async function world(): Promise<string> {
  const collections = (await lab.database.connection.db?.listCollections().toArray()) ?? [];
  const rows = await Promise.all(
    collections
      .map(({ name }) => name)
      .sort()
      .map(async (name) => [
        name,
        await lab.database.connection.collection(name).find().sort({ _id: 1 }).toArray(),
      ]),
  );
  const all = JSON.stringify([rows, lab.memory.all(), lab.memory.commands, lab.failures, lab.shown]);
  return createHash('sha256').update(all).digest('hex');
}

type Forge = (real: Callback, other: Callback, random: () => number) => Sent;
const pick = <T>(from: readonly T[], random: () => number): T => {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const flipped = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
const withForm = (real: Callback, change: (form: Record<string, string>) => void): Sent => {
  const form = { ...real.form };
  change(form);
  return { ...sentAs(real), body: new URLSearchParams(form).toString() };
};

/** Each takes a genuine callback and does what somebody without the key could do to it, or sign it wrongly. */
const ways: Readonly<Record<string, Forge>> = {
  'another key': (real, _, random) => ({
    ...sentAs(real),
    signature: signatureOf(real, { key: `token-${random()}` }),
  }),
  'the empty key': (real) => ({ ...sentAs(real), signature: signatureOf(real, { key: '' }) }),
  'no signature': (real) => ({ ...sentAs(real), signature: null }),
  'an empty signature': (real) => ({ ...sentAs(real), signature: '' }),
  'one letter of the signature': (real, _, random) => ({
    ...sentAs(real),
    signature: flipped(signatureOf(real), Math.floor(random() * 26)),
  }),
  'half a signature': (real, _, random) => ({
    ...sentAs(real),
    signature: signatureOf(real).slice(0, Math.floor(random() * 27)),
  }),
  'two signatures': (real) => ({
    ...sentAs(real),
    signature: `${signatureOf(real)}, ${signatureOf(real, { key: 'x' })}`,
  }),
  'a changed value': (real, _, random) =>
    withForm(real, (form) => {
      const name = pick(Object.keys(form), random);
      form[name] = `${form[name] ?? ''}${Math.floor(random() * 10)}`;
    }),
  'an added field': (real, _, random) =>
    withForm(real, (form) => {
      form[pick(['Extra', 'Digits0', 'SpeechResult', 'constructor'], random)] = '1';
    }),
  'a field of the prototype': (real) => {
    const sent = sentAs(real);
    return { ...sent, body: `${sent.body}&__proto__=1` };
  },
  'a missing field': (real, _, random) =>
    withForm(real, (form) => {
      delete form[pick(Object.keys(form), random)];
    }),
  'a second value before the first': (real, _, random) => {
    const sent = sentAs(real);
    return { ...sent, body: `${pick(Object.keys(real.form), random)}=9&${sent.body}` };
  },
  'a second value behind the first': (real, _, random) => {
    const sent = sentAs(real);
    return { ...sent, body: `${sent.body}&${pick(Object.keys(real.form), random)}=9` };
  },
  'another body': (real, other) => ({ ...sentAs(real), body: sentAs(other).body }),
  'no body': (real) => ({ ...sentAs(real), body: '' }),
  'another page': (real, _, random) => ({
    ...sentAs(real),
    path: `${real.path.replace(/\w+(?=\?|$)/, (name) =>
      pick(
        ['voice', 'gather', 'sms', 'status', 'ended'].filter((one) => one !== name),
        random,
      ),
    )}`,
  }),
  'another message’s address': (real) => ({
    ...sentAs(real),
    path: `${real.path.split('?')[0] ?? ''}?n=${messageIdOf('somebody else’s')}`,
  }),
  'more of an address': (real, _, random) => ({
    ...sentAs(real),
    path: `${real.path}${real.path.includes('?') ? '&' : '?'}${pick(['n=m2', 'x', 'x=%00', '%5Bn%5D=m2'], random)}`,
  }),
  'signed for another host': (real, _, random) => ({
    ...sentAs(real),
    signature: signatureOf(real, {
      url: pick(['http://evil.example', 'http://localhost', 'https://127.0.0.1'], random),
    }),
  }),
  'signed for another port': (real) => ({
    ...sentAs(real),
    signature: signatureOf(real, { url: lab.publicUrl.replace(/\d+$/, (port) => String(Number(port) + 1)) }),
  }),
  'accents written another way': (real, _, random) =>
    withForm(real, (form) => {
      form.Body = `${form.Body ?? 'Cảm ơn'}`.normalize(form.Body ? 'NFD' : 'NFC');
      if (form.Body === real.form.Body) form.Body = `${form.Body}${pick(['\u200b', '\u00ad', 'ı'], random)}`;
    }),
};

test('1,000 forged callbacks are refused, each as the SDK itself would, and change nothing', async () => {
  const random = seededRandom(20_261_122);
  const before = await world();
  const struck = new Map<string, number>();
  const accepted: object[] = [];
  for (let count = 0; count < forgeries; count += 1) {
    const real = pick(genuine, random);
    const other = pick(
      genuine.filter((one) => one !== real),
      random,
    );
    const way = pick(Object.keys(ways), random);
    const sent = ways[way]?.(real, other, random);
    if (!sent) throw new Error(`there is no ${way}`);
    if (isGenuine(sent)) throw new Error(`${way} is no forgery: ${JSON.stringify(sent)}`);
    const status = await post(sent);
    if (status !== 403) accepted.push({ way, status, sent });
    struck.set(way, (struck.get(way) ?? 0) + 1);
  }
  expect(accepted).toEqual([]);
  expect([...struck.keys()].sort()).toEqual(Object.keys(ways).sort());
  expect(await world()).toBe(before);
});

test('the same callbacks with their own signatures are taken, and do what they say', async () => {
  for (const callback of genuine) {
    const sent = sentAs(callback);
    expect(isGenuine(sent)).toBe(true);
    expect({ callback, status: await post(sent) }).toMatchObject({
      status: callback.path.includes('/status') ? 204 : 200,
    });
  }
  const ticketId = (await lab.messages.find(messageIdOf(page.key)))?.ticketId ?? '';
  expect(ownerOf((await lab.tickets.find(ticketId))!.state)?.teamId).toBe('team-1');
  expect(lab.memory.commands.map(({ action }) => action)).toEqual(['claim', 'decline']);
  const reports = lab.memory.all().filter(({ intake }) => intake.channel === 'sms');
  expect(reports.map(({ intake }) => intake.description)).toEqual(['Nhà tôi ngập, cần gạo và nước. Cảm ơn!']);
  expect(await lab.optOuts.has('+84901234567')).toBe(true);
});

test('500 callbacks of all shapes, each signed by the provider’s own rules, are accepted as the SDK accepts them', async () => {
  const random = seededRandom(1022);
  const words = [
    'Nhà ngập',
    'x=1&y=2',
    '100 %',
    'a+b',
    'Ｆull',
    '👋🏽',
    '',
    ' ',
    "l'eau",
    'dòng\nmới',
    'ő',
    '"',
  ];
  for (let count = 0; count < 500; count += 1) {
    const form: Record<string, string> = {
      MessageSid: '',
      From: pick(words, random),
      Body: pick(words, random),
    };
    for (let extra = Math.floor(random() * 6); extra > 0; extra -= 1) {
      form[`Field${String(extra)}${pick(['', '[]', ' ', 'é'], random)}`] = pick(words, random);
    }
    const path = `/webhooks/twilio/${pick(['sms', 'sms?n=', "sms?a=l'eau", 'sms?q=%F0%9F%91%8B'], random)}`;
    const sent = sentAs({ path, form });
    expect({ sent, isGenuine: isGenuine(sent), status: await post(sent) }).toMatchObject({
      isGenuine: true,
      status: 200,
    });
  }
});
