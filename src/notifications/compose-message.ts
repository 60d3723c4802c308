import { localTime } from '../domain/local-time';
import { accentedSmsText, fullText, smsText, spokenCode } from '../domain/sms-text';
import { placeOf } from '../domain/ticket';
import type { MessageTexts } from './message-texts';
import type { MessageIntent } from '../domain/message';
import type { TicketState } from '../domain/ticket';

export interface ComposeContext {
  readonly texts: MessageTexts;
  readonly publicUrl: string;
  readonly claimToken: string;
  readonly language: 'vi' | 'en';
  /** Names of units by code, for the place and for a roster's gap. */
  readonly unitNames: ReadonlyMap<string, string>;
  readonly now: Date;
  /** The report was taken in a surge that has the citizen told so. */
  readonly isSurge?: boolean;
}

/** The words of the same message in a surge, where there are any. */
const surgeWordsOf = (template: string): string => `${template}.surge`;

/**
 * The words of one message. A citizen's SMS says code and link only; a team's says what kind of help and
 * which commune, never a name, an address or a word about health.
 */
export function composeMessage(intent: MessageIntent, ticket: TicketState, context: ComposeContext): string {
  const { texts, language } = context;
  if (intent.channel === 'voice') {
    const parts = texts.voice[intent.template];
    if (!parts) throw new Error(`there are no spoken words for ${intent.template}`);
    return fullText(parts[language], valuesOf(intent, ticket, context, language));
  }
  const ofSurge = context.isSurge === true ? texts.sms[surgeWordsOf(intent.template)] : undefined;
  const parts = ofSurge ?? texts.sms[intent.template];
  if (!parts) throw new Error(`there are no words for ${intent.template}`);
  if (language === 'vi' && intent.recipient.kind === 'citizen' && texts.accented === true) {
    return accentedSmsText(texts.brand, parts.vi, valuesOf(intent, ticket, context, 'vi'));
  }
  const variant = language === 'en' ? 'en' : 'plain';
  return smsText(texts.brand, parts[variant], valuesOf(intent, ticket, context, variant));
}

function valuesOf(
  intent: MessageIntent,
  ticket: TicketState,
  context: ComposeContext,
  variant: 'plain' | 'vi' | 'en',
): Readonly<Record<string, string>> {
  const { texts, publicUrl, unitNames, now } = context;
  const place = unitNames.get(placeOf(ticket).code);
  const gap = typeof intent.data.unitCode === 'string' ? unitNames.get(intent.data.unitCode) : undefined;
  const due = deadlineOf(intent, ticket);
  const resolveBy = ticket.clocks.findLast(({ name }) => name === 'resolve')?.dueAt;
  const link =
    intent.recipient.kind === 'citizen'
      ? `/t/${ticket.code}${variant === 'en' ? '?lang=en' : ''}`
      : `/c/${context.claimToken}`;
  return {
    code: ticket.code,
    spokenCode: spokenCode(ticket.code),
    priority: ticket.priority,
    category: (texts.categories[ticket.category] ?? texts.fields[ticket.field])[variant],
    link: `${publicUrl}${link}`,
    ...(place !== undefined && { place }),
    ...(gap !== undefined && { gap }),
    ...(due !== undefined && { deadline: localTime(new Date(due), now) }),
    ...(resolveBy !== undefined && { resolveBy: localTime(new Date(resolveBy), now) }),
  };
}

/** When the recipient's time ends: what the intent says, or their step of the ladder, or the clock. */
function deadlineOf(intent: MessageIntent, ticket: TicketState): string | undefined {
  if (typeof intent.data.dueAt === 'string') return intent.data.dueAt;
  const teamId = intent.recipient.kind === 'user' ? intent.recipient.teamId : undefined;
  const step = ticket.ladder?.steps.find(({ teams }) => teams.some((team) => team.teamId === teamId));
  const clock = ticket.clocks.findLast(({ name, tier }) => name === 'acknowledge' && tier === undefined);
  return step?.endsAt ?? clock?.dueAt;
}
