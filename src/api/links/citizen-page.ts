import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { localTime } from '../../domain/local-time';
import { lastFour } from '../../domain/phone';
import { withMainsProgress } from '../duplicates/shown-progress';
import { citizenWords } from './citizen-words';
import { html, page, sendPage } from './html';
import type { Html } from './html';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import type { Redis } from 'ioredis';
import type { Request, Response, Router } from 'express';

export interface CitizenPageDependencies {
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode'>;
  /** Shares the limits between processes; without it each process counts alone. */
  readonly redis?: Redis;
}

type Language = 'vi' | 'en';

const windowSeconds = 15 * 60;
const triesPerCode = 10;
const triesPerAddress = 40;

/**
 * A citizen's way to follow a report, to be mounted at the root: GET asks for the last four digits of the
 * phone, POST shows steps and times and nothing else. An unknown code, wrong digits and a report without a
 * phone are one and the same answer; ten tries a quarter of an hour a code.
 */
export function createCitizenPage(dependencies: CitizenPageDependencies): Router {
  const router = express.Router();
  const allow = createLimits(dependencies.redis);

  router.get('/t/:code', (request, response) => {
    const language = languageOf(request.query.lang);
    send(response, 200, language, question(request.params.code, language, null));
  });
  router.post(
    '/t/:code',
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      const form = (request.body ?? {}) as Readonly<Record<string, unknown>>;
      const language = languageOf(form.lang);
      const words = citizenWords[language];
      const code = request.params.code.toUpperCase();
      const waitSeconds = await allow(request, code);
      if (waitSeconds !== null) {
        response.set('Retry-After', String(waitSeconds));
        send(response, 429, language, question(code, language, words.tooMany));
        return;
      }
      const ticket = await dependencies.tickets.findByCode(code);
      if (!ticket || !isTheirs(ticket, form.digits)) {
        send(response, 404, language, question(code, language, words.notFound));
        return;
      }
      send(response, 200, language, story(await withMainsProgress(dependencies.tickets, ticket), language));
    },
  );
  return router;
}

const languageOf = (given: unknown): Language => (given === 'en' ? 'en' : 'vi');

function send(response: Response, status: number, language: Language, body: Html): void {
  const otherLanguage = `?lang=${language === 'vi' ? 'en' : 'vi'}`;
  sendPage(response, status, page({ language, title: citizenWords[language].title, body, otherLanguage }));
}

function question(code: string, language: Language, problem: string | null): Html {
  const words = citizenWords[language];
  return html`<h1>${words.title}</h1>
    <p class="code">${code}</p>
    ${problem === null ? null : html`<p class="card problem" role="alert">${problem}</p>`}
    <form method="post" class="card">
      <input type="hidden" name="lang" value="${language}" />
      <label for="digits">${words.ask}</label>
      <input
        id="digits"
        name="digits"
        inputmode="numeric"
        autocomplete="off"
        pattern="[0-9]{4}"
        maxlength="4"
        required
      />
      <button>${words.show}</button>
    </form>`;
}

/** The public steps, oldest first. Repeated ones (a second page, a second team) show each time. */
function story(ticket: StoredTicket, language: Language): Html {
  const words = citizenWords[language];
  const now = new Date();
  const steps = ticket.timeline.flatMap(({ type, at }) => {
    const text = words.steps[type];
    return text === undefined
      ? []
      : [html`<li>${text}<br /><time datetime="${at}">${localTime(new Date(at), now)}</time></li>`];
  });
  return html`<h1>${words.status[ticket.state.status]}</h1>
    <p class="code">${ticket.code}</p>
    <div class="card">
      <ol>
        ${steps}
      </ol>
    </div>
    <p>${words.help}</p>`;
}

function isTheirs({ intake }: StoredTicket, digits: unknown): boolean {
  const own = intake.caller.phone === undefined ? '' : lastFour(intake.caller.phone);
  if (typeof digits !== 'string' || !/^\d{4}$/.test(digits) || own.length !== 4) return false;
  return timingSafeEqual(Buffer.from(digits), Buffer.from(own));
}

/** Counts a try; answers how many seconds to wait, or null when the try may go on. */
function createLimits(redis?: Redis): (request: Request, code: string) => Promise<number | null> {
  const limiter = (keyPrefix: string, points: number): RateLimiterMemory | RateLimiterRedis => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration: windowSeconds });
    if (redis === undefined) return memory;
    // Without Redis the page still works, each process counting for itself.
    return new RateLimiterRedis({
      ...{ storeClient: redis, keyPrefix, points, duration: windowSeconds, insuranceLimiter: memory },
    });
  };
  const byCode = limiter('citizen-code', triesPerCode);
  const byAddress = limiter('citizen-address', triesPerAddress);
  const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return async (request, code) => {
    try {
      await byAddress.consume(hashed(request.ip ?? 'unknown'));
      await byCode.consume(hashed(code));
      return null;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return Math.ceil((refusal as { msBeforeNext: number }).msBeforeNext / 1_000);
    }
  };
}
