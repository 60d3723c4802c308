import express from 'express';
import { timingSafeEqual } from 'node:crypto';
import { callResource, messageResource } from './twilio-resources';
import type { Carrier } from './carrier';
import type { CarrierRecord } from './records';
import type { NextFunction, Request, Response, Router } from 'express';

/** Error codes of the provider's public dictionary. */
const refusals = {
  invalidTo: { status: 400, code: 21211, message: "The 'To' number is not a valid phone number." },
  noTo: { status: 400, code: 21604, message: "A 'To' phone number is required." },
  landline: { status: 400, code: 21614, message: "'To' number is not a valid mobile number" },
  noBody: { status: 400, code: 21602, message: 'Message body is required.' },
  tooLong: { status: 400, code: 21617, message: 'The concatenated message body exceeds the 1600 limit.' },
  noRoute: { status: 400, code: 21612, message: "'To' is not reachable from this 'From' via SMS" },
  noUrl: { status: 400, code: 21205, message: 'Url is not a valid URL' },
  notInProgress: { status: 400, code: 21220, message: 'Call is not in-progress. Cannot redirect.' },
  notFound: { status: 404, code: 20404, message: 'The requested resource was not found' },
  unauthorized: { status: 401, code: 20003, message: 'Authenticate' },
  tooMany: { status: 429, code: 20429, message: 'Too Many Requests' },
  broken: { status: 500, code: 20500, message: 'Internal Server Error' },
} as const;
type Refusal = (typeof refusals)[keyof typeof refusals];

