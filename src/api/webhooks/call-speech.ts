import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { say } from './speech';
import type { SpokenLanguage } from './speech';

/** Seconds between two announcements of the place in the queue. */
const announceEverySeconds = 20;
const ringAgentSeconds = 25;
const agentKeySeconds = 8;
const longestMessageSeconds = 180;

/** Says sentences one by one, takes a key during any of them or while waiting after, then goes on elsewhere. */
export function waitingRoom(sentences: readonly string[], language: SpokenLanguage, here: string): string {
  const response = new VoiceResponse();
  const gather = response.gather({
    ...{ input: ['dtmf'], numDigits: 1, timeout: announceEverySeconds, method: 'POST', action: here },
  });
  for (const sentence of sentences) say(gather, sentence, language);
  response.redirect({ method: 'POST' }, here);
  return response.toString();
}

/** Says one thing and goes to the next page. */
export function saidThen(text: string, language: SpokenLanguage, next: string): string {
  const response = new VoiceResponse();
  say(response, text, language);
  response.redirect({ method: 'POST' }, next);
  return response.toString();
}

/** Records a message; an empty one comes back to `next` as well. */
export function recorder(text: string, language: SpokenLanguage, next: string): string {
  const response = new VoiceResponse();
  say(response, text, language);
  response.record({ action: next, method: 'POST', maxLength: longestMessageSeconds, finishOnKey: '#' });
  response.redirect({ method: 'POST' }, next);
  return response.toString();
}

/** Rings the agent, who hears `agentUrl` before the caller; `next` learns how it went. */
export function connection(
  text: string,
  language: SpokenLanguage,
  to: { readonly phone: string; readonly agentUrl: string; readonly next: string; readonly from: string },
): string {
  const response = new VoiceResponse();
  say(response, text, language);
  const dial = response.dial({
    ...{
      action: to.next,
      method: 'POST',
      timeout: ringAgentSeconds,
      callerId: to.from,
      answerOnBridge: true,
    },
  });
  dial.number({ url: to.agentUrl, method: 'POST' }, to.phone);
  return response.toString();
}

/** Asks the agent for a key: a machine that picks up must not swallow the caller. */
export function askAgent(text: string, language: SpokenLanguage, here: string): string {
  const response = new VoiceResponse();
  const gather = response.gather({
    ...{ input: ['dtmf'], numDigits: 1, timeout: agentKeySeconds, method: 'POST', action: here },
  });
  say(gather, text, language);
  response.hangup();
  return response.toString();
}
