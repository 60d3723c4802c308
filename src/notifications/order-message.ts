import type { CommandOrderState } from '../domain/command-order';
import { orderKeyParts, outdatedOrderMessage } from '../domain/command-order-notices';
import { localTime } from '../domain/local-time';
import type { MessageIntent } from '../domain/message';
import { userPhone } from '../domain/message-rules';
import { fullText, smsText, spokenCode } from '../domain/sms-text';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { ClaimTokens } from './claim-tokens';
import type { Addressed } from './hand-over-message';
import type { MessageTexts } from './message-texts';
import { messageIdOf } from './outbox';

export interface OrderMessageDependencies {
  readonly users: Pick<UserRepository, 'find'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly texts: () => Promise<MessageTexts>;
  readonly claimTokens: Pick<ClaimTokens, 'tokenFor'>;
  readonly publicUrl: string;
}

/**
 * To whom and in which words one message about an order goes, or why it does not: code, who orders, by when, and the
 * link. What was ordered stands behind the link; an SMS lies open on a lock screen. Never capped: every one of them
 * was decided by a person, or is one of the few that a deadline makes.
 */
export async function addressOrderMessage(
  intent: MessageIntent,
  order: CommandOrderState,
  dependencies: OrderMessageDependencies,
): Promise<Addressed> {
  if (intent.recipient.kind !== 'user') return { drop: 'no-phone' };
  const late = outdatedOrderMessage(intent, order);
  if (late) return { drop: late };
  const user = await dependencies.users.find(intent.recipient.userId);
  const phone = userPhone(user, null, intent.channel);
  if ('drop' in phone) return phone;
  const texts = await dependencies.texts();
  const values = await valuesOf(intent, order, dependencies);
  const body = bodyOf(intent, texts, user?.language === 'en', values);
  return { to: phone.to, body, templateVersion: texts.version };
}

async function valuesOf(
  intent: MessageIntent,
  order: CommandOrderState,
  { organisation, claimTokens, publicUrl }: OrderMessageDependencies,
): Promise<Readonly<Record<string, string>>> {
  const unitCode = orderKeyParts(intent.key)?.unitCode;
  const nameOf = async (code: string): Promise<string> => {
    const unit = await organisation.findUnit(code);
    return unit ? `${capitalised(unit.type)} ${unit.name}` : code;
  };
  const { dueAt, count } = intent.data;
  const link =
    unitCode === undefined
      ? `/app/orders/${order.orderId}`
      : `/o/${claimTokens.tokenFor(messageIdOf(intent.key))}`;
  return {
    ...{ code: order.code, spokenCode: spokenCode(order.code), link: `${publicUrl}${link}` },
    issuer: await nameOf(order.issuer.unit.code),
    ...(unitCode !== undefined && { unit: await nameOf(unitCode) }),
    ...(typeof dueAt === 'string' && { deadline: localTime(new Date(dueAt), new Date()) }),
    ...(count !== undefined && { count: String(count) }),
  };
}

const capitalised = (word: string): string => word.charAt(0).toLocaleUpperCase('vi') + word.slice(1);

function bodyOf(
  { channel, template }: MessageIntent,
  texts: MessageTexts,
  isEnglish: boolean,
  values: Readonly<Record<string, string>>,
): string {
  if (channel === 'voice') {
    const words = texts.voice[template];
    if (!words) throw new Error(`there are no spoken words for ${template}`);
    return fullText(words[isEnglish ? 'en' : 'vi'], values);
  }
  const words = texts.sms[template];
  if (!words) throw new Error(`there are no words for ${template}`);
  return smsText(texts.brand, words[isEnglish ? 'en' : 'plain'], values);
}
