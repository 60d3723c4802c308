import express from 'express';
import type { Request, Response, Router } from 'express';
import { isOpenOrder, resultOutcomes } from '../../domain/command-order';
import { addresseeOf } from '../../domain/command-order-commands';
import { DomainError } from '../../domain/refusal';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { ClaimTokens } from '../../notifications/claim-tokens';
import { orderSeenAt } from '../command-orders/find-order';
import type { CommandOrderDesk } from '../command-orders/order-desk';
import { findToldOfOrder, mayDo, orderActorOf } from '../command-orders/told-of-order';
import type { ToldOfOrder, ToldOfOrderDependencies } from '../command-orders/told-of-order';
import { TemporalUnavailable } from '../ticket-desk';
import { html, languageOf, page, sendPage, type Html, type Language } from './html';
import { orderPageBody, type OrderPageView } from './order-page-body';
import { orderPageWords } from './order-page-words';

export interface OrderPageDependencies extends ToldOfOrderDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly orderDesk: Pick<CommandOrderDesk, 'command'>;
  readonly claimTokens: Pick<ClaimTokens, 'messageIdOf'>;
}

type Form = Readonly<Record<string, unknown>>;
type Trouble = Pick<OrderPageView, 'problem' | 'said'> & { readonly status: number };

const retryAfterSeconds = 5;
const longestText = 4_000;

/**
 * The page behind the SMS of an order. GET only shows, because phones and carriers fetch links before anybody reads
 * them; POST acts for the person the link was sent to, with their rights of today. It works for as long as the order
 * is open, because a unit acknowledges now and reports tomorrow.
 */
export function createOrderPage(dependencies: OrderPageDependencies): Router {
  const router = express.Router();
  router.get('/o/:token', async (request, response) => {
    await show(request.params.token, languageOf(request.query.lang), response, dependencies);
  });
  router.post(
    '/o/:token',
    express.urlencoded({ extended: false, limit: '32kb' }),
    async (request, response) => {
      await act(request, response, dependencies);
    },
  );
  return router;
}

const toldBy = async (token: string, dependencies: OrderPageDependencies): Promise<ToldOfOrder | null> => {
  const messageId = dependencies.claimTokens.messageIdOf(token);
  return messageId === null ? null : findToldOfOrder(messageId, dependencies);
};

async function show(
  token: string,
  language: Language,
  response: Response,
  dependencies: OrderPageDependencies,
  trouble?: Trouble,
): Promise<void> {
  const told = await toldBy(token, dependencies);
  const words = orderPageWords[language];
  const body = told
    ? await bodyOf(told, language, dependencies, trouble)
    : html`<p class="problem">${words.unknown}</p>`;
  const otherLanguage = `?lang=${language === 'vi' ? 'en' : 'vi'}`;
  const status = told ? (trouble?.status ?? 200) : 404;
  sendPage(response, status, page({ language, title: words.title, body, otherLanguage }));
}

async function bodyOf(
  told: ToldOfOrder,
  language: Language,
  { organisation, users }: OrderPageDependencies,
  trouble: Trouble | undefined,
): Promise<Html> {
  const { order, unitCode } = told;
  const addressee = addresseeOf(order.state, unitCode);
  const { acknowledged, result } = addressee;
  const ids = [order.state.issuer.userId, acknowledged?.userId, result?.userId].filter(
    (id) => id !== undefined,
  );
  const [people, issuer, own] = await Promise.all([
    users.findMany(ids),
    organisation.findUnit(order.state.issuer.unit.code),
    organisation.findUnit(unitCode),
  ]);
  const lastWords = (type: 'reported' | 'returned'): string => {
    const entry = order.timeline.findLast((one) => one.type === type && one.unitCodes.includes(unitCode));
    return typeof entry?.data.text === 'string' ? entry.data.text : '';
  };
  return orderPageBody({
    ...{ order, addressee, language, now: new Date(), mayAct: mayDo(told, 'report') },
    issuerName: issuer ? `${issuer.type} ${issuer.name}` : order.state.issuer.unit.code,
    unitName: own ? `${own.type} ${own.name}` : unitCode,
    nameOf: (id) => people.find((person) => person.id === id)?.name ?? '',
    ...{ reported: lastWords('reported'), returnedBecause: lastWords('returned') },
    ...(trouble && { problem: trouble.problem, said: trouble.said }),
  });
}

async function act(
  request: Request<{ token: string }>,
  response: Response,
  dependencies: OrderPageDependencies,
): Promise<void> {
  const { token } = request.params;
  const form = (request.body ?? {}) as Form;
  const language = languageOf(form.lang);
  const words = orderPageWords[language];
  const said = { outcome: textIn(form.outcome), text: textIn(form.text) };
  const fail = (status: number, problem: string): Promise<void> =>
    show(token, language, response, dependencies, { status, problem, said });
  const told = await toldBy(token, dependencies);
  if (!told) return show(token, language, response, dependencies);
  if (!mayDo(told, 'report')) return fail(403, words.mayNot);
  try {
    const receipt = await command(told, form, said, dependencies);
    if (receipt === null) return await fail(422, form.action === 'report' ? words.missing : words.unclear);
    await orderSeenAt(dependencies.commandOrders, told.order, receipt.revision);
    response.set('Cache-Control', 'no-store').redirect(303, `/o/${token}?lang=${language}`);
  } catch (error) {
    if (error instanceof TemporalUnavailable) {
      response.set('Retry-After', String(retryAfterSeconds));
      return fail(503, words.busy);
    }
    if (!(error instanceof DomainError)) throw error;
    const isEnded = error.code === 'order-not-open' || !isOpenOrder(told.order.state);
    return fail(409, isEnded ? words.ended : words.somebodyElse);
  }
}

async function command(
  told: ToldOfOrder,
  form: Form,
  said: { readonly outcome: string; readonly text: string },
  { orderDesk, messages }: OrderPageDependencies,
): Promise<{ readonly revision: number } | null> {
  const { order, unitCode, message } = told;
  const actor = orderActorOf(told, 'link');
  const outcome = resultOutcomes.find((known) => known === said.outcome);
  if (form.action === 'acknowledge') {
    const receipt = await orderDesk.command(order, 'acknowledge', { actor, unitCode });
    await messages.useOnce(message.id, new Date());
    return receipt;
  }
  if (form.action !== 'report' || outcome === undefined || said.text === '') return null;
  const receipt = await orderDesk.command(order, 'report', { actor, unitCode, outcome, text: said.text });
  await messages.useOnce(message.id, new Date());
  return receipt;
}

const textIn = (value: unknown): string =>
  typeof value === 'string' ? value.trim().slice(0, longestText) : '';
