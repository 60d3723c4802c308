import type { WordsRead } from '../../domain/citizen-words';
import type { Intake } from '../../domain/intake';
import type { Answers, Protocol, Question } from '../../domain/protocol';
import { Open311Error } from './open311-error';

type Form = Readonly<Record<string, unknown>>;

/** Where the reporter says it is; which unit that is, is looked up afterwards. */
export interface ReportedPlace {
  readonly addressId?: string;
  readonly address?: string;
  readonly point?: { readonly lat: number; readonly lng: number };
}

export interface Report {
  readonly protocol: Protocol;
  readonly place: ReportedPlace;
  readonly intakeAt: (unitCode: string) => Intake;
}

const longest: Readonly<Record<string, number>> = {
  address_string: 300,
  address_id: 12,
  description: 4_000,
  phone: 40,
  email: 200,
  first_name: 60,
  last_name: 60,
  media_url: 500,
  account_id: 100,
  device_id: 100,
};

/**
 * The form of `POST requests` as a report, attributes included. A protocol's required questions are not enforced:
 * a report that answers nothing is still a report, and somebody will ask. Without `service_code` the description's
 * own words choose the category, where they tell one.
 *
 * @throws Open311Error 400 or 404 naming the argument and what it must be
 */
export function parseReport(
  form: Form,
  protocols: ReadonlyMap<string, Protocol>,
  readWords: (text: string) => WordsRead,
): Report {
  const said = field(form, 'description', longest.description ?? 0) ?? '';
  const code = field(form, 'service_code', 40) ?? readWords(said).category;
  if (code === null) {
    throw new Open311Error(400, 'service_code: was not provided, and the description does not tell it');
  }
  const protocol = protocols.get(code);
  if (!protocol) throw new Open311Error(404, 'service_code: no service has this code, see services');
  const text = (name: string): string | undefined => field(form, name, longest[name] ?? 0);
  const phone = text('phone');
  const name = [text('last_name'), text('first_name')].filter((part) => part !== undefined).join(' ');
  const address = text('address_string');
  const addressId = text('address_id');
  const point = pointOf(form);
  const contact = Object.fromEntries(
    (['email', 'media_url', 'account_id', 'device_id'] as const).flatMap((key) => {
      const value = text(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const details = {
    answers: answersOf(form, protocol),
    ...(Object.keys(contact).length > 0 && { open311: contact }),
  };
  const description = said === '' ? protocol.name.vi : said;
  return {
    protocol,
    place: {
      ...(addressId !== undefined && { addressId }),
      ...(address !== undefined && { address }),
      ...(point && { point }),
    },
    intakeAt: (unitCode) => ({
      category: protocol.category,
      channel: 'open311',
      caller: {
        anonymous: phone === undefined && name === '',
        ...(name !== '' && { name }),
        ...(phone !== undefined && { phone }),
      },
      location: { unitCode, ...(address !== undefined && { address }), ...(point && { point }) },
      description,
      details,
    }),
  };
}

function field(form: Form, name: string, most: number): string | undefined {
  const given = form[name];
  const value = typeof given === 'number' ? String(given) : given;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new Open311Error(400, `${name}: must be text, given once`);
  const text = value.normalize('NFC').trim();
  if (text.length > most)
    throw new Open311Error(400, `${name}: must have at most ${String(most)} characters`);
  if (text.includes('\0')) throw new Open311Error(400, `${name}: must not hold NUL characters`);
  return text === '' ? undefined : text;
}

function pointOf(form: Form): { lat: number; lng: number } | undefined {
  const lat = field(form, 'lat', 40);
  const lng = field(form, 'long', 40);
  if (lat === undefined && lng === undefined) return undefined;
  if (lat === undefined || lng === undefined) {
    throw new Open311Error(400, `${lat === undefined ? 'lat' : 'long'}: was not provided; both are needed`);
  }
  const within = (text: string, name: string, most: number): number => {
    const value = Number(text);
    if (Number.isFinite(value) && Math.abs(value) <= most) return value;
    throw new Open311Error(
      400,
      `${name}: must be a number of degrees (WGS 84) from -${String(most)} to ${String(most)}`,
    );
  };
  return { lat: within(lat, 'lat', 90), lng: within(lng, 'long', 180) };
}

/** `attribute[code]=value` of a form, or the object `attribute` of a JSON body. */
function answersOf(form: Form, protocol: Protocol): Answers {
  const nested = form.attribute;
  const given: [string, unknown][] =
    nested !== null && typeof nested === 'object' && !Array.isArray(nested) ? Object.entries(nested) : [];
  for (const [name, value] of Object.entries(form)) {
    const code = /^attribute\[(\w{1,60})\](?:\[\])?$/.exec(name)?.[1];
    if (code !== undefined) given.push([code, Array.isArray(value) && value.length === 1 ? value[0] : value]);
  }
  return Object.fromEntries(
    given.flatMap(([code, value]) => {
      if (value === '' || value === null || value === undefined) return [];
      const question = protocol.questions.find(({ id }) => id === code);
      if (!question)
        throw new Open311Error(400, `attribute[${code.slice(0, 60)}]: is not an attribute of this service`);
      return [[code, answerOf(question, value)]];
    }),
  );
}

function answerOf(question: Question, value: unknown): Answers[string] {
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') throw new Open311Error(400, `attribute[${question.id}]: takes one value`);
  const text = value.trim();
  if (question.kind === 'boolean') {
    const yes = /^(true|yes|1)$/i.test(text);
    if (yes || /^(false|no|0)$/i.test(text)) return yes;
    throw new Open311Error(400, `attribute[${question.id}]: must be true or false`);
  }
  return question.kind === 'number' && text !== '' ? Number(text) : text;
}
