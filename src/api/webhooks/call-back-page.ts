import { claimCallBack } from '../../domain/call-back';
import { callBackIdOf, isPageOf } from '../../domain/call-back-clock';
import { DomainError } from '../../domain/refusal';
import type { CallBackRepository } from '../../models/calls/call-back-repository';
import type { MessageRecord, MessageRepository } from '../../models/messages/message-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { phrases } from './phrases';
import { asked, spoken } from './speech';
import type { SpokenLanguage } from './speech';

export interface CallBackPageDependencies {
  readonly messages: Pick<MessageRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly callBacks: Pick<CallBackRepository, 'find' | 'change'>;
}

const now = (): string => new Date().toISOString();

/** A supervisor picked up a call about an overdue call-back: a key takes it, whatever else answered does not. */
export async function speakCallBackPage(
  message: MessageRecord,
  { users, callBacks }: CallBackPageDependencies,
): Promise<string> {
  const language = await languageOf(message, users);
  const item = await callBacks.find(callBackIdOf(message.ticketId) ?? '');
  const words = phrases[language];
  if (item === null || item.state.closedAt !== null) return spoken(words.callBackClosed, language);
  if (!isPageOf(item.state, now())) return spoken(words.callBackTakenBy, language);
  return asked(message.body, language, {
    action: `/webhooks/twilio/gather?n=${encodeURIComponent(message.id)}`,
    times: 2,
    silence: words.callBackNotTaken,
  });
}

/** Key 1 takes the call-back for the supervisor who was called; what happened is spoken back. */
export async function answerCallBackKey(
  messageId: string,
  digits: string,
  dependencies: CallBackPageDependencies,
): Promise<string> {
  const message = await dependencies.messages.find(messageId);
  if (message?.template !== 'supervisor.callBack.voice' || message.recipient.kind !== 'user')
    return spoken(phrases.vi.unknown, 'vi');
  if (digits !== '1') return speakCallBackPage(message, dependencies);
  const { userId } = message.recipient;
  const language = await languageOf(message, dependencies.users);
  const words = phrases[language];
  try {
    await dependencies.callBacks.change(callBackIdOf(message.ticketId) ?? '', (item) =>
      claimCallBack(item, userId, now()),
    );
    return spoken(words.callBackTaken, language);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return spoken(error.code === 'call-claimed' ? words.callBackTakenBy : words.callBackClosed, language);
  }
}

async function languageOf(
  { recipient }: MessageRecord,
  users: Pick<UserRepository, 'find'>,
): Promise<SpokenLanguage> {
  const user = recipient.kind === 'user' ? await users.find(recipient.userId) : null;
  return user?.language ?? 'vi';
}
