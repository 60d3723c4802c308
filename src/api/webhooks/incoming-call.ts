import { claimedBy } from '../calls/claimed-by';
import { callBackFirst } from '../calls/call-back-first';
import { calledUnit } from '../calls/called-unit';
import { turnAway } from '../calls/nuisance';
import { rescueSoon } from '../calls/rescue';
import { answer, endCall, incomingCall, isEnded, learn, notConnected, wait } from '../../domain/call';
import { hintOf, redFlagged } from '../../domain/call-hint';
import { isShortCode, normalisePhone } from '../../domain/phone';
import { newId } from '../../platform/ids';
import type { CallBackFirstDependencies } from '../calls/call-back-first';
import type { CalledUnitDependencies } from '../calls/called-unit';
import type { RescueDependencies } from '../calls/rescue';
import type { CallOutcome, CallState } from '../../domain/call';
import type { Priority } from '../../domain/policy';
import type { Localised } from '../../domain/protocol';
import type { CallNews, CallRepository, StoredCall } from '../../models/calls/call-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import type { CallTexts } from '../../platform/reference-data/call-texts';
import { askAgent, connection, recorder, saidThen, waitingRoom } from './call-speech';
import { asked, silent, spoken } from './speech';

export interface IncomingCallDependencies
  extends RescueDependencies, CalledUnitDependencies, CallBackFirstDependencies {
  readonly calls: RescueDependencies['calls'] &
    Pick<CallRepository, 'receive' | 'find' | 'findByProviderId' | 'countAhead'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly texts: CallTexts;
  readonly defaultPriority: (category: string) => Priority | null;
  /** Shown to the agent's telephone as the caller of the connecting leg. */
  readonly ownNumber: string;
}

export type CallForm = Readonly<Record<string, string>>;

const callPages = {
  menu: '/webhooks/twilio/menu',
  redFlag: '/webhooks/twilio/red-flag',
  queue: '/webhooks/twilio/queue',
  callBackFirst: '/webhooks/twilio/call-back-first',
  voicemail: '/webhooks/twilio/voicemail',
  dialled: '/webhooks/twilio/dialled',
} as const;

const now = (): string => new Date().toISOString();
const fill = (text: string, name: string, value: string): string => text.replaceAll(`{${name}}`, value);

/** The call of a form: written at its first sign, whichever page that is; the same `CallSid` is the same call. */
async function callOf(form: CallForm, deps: IncomingCallDependencies): Promise<StoredCall> {
  const { CallSid = '', From = '', To = '' } = form;
  const known = await deps.calls.findByProviderId('twilio', CallSid);
  if (known) return known;
  const phone = normalisePhone(From);
  const unitPath = await calledUnit(To, deps);
  return deps.calls.receive({
    source: 'twilio',
    providerId: CallSid,
    phone: phone === null || isShortCode(phone) ? null : phone,
    state: incomingCall({ callId: newId(), unitPath, at: now() }),
  });
}

async function change(
  call: StoredCall,
  decide: (state: CallState) => CallState,
  deps: IncomingCallDependencies,
  news?: CallNews,
): Promise<StoredCall> {
  return (await deps.calls.change(call.state.callId, decide, news)) ?? call;
}

const wordsOf = (call: StoredCall, deps: IncomingCallDependencies) => deps.texts.words[call.state.language];

const menuPage = (call: StoredCall, deps: IncomingCallDependencies, times: number): string =>
  asked(wordsOf(call, deps).greeting, call.state.language, {
    action: callPages.menu,
    times,
    otherwise: callPages.queue,
  });

/** Writes the call down, then greets: keys are taken while the words are still being spoken. */
export async function greet(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  return menuPage(await callOf(form, deps), deps, 2);
}

