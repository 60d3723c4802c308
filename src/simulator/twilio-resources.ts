import type { CarrierRecord } from './records';

/** RFC 2822, as this API writes its dates. */
const rfc2822 = (iso: string): string => new Date(iso).toUTCString().replace('GMT', '+0000');

export function messageResource(record: CarrierRecord, accountSid: string): object {
  return {
    ...commonOf(record, accountSid, 'Messages'),
    body: record.body,
    date_sent: record.status === 'queued' ? null : rfc2822(record.updatedAt),
    error_code: record.errorCode,
    error_message: null,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
  };
}

export function callResource(record: CarrierRecord, accountSid: string): object {
  const isOver = ['completed', 'failed', 'no-answer', 'busy', 'canceled'].includes(record.status);
  return {
    ...commonOf(record, accountSid, 'Calls'),
    answered_by: null,
    duration: null,
    start_time: rfc2822(record.at),
    end_time: isOver ? rfc2822(record.updatedAt) : null,
  };
}

function commonOf(record: CarrierRecord, accountSid: string, collection: string): object {
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
    uri: `/2010-04-01/Accounts/${accountSid}/${collection}/${record.sid}.json`,
  };
}
