import express from 'express';
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse';
import { answerSms } from './answer-sms';
import { answerKey, speakPage } from './page-call';
import { applyNews } from './apply-news';
import { judgeCall, noteAnsweredBy } from './call-outcome';
import { deliveryNews } from './delivery-news';
import { formOf, onlySigned } from './signature';
import { silent } from './speech';
import type { IncomingSmsDependencies } from './answer-sms';
import type { PageCallDependencies } from './page-call';
import type { CallOutcomeDependencies } from './call-outcome';
import type { MessageRepository } from '../../models/messages/message-repository';
import type { Request, Response, Router } from 'express';

export interface TwilioWebhookDependencies extends PageCallDependencies {
  readonly commandOrders: PageCallDependencies['commandOrders'] & CallOutcomeDependencies['commandOrders'];
  readonly messages: Pick<
    MessageRepository,
    'find' | 'useOnce' | 'applyStatus' | 'markTold' | 'noteAnsweredBy' | 'markUnreached'
  >;
  readonly sms: IncomingSmsDependencies;
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

/** Silence, or one message back to the sender. */
function answered(words: string | null): string {
  if (words === null) return silent;
  const reply = new MessagingResponse();
  reply.message(words);
  return reply.toString();
}

/**
 * The provider's side of the door, to be mounted at the root: POST
 * /webhooks/twilio/{voice,gather,sms,status,answered-by}.
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
    const { MessageSid: id = '', From: from = '', To: to = '', Body: body = '' } = formOf(request.body);
    twiml(response, answered(await answerSms({ id, from, to, body }, dependencies.sms)));
  });
  router.post('/webhooks/twilio/status', async (request, response) => {
    const form = formOf(request.body);
    await applyNews(messageIdOf(request), deliveryNews(form), dependencies);
    if (form.CallStatus === 'completed') await judgeCall(messageIdOf(request), dependencies);
    response.status(204).end();
  });
  router.post('/webhooks/twilio/answered-by', async (request, response) => {
    const { AnsweredBy = '' } = formOf(request.body);
    await noteAnsweredBy(messageIdOf(request), AnsweredBy, dependencies);
    response.status(204).end();
  });
  return router;
}
