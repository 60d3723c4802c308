import express from 'express';
import type { Request, Response, Router } from 'express';
import type { HandOver, OpenWork } from '../../domain/hand-over';
import { localTime } from '../../domain/local-time';
import { DomainError } from '../../domain/refusal';
import type { HandOverRepository } from '../../models/duty/hand-over-repository';
import type { MessageRepository } from '../../models/messages/message-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import type { ClaimTokens } from '../../notifications/claim-tokens';
import { takeHandOver } from '../duty/hand-over-routes';
import { html, page, sendPage, type Html } from './html';

export interface HandOverPageDependencies {
  readonly messages: Pick<MessageRepository, 'find'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly handOvers: Pick<HandOverRepository, 'find' | 'change'>;
  readonly claimTokens: Pick<ClaimTokens, 'messageIdOf'>;
}

type Language = 'vi' | 'en';

const words = {
  vi: {
    title: 'Giao ca trực',
    unknown: 'Liên kết không dùng được. Gọi 1022 nếu cần.',
    open: 'phiếu mở',
    take: 'Nhận ca',
    taken: 'Ca đã có người nhận.',
    unclaimed: 'chưa ai nhận',
    owned: 'đội đang xử lý',
    due: 'hạn',
  },
  en: {
    title: 'Hand-over of duty',
    unknown: 'This link does not work. Call 1022 if you need to.',
    open: 'open tickets',
    take: 'Take over',
    taken: 'Somebody has taken this shift over.',
    unclaimed: 'unclaimed',
    owned: 'with the team',
    due: 'due',
  },
} as const;

const languageOf = (given: unknown): Language => (given === 'en' ? 'en' : 'vi');

/**
 * The page behind the SMS of a hand-over: codes and times, and one button. GET only shows, because phones and
 * carriers fetch links before anybody reads them; POST takes over for the person the link was sent to.
 */
export function createHandOverPage(dependencies: HandOverPageDependencies): Router {
  const router = express.Router();
  router.get('/h/:token', async (request, response) => {
    const found = await findTold(request.params.token, dependencies);
    show(found?.handOver ?? null, languageOf(request.query.lang), response, 200);
  });
  router.post(
    '/h/:token',
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (request: Request<{ token: string }>, response) => {
      const { token } = request.params;
      const language = languageOf((request.body as { lang?: unknown } | undefined)?.lang);
      const found = await findTold(token, dependencies);
      if (!found) {
        show(null, language, response, 404);
        return;
      }
      try {
        await takeHandOver(dependencies.handOvers, found.handOver, found.userId);
        response.set('Cache-Control', 'no-store').redirect(303, `/h/${token}?lang=${language}`);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const now = await dependencies.handOvers.find(found.handOver.id);
        show(now?.handOver ?? null, language, response, 409);
      }
    },
  );
  return router;
}

/** The hand-over that this link was sent about, and to whom; null for a forged link or a closed account. */
async function findTold(
  token: string,
  { messages, users, handOvers, claimTokens }: HandOverPageDependencies,
): Promise<{ readonly handOver: HandOver; readonly userId: string } | null> {
  const messageId = claimTokens.messageIdOf(token);
  const message = messageId === null ? null : await messages.find(messageId);
  if (message?.template !== 'team.handOver' || message.recipient.kind !== 'user') return null;
  const { userId } = message.recipient;
  const [stored, user] = await Promise.all([handOvers.find(message.ticketId), users.find(userId)]);
  return stored && user?.active ? { handOver: stored.handOver, userId } : null;
}

function show(handOver: HandOver | null, language: Language, response: Response, status: number): void {
  const { title, unknown } = words[language];
  const body = handOver ? bodyOf(handOver, language) : html`<p class="problem">${unknown}</p>`;
  const otherLanguage = `?lang=${language === 'vi' ? 'en' : 'vi'}`;
  sendPage(response, handOver ? status : 404, page({ language, title, body, otherLanguage }));
}

function bodyOf(handOver: HandOver, language: Language): Html {
  const { title, open, take, taken } = words[language];
  const isOpen = handOver.state === 'waiting' || handOver.state === 'overdue';
  const button = html`<form method="post">
    <input type="hidden" name="lang" value="${language}" />
    <button>${take}</button>
  </form>`;
  return html`<h1>${title}</h1>
    <p class="code">${handOver.teamName}, ${localTime(new Date(handOver.at), new Date())}</p>
    ${isOpen ? button : html`<p class="problem">${taken}</p>`}
    <div class="card">
      <p>${handOver.work.length} ${open}</p>
      <ol>
        ${handOver.work.map((work) => itemOf(work, language))}
      </ol>
    </div>`;
}

function itemOf(work: OpenWork, language: Language): Html {
  const { owned, unclaimed, due } = words[language];
  const time = work.next
    ? html` <time>${due} ${localTime(new Date(work.next.dueAt), new Date())}</time>`
    : null;
  return html`<li>${work.priority} ${work.code}: ${work.isOwned ? owned : unclaimed}${time}</li>`;
}