const refuse = (response: Response, { status, code, message }: Refusal): void => {
  response.status(status).json({
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${String(code)}`,
    status,
  });
};

const field = (source: unknown, name: string): string => {
  const value = (source as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
};

/** The part of Twilio's REST API (2010-04-01) that the engine uses, with its shapes and its errors. */
export function createTwilioApi(carrier: Carrier): Router {
  const router = express.Router();
  const account = `/2010-04-01/Accounts/${carrier.accountSid}`;
  router.use(express.urlencoded({ extended: false, limit: '64kb' }));
  router.use((request, response, next) => {
    if (isOurs(request.headers.authorization, carrier)) next();
    else refuse(response.set('WWW-Authenticate', 'Basic realm="Twilio API"'), refusals.unauthorized);
  });

  router.post(`${account}/Messages.json`, strike(carrier), (request, response) => {
    const [to, body] = [field(request.body, 'To'), field(request.body, 'Body')];
    const noRoute = carrier.strikes('noRoute') ? refusals.noRoute : null;
    const refusal = refusalOf(to) ?? smsRefusalOf(to, body) ?? noRoute;
    if (refusal) return refuse(response, refusal);
    const isUnseen = carrier.strikes('acceptedUnseen');
    const message = carrier.acceptSms(
      {
        ...{ to, body, from: field(request.body, 'From') },
        statusCallback: field(request.body, 'StatusCallback') || null,
      },
      isUnseen,
    );
    if (isUnseen) request.socket.destroy();
    else accepted(carrier, request, response, messageResource(message, carrier.accountSid));
  });
  router.post(`${account}/Calls.json`, strike(carrier), (request, response) => {
    const [to, url] = [field(request.body, 'To'), field(request.body, 'Url')];
    const refusal = refusalOf(to) ?? (URL.canParse(url) ? null : refusals.noUrl);
    if (refusal) return refuse(response, refusal);
    const call = carrier.acceptCall({
      ...{ to, url, from: field(request.body, 'From') },
      statusCallback: field(request.body, 'StatusCallback') || null,
      answeredByCallback: field(request.body, 'AsyncAmdStatusCallback') || null,
      ringSeconds: Number(field(request.body, 'Timeout') || 60),
      detectsMachines: field(request.body, 'MachineDetection') !== '',
    });
    accepted(carrier, request, response, callResource(call, carrier.accountSid));
  });

  router.post(`${account}/Calls/:file`, strike(carrier), (request, response) => {
    const call = carrier.find(String(request.params.file).replace(/\.json$/, ''));
    if (call?.kind !== 'call') return refuse(response, refusals.notFound);
    if (field(request.body, 'Status') === 'canceled') {
      carrier.cancelCall(call.sid);
      response.json(callResource(carrier.find(call.sid) ?? call, carrier.accountSid));
      return;
    }
    const url = field(request.body, 'Url');
    if (!URL.canParse(url)) return refuse(response, refusals.noUrl);
    if (!carrier.moveCall(call.sid, url)) return refuse(response, refusals.notInProgress);
    response.json(callResource(call, carrier.accountSid));
  });

  const list = (kind: CarrierRecord['kind'], request: Request): CarrierRecord[] =>
    carrier
      .list()
      .filter(
        (record) => record.kind === kind && matches(record, request.query) && carrier.isListed(record.sid),
      )
      .reverse()
      .slice(0, Math.min(1_000, Number(request.query.PageSize ?? 50)));
  router.get(`${account}/Messages.json`, (request, response) => {
    const found = list('sms', request).map((record) => messageResource(record, carrier.accountSid));
    response.json({ messages: found, ...pageOf(request, found.length) });
  });
  router.get(`${account}/Calls.json`, (request, response) => {
    const found = list('call', request).map((record) => callResource(record, carrier.accountSid));
    response.json({ calls: found, ...pageOf(request, found.length) });
  });
  router.get(`${account}/:kind/:file`, (request, response) => {
    const record = carrier.find(request.params.file.replace(/\.json$/, ''));
    const kind = record?.kind === 'sms' ? 'Messages' : 'Calls';
    if (!record || kind !== request.params.kind) return refuse(response, refusals.notFound);
    const resource = record.kind === 'sms' ? messageResource : callResource;
    response.json(resource(record, carrier.accountSid));
  });
  router.use((_request, response) => refuse(response, refusals.notFound));
  return router;
}

/** Faults that strike before anything is accepted. */
const strike =
  (carrier: Carrier) =>
  (_request: Request, response: Response, next: NextFunction): void => {
    if (carrier.strikes('429')) return refuse(response.set('Retry-After', '1'), refusals.tooMany);
    if (carrier.strikes('500')) return refuse(response, refusals.broken);
    // No answer at all: the caller's own timeout decides.
    if (carrier.strikes('timeout')) return;
    next();
  };

/** Answers 201, or loses the answer on the way: the case that nobody can tell from a refusal. */
function accepted(carrier: Carrier, request: Request, response: Response, resource: object): void {
  if (carrier.strikes('dropAfterAccept')) request.socket.destroy();
  else response.status(201).json(resource);
}

function isOurs(header: string | undefined, { accountSid, authToken }: Carrier): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`);
  const given = Buffer.from(header ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refusalOf(to: string): Refusal | null {
  if (to === '') return refusals.noTo;
  return /^\+[1-9]\d{7,14}$/.test(to) ? null : refusals.invalidTo;
}

/** Vietnamese landlines begin with 2 after the country code; carriers there take no SMS for them. */
function smsRefusalOf(to: string, body: string): Refusal | null {
  if (to.startsWith('+842')) return refusals.landline;
  if (body === '') return refusals.noBody;
  return body.length > 1_600 ? refusals.tooLong : null;
}

function matches(record: CarrierRecord, query: Request['query']): boolean {
  const after = field(query, 'DateSent>') || field(query, 'StartTime>');
  return (
    (field(query, 'To') === '' || record.to === field(query, 'To')) &&
    (field(query, 'From') === '' || record.from === field(query, 'From')) &&
    (after === '' || record.at >= new Date(after).toISOString())
  );
}

/** One page holds everything that was asked for. */
function pageOf({ originalUrl, query }: Request, count: number): object {
  const uri = originalUrl.replace(/^.*(?=\/2010-04-01\/)/, '');
  return {
    ...{ page: 0, page_size: Number(query.PageSize ?? 50), start: 0, end: Math.max(0, count - 1) },
    ...{ uri, first_page_uri: uri, next_page_uri: null, previous_page_uri: null },
  };
}
