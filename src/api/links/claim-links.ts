import express from 'express';
import { DomainError } from '../../domain/refusal';
import { ownerOf } from '../../domain/ticket';
import { TemporalUnavailable } from '../ticket-desk';
import { awaitTicket } from './await-ticket';
import { deadPage, offerPage, ownerPage, placeCodeOf } from './claim-page';
import { claimWords, declineReasons } from './claim-words';
import { languageOf, page, sendPage, type Html, type Language } from './html';
import { openApp, type OpenAppDependencies } from './open-app';
import { actorOf, claimFor, declineFor, findPagedTeam, standingOf } from './paged-team';
import type { PageDependencies, PagedTeam, Standing } from './paged-team';
import type { EvidenceKind } from '../../domain/protocol';
import type { ClaimTokens } from '../../notifications/claim-tokens';
import type { MessageTexts } from '../../notifications/message-texts';
import type { Request, Response, Router } from 'express';

export interface ClaimLinkDependencies extends PageDependencies, OpenAppDependencies {
  readonly claimTokens: Pick<ClaimTokens, 'messageIdOf'>;
  readonly texts: Pick<MessageTexts, 'categories' | 'fields'>;
  /** What a category's protocol wants to see before its ticket may be resolved. */
  readonly requiredEvidence: (category: string) => readonly EvidenceKind[];
  /** Somebody was shown a citizen's name, number, address and words. */
  readonly onPersonalDataShown: (access: { ticketId: string; userId: string; via: 'link' }) => void;
}

type Form = Readonly<Record<string, unknown>>;

const retryAfterSeconds = 5;

/**
 * The page behind a team's SMS, to be mounted at the root. GET only shows: phones and carriers fetch links
 * before anybody reads them. POST acts for the person the link was sent to; the signed token is what a
 * forger would have to know, so the form needs no other.
 */
export function createClaimLinks(dependencies: ClaimLinkDependencies): Router {
  const router = express.Router();
  router.get('/c/:token', async (request, response) => {
    await show(request.params.token, languageOf(request.query.lang), response, dependencies);
  });
  router.post(
    '/c/:token',
    express.urlencoded({ extended: false, limit: '16kb' }),
    async (request, response) => {
      await act(request, response, dependencies);
    },
  );
  return router;
}

/** The page as the ticket stands now, optionally with a problem on top. */
async function show(
  token: string,
  language: Language,
  response: Response,
  dependencies: ClaimLinkDependencies,
  problem?: { readonly status: number; readonly text: string },
): Promise<void> {
  const now = new Date();
  const messageId = dependencies.claimTokens.messageIdOf(token);
  const paged = messageId === null ? null : await findPagedTeam(messageId, dependencies);
  const send = (status: number, body: Html): void => {
    const otherLanguage = `?lang=${language === 'vi' ? 'en' : 'vi'}`;
    // Its own origin may know: older phones tell by that alone which page a button was pressed on.
    sendPage(response, status, page({ language, title: claimWords[language].title, body, otherLanguage }), {
      referrerPolicy: 'same-origin',
    });
  };
  if (!paged) {
    send(404, deadPage({ kind: 'unknown' }, language, now));
    return;
  }
  const standing = await standingOf(paged, now, dependencies.organisation);
  if (standing.kind !== 'offer' && standing.kind !== 'mine') {
    send(problem?.status ?? 410, deadPage(standing, language, now));
    return;
  }
  const { ticket, user } = paged;
  const unit = await dependencies.organisation.findUnit(placeCodeOf(paged));
  const label =
    dependencies.texts.categories[ticket.state.category] ?? dependencies.texts.fields[ticket.state.field];
  const view = {
    ...{ paged, language, now, placeName: unit?.name ?? placeCodeOf(paged), categoryName: label[language] },
    requiredEvidence: dependencies.requiredEvidence(ticket.state.category),
    ...(problem !== undefined && { problem: problem.text }),
  };
  if (standing.kind === 'mine') {
    dependencies.onPersonalDataShown({ ticketId: ticket.id, userId: user.id, via: 'link' });
  }
  send(problem?.status ?? 200, standing.kind === 'mine' ? ownerPage(view) : offerPage(view));
}

