import type { MessageIntent } from '../domain/message';
import { userPhone } from '../domain/message-rules';
import { shortPeriod } from '../domain/report-delivery';
import { smsText } from '../domain/sms-text';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { SentReport } from '../models/reports/sent-reports';
import type { Addressed } from './hand-over-message';
import type { MessageTexts } from './message-texts';

export interface ReportMessageDependencies {
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly texts: () => Promise<MessageTexts>;
  readonly publicUrl: string;
}

/**
 * To whom and in which words a sent report is told: three of its numbers and the way to the others. The link needs a
 * sign-in. Never capped: somebody asked for exactly these.
 */
export async function addressReportMessage(
  intent: MessageIntent,
  report: SentReport,
  { users, organisation, texts, publicUrl }: ReportMessageDependencies,
): Promise<Addressed> {
  if (intent.recipient.kind !== 'user') return { drop: 'no-phone' };
  const user = await users.find(intent.recipient.userId);
  const phone = userPhone(user, null, intent.channel);
  if ('drop' in phone) return phone;
  const unit = await organisation.findUnit(report.unitCode);
  const { brand, sms, version } = await texts();
  const words = sms[intent.template];
  if (!words) throw new Error(`there are no words for ${intent.template}`);
  const { total } = report.document;
  const body = smsText(brand, words[user?.language === 'en' ? 'en' : 'plain'], {
    period: shortPeriod(report),
    unit: unit ? `${unit.type} ${unit.name}` : report.unitCode,
    ...{ received: String(total.received), closed: String(total.closed) },
    late: String(total.clocks.resolve.breached),
    link: `${publicUrl}/app/reports/sent/${report.id}`,
  });
  return { to: phone.to, body, templateVersion: version };
}
