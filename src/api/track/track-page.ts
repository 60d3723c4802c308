import { randomBytes, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Redis } from 'ioredis';
import type { Request, Response, Router } from 'express';
import { lastFour } from '../../domain/phone';
import { placeOf } from '../../domain/ticket';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import type { Logger } from '../../platform/logger';
import type { HotlineDirectory } from '../directory/hotline-directory';
import { withMainsProgress } from '../duplicates/shown-progress';
import { Refused } from '../http/problem';
import { citizenPage, languageOf, otherLanguageOf, sendPage, type Html, type Language } from '../links/html';
import { TemporalUnavailable } from '../ticket-desk';
import { createCitizenPasses } from './citizen-pass';
import {
  doWish,
  scoreOf,
  wordsOf,
  type Wish,
  type WishDependencies,
  type WishResult,
} from './citizen-wishes';
import { createTrackLimit } from './track-limits';
import { cancelQuestion, languageForm, trackQuestion, trackStory, type TrackView } from './track-view';
import { trackWords } from './track-words';

export interface TrackPageDependencies extends WishDependencies {
  readonly directory: Pick<HotlineDirectory, 'find'>;
  readonly secretKey: string;
  readonly logger: Logger;
  /** Shares the limits between processes; without it each process counts alone. */
  readonly redis?: Redis;
}

type Form = Readonly<Record<string, unknown>>;
type Shown = Partial<Pick<TrackView, 'notice' | 'kept' | 'key'>> & { readonly status?: number };

const good: ReadonlySet<WishResult> = new Set(['told', 'reopened', 'cancelled', 'asked', 'rated']);
const statusOf: Partial<Record<WishResult, number>> = {
  tooLate: 409,
  ended: 409,
  ratedBefore: 409,
  notYet: 422,
};
const wishes: readonly Wish[] = ['help', 'cancel', 'rating'];

/**
 * A citizen's way to follow a report and to speak up, to be mounted at the root. It works without JavaScript: the code
 * and the last four digits of the phone give a pass, which lies in the page's own forms for half an hour. An unknown
 * code, wrong digits and a report without a phone are one and the same answer; ten tries a quarter of an hour a code.
 */
