import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

export type SpokenLanguage = 'vi' | 'en';

const voices = {
  vi: { language: 'vi-VN', voice: 'Google.vi-VN-Neural2-A' },
  en: { language: 'en-US', voice: 'Google.en-US-Neural2-F' },
} as const;

const gatherSeconds = 6;

export const say = (to: Pick<VoiceResponse, 'say'>, text: string, language: SpokenLanguage): void => {
  to.say(voices[language], text);
};

/** Says one thing and hangs up. */
export function spoken(text: string, language: SpokenLanguage): string {
  const response = new VoiceResponse();
  say(response, text, language);
  response.hangup();
  return response.toString();
}

/**
 * Says `text` and waits for one key, `times` times; the key is taken while the prompt is still being spoken.
 * Without a key it says `silence` and hangs up, or goes to `otherwise`.
 */
export function asked(
  text: string,
  language: SpokenLanguage,
  options: {
    readonly action: string;
    readonly times: number;
    readonly silence?: string;
    readonly otherwise?: string;
    /** For each time; 6 by default. */
    readonly withinSeconds?: number;
  },
): string {
  const response = new VoiceResponse();
  for (let time = 0; time < options.times; time += 1) {
    const gather = response.gather({
      ...{ input: ['dtmf'], numDigits: 1, timeout: options.withinSeconds ?? gatherSeconds, method: 'POST' },
      action: options.action,
    });
    say(gather, text, language);
  }
  if (options.silence !== undefined) say(response, options.silence, language);
  if (options.otherwise === undefined) response.hangup();
  else response.redirect({ method: 'POST' }, options.otherwise);
  return response.toString();
}

/** Nothing to say: the answer to an SMS, which must never start an exchange. */
export const silent = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';
