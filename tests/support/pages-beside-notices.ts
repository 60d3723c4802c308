import { setTimeout as delay } from 'node:timers/promises';
import { messageIdOf } from '../../src/notifications/outbox';
import type { MessageIntent } from '../../src/domain/message';
import { eventually } from './eventually';
import { aNotice, aPage, openTelephonyLab } from './telephony-lab';

export interface LaneRun {
  /** Relief notices in the queue before the first page. */
  readonly notices: number;
  readonly pages: number;
  /** Between two pages; 0 for all at once. */
  readonly everyMs: number;
  /** What the provider's contract allows, and how much of it is for pages only. */
  readonly messagesPerSecond: number;
  readonly urgentReserve: number;
}

export interface LaneFigures {
  /** From queueing to the provider's acceptance, of each page. */
  readonly waitsMs: readonly number[];
  /** Notices that the provider took between the first page's queueing and the last page's acceptance. */
  readonly noticesMeanwhile: number;
  /** From the first page's queueing to the last one's acceptance. */
  readonly seconds: number;
  readonly noticesWaiting: number;
  readonly noticesFailed: number;
}

/** Pages teams while relief notices wait at a provider whose rate they use up. */
export async function sendPagesBesideNotices(run: LaneRun): Promise<LaneFigures> {
  const { messagesPerSecond, urgentReserve } = run;
  const lab = await openTelephonyLab({
    sending: { providers: { twilio: { messagesPerSecond, urgentReserve, smsPartVnd: 1, callVnd: 1 } } },
    timeoutMs: 5_000,
  });
  try {
    const carrier = lab.simulator.carrier;
    const relief = lab.aTicketOffered();
    const notices = Array.from({ length: run.notices }, () => aNotice('citizen.delayed'));
    lab.put({ ...relief, outbox: notices });
    await lab.outbox.enqueue(relief.id, notices);
    await eventually('the notices are on their way', async () => (carrier.list().length > 5 ? true : null));

    const pages: { readonly page: MessageIntent; readonly code: string; readonly at: number }[] = [];
    for (let number = 0; number < run.pages; number += 1) {
      const ticket = lab.aTicketOffered();
      const page = aPage('sms');
      pages.push({ page, code: ticket.code, at: Date.now() });
      await lab.sends(ticket, page);
      if (run.everyMs > 0) await delay(run.everyMs);
    }
    const ids = pages.map(({ page }) => messageIdOf(page.key));
    await eventually(
      'every page is accepted',
      async () => ((await lab.messages.unsent(ids)).length === 0 ? true : null),
      120_000,
    );
    const taken = carrier.list();
    const takenAt = new Map(taken.map(({ body, at }) => [/\bBD-\w+-\w+\b/.exec(body)?.[0], Date.parse(at)]));
    const waitsMs = pages.map(({ code, at }) => {
      const accepted = takenAt.get(code);
      if (accepted === undefined) throw new Error(`the carrier has no page for ${code}`);
      return accepted - at;
    });
    const first = pages[0]?.at ?? 0;
    const last = Math.max(...pages.map(({ at }, index) => at + (waitsMs[index] ?? 0)));
    const isNotice = ({ body }: { readonly body: string }): boolean => body.includes(relief.code);
    const rows = lab.database.connection.collection('messages');
    return {
      waitsMs,
      noticesMeanwhile: taken.filter(
        (record) => isNotice(record) && Date.parse(record.at) > first && Date.parse(record.at) < last,
      ).length,
      seconds: (last - first) / 1_000,
      noticesWaiting: run.notices - taken.filter(isNotice).length,
      noticesFailed: await rows.countDocuments({ lane: 'bulk', status: 'failed' }),
    };
  } finally {
    await lab.close();
  }
}