/** Does what a button asks, then sends the phone back to the page, so that a reload repeats nothing. */
async function act(
  request: Request<{ token: string }>,
  response: Response,
  dependencies: ClaimLinkDependencies,
): Promise<void> {
  const { token } = request.params;
  const form = (request.body ?? {}) as Form;
  const language = languageOf(form.lang);
  const words = claimWords[language];
  const messageId = dependencies.claimTokens.messageIdOf(token);
  const paged = messageId === null ? null : await findPagedTeam(messageId, dependencies);
  if (!paged) {
    await show(token, language, response, dependencies);
    return;
  }
  const standing = await standingOf(paged, new Date(), dependencies.organisation);
  const isLive = standing.kind === 'offer' || standing.kind === 'mine';
  if (form.action === 'app') {
    if (isLive && openApp(paged, request, response, dependencies)) return;
    const problem = isLive ? { status: 403, text: words.unclear } : undefined;
    await show(token, language, response, dependencies, problem);
    return;
  }
  try {
    const outcome = await command(paged, standing, form, dependencies);
    if (outcome === 'unclear') {
      await show(token, language, response, dependencies, { status: 422, text: words.unclear });
      return;
    }
    if (outcome === 'lost') {
      await awaitTicket(dependencies.tickets, paged.ticket.id, (state) => ownerOf(state) !== undefined);
      await show(token, language, response, dependencies, { status: 409, text: words.refused });
      return;
    }
    if (outcome !== 'nothing') {
      const { revision } = outcome;
      await awaitTicket(dependencies.tickets, paged.ticket.id, (state) => state.revision >= revision);
    }
    response.set('Cache-Control', 'no-store').redirect(303, `/c/${token}?lang=${language}`);
  } catch (error) {
    if (error instanceof TemporalUnavailable) {
      response.set('Retry-After', String(retryAfterSeconds));
      await show(token, language, response, dependencies, { status: 503, text: words.busy });
    } else if (error instanceof DomainError) {
      const isMissing = error.code === 'evidence-missing';
      const problem = {
        status: isMissing ? 422 : 409,
        text: isMissing ? words.evidenceMissing : words.refused,
      };
      await show(token, language, response, dependencies, problem);
    } else throw error;
  }
}

async function command(
  paged: PagedTeam,
  standing: Standing,
  form: Form,
  dependencies: ClaimLinkDependencies,
): Promise<{ revision: number } | 'lost' | 'nothing' | 'unclear'> {
  const { desk } = dependencies;
  const { ticket } = paged;
  const actor = actorOf(paged, 'link');
  const offered = standing.kind === 'offer';
  const mine = standing.kind === 'mine';
  if (!offered && !mine) return form.action === 'claim' && standing.kind === 'taken' ? 'lost' : 'nothing';
  switch (form.action) {
    case 'claim':
      return offered ? claimFor(paged, 'link', dependencies) : 'nothing';
    case 'decline': {
      const reason = declineReasons.find((known) => known === form.reason) ?? 'other';
      return offered ? declineFor(paged, 'link', reason, dependencies) : 'nothing';
    }
    case 'enRoute':
      return mine ? desk.command(ticket, 'enRoute', { actor }) : 'nothing';
    case 'onScene':
      return mine ? desk.command(ticket, 'onScene', { actor }) : 'nothing';
    case 'resolve': {
      const required = dependencies.requiredEvidence(ticket.state.category);
      const evidence = evidenceOf(form, required.length > 0 ? required : ['outcome']);
      return mine ? desk.command(ticket, 'resolve', { actor, evidence, required }) : 'nothing';
    }
    default:
      return 'unclear';
  }
}

/** The filled-in fields among the ones asked for. */
function evidenceOf(form: Form, kinds: readonly EvidenceKind[]): Partial<Record<EvidenceKind, string>> {
  const evidence: Partial<Record<EvidenceKind, string>> = {};
  for (const kind of kinds) {
    const text = form[kind];
    if (typeof text === 'string' && text.trim() !== '') evidence[kind] = text.trim().slice(0, 2_000);
  }
  return evidence;
}