export function createTrackPage(deps: TrackPageDependencies): Router {
  const router = express.Router();
  const passes = createCitizenPasses(deps.secretKey);
  const countTry = createTrackLimit('citizen', { ofSubject: 10, ofAddress: 40 }, deps.redis);
  const countWish = createTrackLimit('citizen-wish', { ofSubject: 20, ofAddress: 100 }, deps.redis);
  const readBody = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

  const ask = (response: Response, language: Language, code: string, told: string | null, status = 200) => {
    const [other] = otherLanguageOf(language);
    const address = `/track?lang=${other}${code === '' ? '' : `&code=${encodeURIComponent(code)}`}`;
    send(response, status, language, trackQuestion(language, code, told), address);
  };

  const viewOf = async (own: StoredTicket, language: Language, shown: Shown): Promise<TrackView> => {
    const now = new Date();
    const [progress, rating, entry] = await Promise.all([
      withMainsProgress(deps.tickets, own),
      deps.ratings.find(own.id),
      // The page is worth more without a number than not at all.
      deps.directory.find(placeOf(own.state).code).catch((err: unknown) => {
        deps.logger.warn({ err }, 'the directory could not be read for a citizen');
        return null;
      }),
    ]);
    return {
      ...{ language, own, shown: progress, rating, now, hotlines: entry?.hotlines ?? [] },
      pass: passes.issue(own.id, now),
      key: shown.key ?? randomBytes(16).toString('base64url'),
      notice: shown.notice ?? null,
      kept: shown.kept ?? '',
    };
  };

  const show = async (response: Response, own: StoredTicket, language: Language, shown: Shown = {}) => {
    const view = await viewOf(own, language, shown);
    send(response, shown.status ?? 200, language, trackStory(view), languageForm(view));
  };

  const enter = async (request: Request, response: Response): Promise<void> => {
    const form = formOf(request);
    const language = languageOf(form.lang);
    const words = trackWords[language];
    const held = passes.read(form.pass, new Date());
    const known = held === null ? null : await deps.tickets.find(held);
    if (known) {
      await show(response, known, language);
      return;
    }
    const code = codeOf(request.params.code ?? form.code);
    const waitSeconds = await countTry(request.ip ?? 'unknown', code);
    if (waitSeconds !== null) {
      response.set('Retry-After', String(waitSeconds));
      ask(response, language, code, words.tooMany, 429);
      return;
    }
    const ticket = await deps.tickets.findByCode(code);
    if (ticket && isTheirs(ticket, form.digits)) await show(response, ticket, language);
    else ask(response, language, code, words.notFound, 404);
  };

  const act = async (wish: Wish, request: Request, response: Response): Promise<void> => {
    const form = formOf(request);
    const language = languageOf(form.lang);
    const words = trackWords[language];
    const id = passes.read(form.pass, new Date());
    const ticket = id === null ? null : await deps.tickets.find(id);
    if (!ticket) {
      ask(response, language, '', words.passOver, 403);
      return;
    }
    const kept = wordsOf(form.words);
    const key = keyOf(form.key);
    const again = async (status: number, text: string): Promise<void> => {
      const shown = { key, kept, notice: { text, isGood: false } };
      const view = await viewOf(ticket, language, shown);
      const body = wish === 'cancel' ? cancelQuestion(view) : trackStory(view);
      send(response, status, language, body, languageForm(view));
    };
    if (wish === 'cancel' && form.sure !== 'yes') {
      const view = await viewOf(ticket, language, {});
      send(response, 200, language, cancelQuestion(view), languageForm(view, '/track/cancel'));
      return;
    }
    const waitSeconds = await countWish(request.ip ?? 'unknown', ticket.id);
    if (waitSeconds !== null) {
      response.set('Retry-After', String(waitSeconds));
      await again(429, words.tooMany);
      return;
    }
    try {
      const result = await doWish({ ticket, wish, key, words: kept, score: scoreOf(form.score) }, deps);
      const notice = { text: words.results[result], isGood: good.has(result) };
      const now = (await deps.tickets.find(ticket.id)) ?? ticket;
      await show(response, now, language, { status: statusOf[result] ?? 200, notice });
    } catch (error) {
      if (!(
        error instanceof TemporalUnavailable ||
        (error instanceof Refused && error.code === 'key-in-use')
      ))
        throw error;
      response.set('Retry-After', '5');
      await again(503, words.busy);
    }
  };

  router.get(['/track', '/t/:code'], (request, response) => {
    const { code } = request.params as { readonly code?: string };
    ask(response, languageOf(request.query.lang), codeOf(code ?? request.query.code), null);
  });
  router.post(['/track', '/t/:code'], readBody, enter);
  for (const wish of wishes) {
    router.post(`/track/${wish}`, readBody, (request, response) => act(wish, request, response));
    // A reload of an answer, or a saved address: begin again.
    router.get(`/track/${wish}`, (request, response) => {
      response.redirect(303, `/track?lang=${languageOf(request.query.lang)}`);
    });
  }
  return router;
}

const formOf = (request: Request): Form => (request.body ?? {}) as Form;

const codeOf = (given: unknown): string =>
  typeof given === 'string' ? given.trim().toUpperCase().slice(0, 20) : '';

/** Without a page's own key a wish is one of a kind. */
const keyOf = (given: unknown): string =>
  typeof given === 'string' && /^[\w-]{16,64}$/.test(given) ? given : randomBytes(16).toString('base64url');

function send(
  response: Response,
  status: number,
  language: Language,
  body: Html,
  otherLanguage: string | Html,
): void {
  const { title } = trackWords[language];
  sendPage(response, status, citizenPage({ language, title, body, otherLanguage, here: '/track' }));
}

function isTheirs({ intake }: StoredTicket, digits: unknown): boolean {
  const own = intake.caller.phone === undefined ? '' : lastFour(intake.caller.phone);
  if (typeof digits !== 'string' || !/^\d{4}$/.test(digits) || own.length !== 4) return false;
  return timingSafeEqual(Buffer.from(digits), Buffer.from(own));
}
