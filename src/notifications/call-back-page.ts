import { isPageOf } from '../domain/call-back-clock';
import { userPhone } from '../domain/message-rules';
import { fullText, smsText } from '../domain/sms-text';
import type { CallBackState } from '../domain/call-back';
import type { MessageIntent } from '../domain/message';
import type { DropReason } from '../domain/message-rules';
import type { CallBackRepository } from '../models/calls/call-back-repository';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { MessageTexts } from './message-texts';
import type { SenderLimits } from './sender-limits';

export interface CallBackPageDependencies {
  readonly callBacks: Pick<CallBackRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly limits: Pick<SenderLimits, 'withinCap'>;
  readonly keyOfPhone: (phone: string) => string;
  readonly texts: () => Promise<MessageTexts>;
}

/**
 * To whom and in which words a supervisor hears of an overdue call-back, or why not at all: how urgent it is and
 * where they called, never a number or a word of the citizen.
 */
export async function addressCallBackPage(
  intent: MessageIntent,
  item: CallBackState,
  isFirst: boolean,
  deps: CallBackPageDependencies,
): Promise<{ to: string; body: string; templateVersion: number } | { drop: DropReason }> {
  if (intent.recipient.kind !== 'user') return { drop: 'no-phone' };
  if (!isPageOf(item, new Date().toISOString()))
    return { drop: item.closedAt === null ? 'already-claimed' : 'already-settled' };
  const user = await deps.users.find(intent.recipient.userId);
  const phone = userPhone(user, null, intent.channel);
  if ('drop' in phone) return phone;
  const isCapped = isFirst && item.hint.priority !== 'P1';
  if (isCapped && !(await deps.limits.withinCap('user', deps.keyOfPhone(phone.to))))
    return { drop: 'capped' };
  const texts = await deps.texts();
  const unit = await deps.organisation.findUnit(item.unitPath.at(-1)?.code ?? '');
  const values = { priority: item.hint.priority, place: unit?.name ?? '1022' };
  const body = bodyOf(intent, texts, user?.language === 'en', values);
  return { to: phone.to, body, templateVersion: texts.version };
}

function bodyOf(
  intent: MessageIntent,
  texts: MessageTexts,
  isEnglish: boolean,
  values: Readonly<Record<string, string>>,
): string {
  if (intent.channel === 'voice') {
    const words = texts.voice[intent.template];
    if (!words) throw new Error(`there are no spoken words for ${intent.template}`);
    return fullText(words[isEnglish ? 'en' : 'vi'], values);
  }
  const words = texts.sms[intent.template];
  if (!words) throw new Error(`there are no words for ${intent.template}`);
  return smsText(texts.brand, words[isEnglish ? 'en' : 'plain'], values);
}
