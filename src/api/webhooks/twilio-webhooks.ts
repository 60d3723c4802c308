import express from 'express';
import { answerKey, speakPage } from './page-call';
import { applyNews } from './apply-news';
import { deliveryNews } from './delivery-news';
import { takeSms } from './incoming';
import { formOf, onlySigned } from './signature';
import { silent } from './speech';
import type { IncomingDependencies } from './incoming';
import type { PageDependencies } from '../links/paged-team';
import type { MessageRepository } from '../../models/messages/message-repository';
import type { Request, Response, Router } from 'express';

export interface TwilioWebhookDependencies
  extends PageDependencies, Omit<IncomingDependencies, 'organisation'> {
  readonly messages: Pick<MessageRepository, 'find' | 'useOnce' | 'applyStatus' | 'markTold'>;
  readonly organisation: PageDependencies['organisation'] & IncomingDependencies['organisation'];
  readonly authToken: string;
  /** Without a trailing slash; what the provider was told. */
  readonly publicUrl: string;
  readonly onPermanentFailure: (ticketId: string, key: string, reason: string) => Promise<void>;
}

const messageIdOf = (request: Request): string =>
  typeof request.query.n === 'string' ? request.query.n : '';

const twiml = (response: Response, text: string): void => {
  response.set('Cache-Control', 'no-store').type('text/xml').send(text);
};

/**
 * The provider's side of the door, to be mounted at the root: POST /webhooks/twilio/{voice,gather,sms,status}.
 * A citizen's own call has pages of its own. 403 without a valid signature, before anything is read.
 */
export function createTwilioWebhooks(dependencies: TwilioWebhookDependencies): Router {
  const router = express.Router();
  router.use('/webhooks/twilio', ...onlySigned(dependencies));

  router.post('/webhooks/twilio/voice', async (request, response) => {
    twiml(response, await speakPage(messageIdOf(request), dependencies));
  });
  router.post('/webhooks/twilio/gather', async (request, response) => {
    const { Digits = '' } = formOf(request.body);
    twiml(response, await answerKey(messageIdOf(request), Digits, dependencies));
  });
  router.post('/webhooks/twilio/sms', async (request, response) => {
    await takeSms(formOf(request.body), dependencies);
    twiml(response, silent);
  });
  router.post('/webhooks/twilio/status', async (request, response) => {
    await applyNews(messageIdOf(request), deliveryNews(formOf(request.body)), dependencies);
    response.status(204).end();
  });
  return router;
}
