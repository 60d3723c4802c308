import type { HandOver, OpenWork } from '../domain/hand-over';
import { localTime } from '../domain/local-time';
import type { MessageIntent } from '../domain/message';
import { userPhone, type DropReason } from '../domain/message-rules';
import { maxSeptets, septetsOf, smsText } from '../domain/sms-text';
import type { UserRepository } from '../models/organisation/organisation-repository';
import type { ClaimTokens } from './claim-tokens';
import type { MessageTexts } from './message-texts';
import { messageIdOf } from './outbox';

/** Where a message goes and in which words, or why it does not. */
export type Addressed =
  | { readonly to: string; readonly body: string; readonly templateVersion: number }
  | { readonly drop: DropReason };

/** A hand-over may take two SMS: 153 septets each, as the rest joins the parts. */
const twoParts = 2 * (maxSeptets - 7);

type Variant = 'plain' | 'en';

/** `P1 BD-7K3-9QF dang di 06:40`: code, what is being done, and when its next clock ends. */
function itemOf(work: OpenWork, texts: MessageTexts, variant: Variant, now: Date): string {
  const status = texts.statuses[work.status]?.[variant] ?? work.status;
  const due = work.next ? ` ${localTime(new Date(work.next.dueAt), now)}` : '';
  return `${work.priority} ${work.code} ${status}${due}`;
}

/**
 * The words of one message about a hand-over: codes, states and times, never a name, an address or a word about
 * health. As many tickets are named, the most urgent first, as two SMS hold; the rest are counted.
 */
function composeHandOver(
  intent: MessageIntent,
  handOver: HandOver,
  context: {
    readonly texts: MessageTexts;
    readonly publicUrl: string;
    readonly token: string;
    readonly language: 'vi' | 'en';
    readonly now: Date;
  },
): string {
  const { texts, publicUrl, token, language, now } = context;
  const parts = texts.sms[intent.template];
  if (!parts) throw new Error(`there are no words for ${intent.template}`);
  const variant: Variant = language === 'en' ? 'en' : 'plain';
  const items = handOver.work.map((work) => itemOf(work, texts, variant, now));
  const textWith = (named: number): string => {
    const rest = items.length - named;
    const list = [...items.slice(0, named), ...(rest > 0 ? [`+${String(rest)}`] : [])].join(', ');
    return smsText(texts.brand, parts[variant], {
      ...{ team: handOver.teamName, count: String(items.length), list },
      ...{ time: localTime(new Date(handOver.at), now), link: `${publicUrl}/h/${token}` },
    });
  };
  for (let named = items.length; named > 0; named -= 1) {
    const text = textWith(named);
    if (septetsOf(text) <= twoParts) return text;
  }
  return textWith(0);
}

/** To whom a message about a hand-over goes. It is never capped: there is one for each change of shift. */
export async function handOverAddress(
  intent: MessageIntent,
  handOver: HandOver,
  dependencies: {
    readonly users: Pick<UserRepository, 'find'>;
    readonly texts: () => Promise<MessageTexts>;
    readonly claimTokens: Pick<ClaimTokens, 'tokenFor'>;
    readonly publicUrl: string;
  },
): Promise<Addressed> {
  if (intent.recipient.kind !== 'user') return { drop: 'no-phone' };
  const isAnswered = handOver.state === 'acknowledged';
  if (isAnswered) return { drop: 'already-settled' };
  const user = await dependencies.users.find(intent.recipient.userId);
  const phone = userPhone(user, null, intent.channel);
  if ('drop' in phone) return phone;
  const texts = await dependencies.texts();
  const body = composeHandOver(intent, handOver, {
    ...{ texts, publicUrl: dependencies.publicUrl, now: new Date() },
    token: dependencies.claimTokens.tokenFor(messageIdOf(intent.key)),
    language: user?.language ?? 'vi',
  });
  return { to: phone.to, body, templateVersion: texts.version };
}
