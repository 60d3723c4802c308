import type { CarrierRecord } from './records';

/** RFC 2822, as this API writes its dates. */
const rfc2822 = (iso: string): string => new Date(iso).toUTCString().replace('GMT', '+0000');

export function messageResource(record: CarrierRecord, accountSid: string): object {
  return {
    ...commonOf(record, accountSid),
    body: record.body,
    date_sent: record.status === 'queued' ? null : rfc2822(record.updatedAt),
    error_code: record.errorCode,
    error_message: null,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    subresource_uris: subresourcesOf(record, accountSid, ['Media']),
  };
}

export function callResource(record: CarrierRecord, accountSid: string): object {
  const isOver = ['completed', 'failed', 'no-answer', 'busy', 'canceled'].includes(record.status);
  return {
    ...commonOf(record, accountSid),
    ...{ answered_by: null, caller_name: null, forwarded_from: null, group_sid: null, trunk_sid: null },
    ...{ parent_call_sid: null, phone_number_sid: null, queue_time: '0', duration: null },
    to_formatted: record.to,
    from_formatted: record.from,
    start_time: rfc2822(record.at),
    end_time: isOver ? rfc2822(record.updatedAt) : null,
    subresource_uris: subresourcesOf(record, accountSid, ['Notifications', 'Recordings']),
  };
}

const uriOf = ({ sid, kind }: CarrierRecord, accountSid: string): string =>
  `/2010-04-01/Accounts/${accountSid}/${kind === 'sms' ? 'Messages' : 'Calls'}/${sid}`;

const subresourcesOf = (record: CarrierRecord, accountSid: string, names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name.toLowerCase(), `${uriOf(record, accountSid)}/${name}.json`]));

function commonOf(record: CarrierRecord, accountSid: string): object {
  return {
    sid: record.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    to: record.to,
    from: record.from,
    status: record.status,
    direction: record.direction,
    date_created: rfc2822(record.at),
    date_updated: rfc2822(record.updatedAt),
    price: null,
    price_unit: 'USD',
    uri: `${uriOf(record, accountSid)}.json`,
  };
}