/** The key of the main menu. Anything that is not on it leads to the queue, as silence does. */
export async function takeMenuKey(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  const { Digits = '' } = form;
  const { menu } = deps.texts;
  const call = await callOf(form, deps);
  if (Digits === menu.languageKey) {
    const language = call.state.language === 'vi' ? 'en' : 'vi';
    return menuPage(await change(call, (state) => learn(state, { language, at: now() }), deps), deps, 2);
  }
  const category = Object.hasOwn(menu.categories, Digits) ? menu.categories[Digits] : undefined;
  const priority = category === undefined ? null : deps.defaultPriority(category);
  const key = Digits === '' ? {} : { key: { question: 'menu' as const, key: Digits } };
  const hint = category !== undefined && priority !== null ? { hint: hintOf(category, priority) } : {};
  const learned = await change(call, (state) => learn(state, { ...hint, at: now() }), deps, key);
  if (category !== menu.redFlagAfter) return enterQueue({ ...form, Digits: '' }, deps);
  return redFlagPage(learned, deps);
}

const redFlagPage = (call: StoredCall, deps: IncomingCallDependencies): string =>
  asked(wordsOf(call, deps).redFlag, call.state.language, {
    action: callPages.redFlag,
    times: 1,
    otherwise: callPages.queue,
  });

export async function takeRedFlagKey(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  const { Digits = '' } = form;
  const isFlagged = Digits === deps.texts.menu.redFlagKey;
  await change(
    await callOf(form, deps),
    (state) => learn(state, { at: now(), ...(isFlagged && { hint: redFlagged(state.hint) }) }),
    deps,
    Digits === '' ? {} : { key: { question: 'redFlag', key: Digits } },
  );
  return enterQueue({ ...form, Digits: '' }, deps);
}

/**
 * The waiting room: says the place, offers a call-back and the voicemail, and connects the caller as soon as
 * somebody has claimed the call, whether or not the provider was reached at that moment.
 */
export async function enterQueue(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  const { Digits = '' } = form;
  const { menu } = deps.texts;
  const caller = await callOf(form, deps);
  if (caller.state.status === 'inMenu' && (await turnAway(deps, caller)) !== null)
    return spoken(wordsOf(caller, deps).blocked, caller.state.language);
  const notice = await callBackFirst(deps, caller, now());
  if (notice !== null) return offerCallBack(caller, notice, deps);
  const call = await change(caller, (state) => wait(state, now()), deps);
  const { language } = call.state;
  const words = wordsOf(call, deps);
  if (isEnded(call.state)) return spoken(words.goodbye, language);
  if (call.state.claim !== null && call.state.answeredAt === null) return connectAgent(call, deps);
  if (Digits === menu.voicemailKey) return recorder(words.voicemail, language, callPages.voicemail);
  if (Digits === menu.callBackKey && call.phone !== null) {
    await endAs(call, 'callBackAsked', deps);
    return spoken(words.callBack, language);
  }
  const ahead = await deps.calls.countAhead(call.state);
  return waitingRoom(
    [
      ...(Digits === menu.callBackKey ? [words.noNumber] : []),
      ahead === 0 ? words.next : fill(words.position, 'ahead', String(ahead)),
      words.offer,
    ],
    language,
    callPages.queue,
  );
}

/** In a surge: who is silent has accepted, because nobody is to wait for hours with a telephone at the ear. */
const offerCallBack = (call: StoredCall, notice: Localised, deps: IncomingCallDependencies): string => {
  const { language } = call.state;
  return asked(`${notice[language]} ${wordsOf(call, deps).callBackFirst}`, language, {
    ...{ action: callPages.callBackFirst, times: 2, otherwise: callPages.callBackFirst },
  });
};

/** The key of that offer. Danger to a life leads to the question of the red flag, as key 1 of the menu does. */
export async function takeCallBackFirstKey(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  const { Digits = '' } = form;
  const { menu } = deps.texts;
  const call = await callOf(form, deps);
  const { language } = call.state;
  if (Digits === menu.dangerKey) {
    const priority = deps.defaultPriority(menu.redFlagAfter);
    const hint = priority === null ? {} : { hint: hintOf(menu.redFlagAfter, priority) };
    return redFlagPage(await change(call, (state) => learn(state, { ...hint, at: now() }), deps), deps);
  }
  if (Digits === menu.voicemailKey) {
    return recorder(wordsOf(call, deps).voicemail, language, callPages.voicemail);
  }
  if (Digits !== '' && Digits !== menu.callBackKey) return enterQueue({ ...form, Digits: '' }, deps);
  await endAs(call, 'callBackAsked', deps);
  return spoken(wordsOf(call, deps).callBack, language);
}

