import express from 'express';
import type { Request, Response, Router } from 'express';
import type { Logger } from '../../platform/logger';
import {
  afterDial,
  enterQueue,
  greet,
  speakToAgent,
  takeCallBackFirstKey,
  takeEnd,
  takeMenuKey,
  takeRedFlagKey,
  takeVoicemail,
} from './incoming-call';
import type { CallForm, IncomingCallDependencies } from './incoming-call';
import { formOf, onlySigned } from './signature';
import { spoken } from './speech';

export interface CallWebhookDependencies extends IncomingCallDependencies {
  readonly authToken: string;
  /** Without a trailing slash; what the provider was told. */
  readonly publicUrl: string;
  readonly logger: Logger;
}

type Page = (form: CallForm, deps: IncomingCallDependencies) => Promise<string>;

const pages: Readonly<Record<string, Page>> = {
  menu: takeMenuKey,
  'red-flag': takeRedFlagKey,
  queue: enterQueue,
  'call-back-first': takeCallBackFirstKey,
  voicemail: takeVoicemail,
  dialled: afterDial,
};

const queryOf = (request: Request, name: string): string => {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
};

/**
 * A citizen's call, page by page: POST /webhooks/twilio/{voice,menu,red-flag,queue,call-back-first,voicemail,dialled,agent,ended}.
 * To be mounted before the pages of our own calls, which share `voice`. 403 without a valid signature.
 */
export function createCallWebhooks(deps: CallWebhookDependencies): Router {
  const router = express.Router();
  const signed = onlySigned(deps);

  /** A caller must hear what to do, whatever broke on our side. */
  const speak = async (response: Response, page: () => Promise<string>): Promise<void> => {
    let text: string;
    try {
      text = await page();
    } catch (err) {
      deps.logger.error({ err }, 'a page of an incoming call failed; the caller was told to call again');
      text = spoken(deps.texts.words.vi.busy, 'vi');
    }
    response.set('Cache-Control', 'no-store').type('text/xml').send(text);
  };

  router.post('/webhooks/twilio/voice', (request, _response, next) => {
    next(queryOf(request, 'n') === '' ? undefined : 'router');
  });
  router.post('/webhooks/twilio/voice', ...signed, async (request, response) => {
    await speak(response, () => greet(formOf(request.body), deps));
  });
  for (const [name, page] of Object.entries(pages)) {
    router.post(`/webhooks/twilio/${name}`, ...signed, async (request, response) => {
      await speak(response, () => page(formOf(request.body), deps));
    });
  }
  router.post('/webhooks/twilio/agent', ...signed, async (request, response) => {
    await speak(response, () =>
      speakToAgent(queryOf(request, 'call'), queryOf(request, 'claim'), formOf(request.body), deps),
    );
  });
  router.post('/webhooks/twilio/ended', ...signed, async (request, response) => {
    await takeEnd(formOf(request.body), deps);
    response.status(204).end();
  });
  return router;
}
