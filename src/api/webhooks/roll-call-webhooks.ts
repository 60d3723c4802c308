import express from 'express';
import type { Request, Response, Router } from 'express';
import type { RingResult } from '../../domain/hotline';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { Ring, RollCallRepository } from '../../models/roll-calls/roll-call-repository';
import type { Logger } from '../../platform/logger';
import type { RollCallSettings } from '../../platform/reference-data/roll-call-settings';
import type { RollCallDesk } from '../roll-calls/roll-call-desk';
import { formOf, onlySigned } from './signature';
import { asked, spoken } from './speech';

export interface RollCallWebhookDependencies {
  readonly rollCalls: Pick<RollCallRepository, 'findRing' | 'markMachine' | 'settle'>;
  readonly rollCallDesk: Pick<RollCallDesk, 'settled'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly settings: RollCallSettings;
  readonly authToken: string;
  /** Without a trailing slash; what the provider was told. */
  readonly publicUrl: string;
  readonly logger: Logger;
}

const confirmKey = '1';
const timesAsked = 2;

/** What the end of a call that nobody confirmed means; `completed` was picked up, by a person or a machine. */
const resultOfEnd: Readonly<Record<string, RingResult>> = {
  busy: 'busy',
  'no-answer': 'noAnswer',
  failed: 'failed',
  canceled: 'failed',
};

/**
 * The checks of the hotlines, call by call: POST /webhooks/twilio/roll-call{,-key,-status}?n=<ring>. Only a key is
 * an answer: a machine that picks up is not. 403 without a valid signature.
 */
export function createRollCallWebhooks(deps: RollCallWebhookDependencies): Router {
  const { rollCalls, settings } = deps;
  const words = settings.words.vi;
  const router = express.Router();
  const signed = onlySigned(deps);

  const ringOf = (request: Request): Promise<Ring | null> => {
    const { n } = request.query;
    return typeof n === 'string' ? rollCalls.findRing(n) : Promise.resolve(null);
  };
  const speak = (response: Response, text: string): void => {
    response.set('Cache-Control', 'no-store').type('text/xml').send(text);
  };
  const ask = async (ring: Ring): Promise<string> => {
    const unit = await deps.organisation.findUnit(ring.unitCode);
    const name = unit ? `${unit.type} ${unit.name}` : '';
    return asked(words.ask.replace('{unit}', name), 'vi', {
      ...{ action: `/webhooks/twilio/roll-call-key?n=${ring.id}`, times: timesAsked },
      ...{ silence: words.silence, withinSeconds: settings.policy.keySeconds },
    });
  };
  const settle = async (ring: Ring, result: RingResult): Promise<void> => {
    if (!(await rollCalls.settle(ring.id, result, new Date()))) return;
    // The result is stored; a workflow that does not hear of it looks by itself when its time is up.
    await deps.rollCallDesk.settled(ring).catch((err: unknown) => {
      deps.logger.warn({ err, ringId: ring.id }, 'a roll-call was not told of a result');
    });
  };

  router.post('/webhooks/twilio/roll-call', ...signed, async (request, response) => {
    const ring = await ringOf(request);
    if (!ring) {
      speak(response, spoken(words.unknown, 'vi'));
      return;
    }
    const { AnsweredBy = '' } = formOf(request.body);
    // Still asked: a person may be taken for a machine, and only a person presses the key.
    if (/^(machine|fax)/.test(AnsweredBy)) await rollCalls.markMachine(ring.id);
    speak(response, await ask(ring));
  });
  router.post('/webhooks/twilio/roll-call-key', ...signed, async (request, response) => {
    const ring = await ringOf(request);
    const { Digits } = formOf(request.body);
    if (ring && Digits === confirmKey) {
      await settle(ring, 'answered');
      speak(response, spoken(words.thanks, 'vi'));
      return;
    }
    speak(response, ring ? await ask(ring) : spoken(words.unknown, 'vi'));
  });
  router.post('/webhooks/twilio/roll-call-status', ...signed, async (request, response) => {
    const ring = await ringOf(request);
    const { CallStatus = '' } = formOf(request.body);
    if (ring) {
      const result =
        CallStatus === 'completed' ? (ring.machine ? 'machine' : 'noKey') : resultOfEnd[CallStatus];
      if (result) await settle(ring, result);
    }
    response.status(204).end();
  });
  return router;
}