async function connectAgent(call: StoredCall, deps: IncomingCallDependencies): Promise<string> {
  const words = wordsOf(call, deps);
  const phone = await phoneOfClaimant(call, deps);
  if (phone === null || call.state.claim === null) {
    await change(call, (state) => notConnected(state, now()), deps);
    return saidThen(words.notConnected, call.state.language, callPages.queue);
  }
  const claim = encodeURIComponent(claimedBy(call.state.claim));
  return connection(words.connecting, call.state.language, {
    phone,
    from: deps.ownNumber,
    agentUrl: `/webhooks/twilio/agent?call=${call.state.callId}&claim=${claim}`,
    next: callPages.dialled,
  });
}

async function phoneOfClaimant(
  call: StoredCall,
  { users }: IncomingCallDependencies,
): Promise<string | null> {
  const { claim } = call.state;
  const user = claim === null ? null : await users.find(claim.userId);
  return user?.phone ?? null;
}

/** The agent's telephone was picked up. Only a key joins the two, and only while the claim is still theirs. */
export async function speakToAgent(
  callId: string,
  claim: string,
  form: CallForm,
  deps: IncomingCallDependencies,
): Promise<string> {
  const call = await deps.calls.find(callId);
  const { vi } = deps.texts.words;
  const isTheirs = call?.state.claim != null && claimedBy(call.state.claim) === claim && !isEnded(call.state);
  if (!isTheirs) return spoken(vi.agentLate, 'vi');
  const here = `/webhooks/twilio/agent?call=${callId}&claim=${encodeURIComponent(claim)}`;
  if ((form.Digits ?? '') === '')
    return askAgent(fill(vi.agent, 'priority', call.state.hint.priority), 'vi', here);
  await rescueSoon(deps, await change(call, (state) => answer(state, now()), deps));
  return silent;
}

/** After the dialled leg: the conversation is over, or the agent did not answer and the caller goes on waiting. */
export async function afterDial(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  const call = await callOf(form, deps);
  const { language } = call.state;
  if (isEnded(call.state) || call.state.answeredAt !== null) {
    await endAs(call, 'hungUp', deps);
    return spoken(wordsOf(call, deps).goodbye, language);
  }
  await change(call, (state) => notConnected(state, now()), deps);
  return saidThen(wordsOf(call, deps).notConnected, language, callPages.queue);
}

/** A message was left; without one the caller is back in the queue. */
export async function takeVoicemail(form: CallForm, deps: IncomingCallDependencies): Promise<string> {
  const { RecordingSid = '', RecordingDuration = '0' } = form;
  const call = await callOf(form, deps);
  if (RecordingSid === '')
    return saidThen(wordsOf(call, deps).notConnected, call.state.language, callPages.queue);
  const recording = { recordingId: RecordingSid, seconds: Number(RecordingDuration) || 0 };
  await endAs(call, 'voicemail', deps, { recording });
  return spoken(wordsOf(call, deps).recorded, call.state.language);
}

const finalStatuses = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** The provider's word that the line is dead. */
export async function takeEnd(form: CallForm, deps: IncomingCallDependencies): Promise<void> {
  const { CallSid = '', CallStatus = '' } = form;
  if (CallSid === '' || !finalStatuses.has(CallStatus)) return;
  await endAs(await callOf(form, deps), 'hungUp', deps);
}

async function endAs(
  call: StoredCall,
  outcome: Exclude<CallOutcome, 'answered' | 'blocked'>,
  deps: IncomingCallDependencies,
  news?: CallNews,
): Promise<void> {
  await rescueSoon(deps, await change(call, (state) => endCall(state, outcome, now()), deps, news));
}
