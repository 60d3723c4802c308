import { isOpenOrder, resultOutcomes } from '../../domain/command-order';
import type { Addressee } from '../../domain/command-order';
import { localTime } from '../../domain/local-time';
import type { StoredCommandOrder } from '../../models/command-orders/command-order-repository';
import { html, type Html, type Language } from './html';
import { orderPageWords, type OrderPageWords } from './order-page-words';

export interface OrderPageView {
  readonly order: StoredCommandOrder;
  readonly addressee: Addressee;
  readonly language: Language;
  readonly now: Date;
  readonly issuerName: string;
  readonly unitName: string;
  readonly nameOf: (userId: string) => string;
  readonly returnedBecause: string;
  /** What the unit has reported last. */
  readonly reported: string;
  /** Whether this person may still answer for the unit. */
  readonly mayAct: boolean;
  /** What went wrong just now, and what had been typed. */
  readonly problem?: string;
  readonly said?: { readonly outcome: string; readonly text: string };
}

/** The order as one unit sees it: what to do, by when, and the next step as one large button. */
export function orderPageBody(view: OrderPageView): Html {
  const { order, language, issuerName, unitName, nameOf, problem } = view;
  const { state, words: given } = order;
  const words = orderPageWords[language];
  const document = given.documentNumber === null ? '' : `, ${words.documentNumber(given.documentNumber)}`;
  return html`<h1>${words.title} ${state.code}</h1>
    ${problem === undefined ? null : html`<p class="problem" role="alert">${problem}</p>`}
    <div class="card">
      <p>
        ${state.urgent ? html`<strong>${words.urgent}.</strong> ` : null}${words.from(
          capitalised(issuerName),
          nameOf(state.issuer.userId),
        )}
        ${words.means[given.means]}${document}
      </p>
      ${given.text.split(/\n+/).map((line) => html`<p><strong>${line}</strong></p>`)}
      <p class="hint">${words.to(unitName)}</p>
      ${
        state.tickets.length === 0
          ? null
          : html`<p class="hint">${words.tickets}: ${state.tickets.map(({ code }) => code).join(', ')}</p>`
      }
    </div>
    ${isOpenOrder(state) ? nextStep(view, words) : html`<p class="good">${words.statuses[state.status]}</p>`}`;
}

function nextStep(view: OrderPageView, words: OrderPageWords): Html {
  const { addressee, nameOf, now, mayAct, returnedBecause } = view;
  const { acknowledged, result } = addressee;
  const at = (time: string): string => localTime(new Date(time), now);
  const due = (label: string, dueAt: string): Html =>
    html`<p>
      ${label} <strong>${at(dueAt)}</strong>${Date.parse(dueAt) < now.getTime() ? ` (${words.late})` : ''}
    </p>`;
  if (result?.state === 'accepted') return html`<p class="good">${words.accepted}</p>`;
  const known = acknowledged
    ? html`<p class="good">${words.acknowledgedBy(nameOf(acknowledged.userId), at(acknowledged.at))}</p>`
    : due(words.acknowledgeBy, addressee.acknowledgeClock.dueAt);
  const news =
    result?.state === 'reported'
      ? html`<p class="good">${words.reportedBy(nameOf(result.userId), at(result.at))}</p>`
      : result?.state === 'returned'
        ? html`<p class="problem">${words.returned} ${returnedBecause}</p>`
        : null;
  const button = html`<form method="post">
    <input type="hidden" name="lang" value="${view.language}" />
    <button name="action" value="acknowledge">${words.acknowledge}</button>
  </form>`;
  return html`${known} ${acknowledged || !mayAct ? null : button} ${news}
  ${due(words.resultBy, addressee.resultClock.dueAt)} ${mayAct ? reportForm(view, words) : null}`;
}

function reportForm({ addressee, language, said, reported }: OrderPageView, words: OrderPageWords): Html {
  const isCorrection = addressee.result?.state === 'reported';
  const chosen = said?.outcome ?? (isCorrection ? addressee.result?.outcome : undefined);
  const form = html`<form method="post">
    <input type="hidden" name="lang" value="${language}" />
    <fieldset>
      <legend class="away">${words.report}</legend>
      ${resultOutcomes.map(
        (outcome) =>
          html`<label class="radio"
            ><input
              type="radio"
              name="outcome"
              value="${outcome}"
              required
              ${outcome === chosen ? html`checked` : null}
            />
            ${words.outcomes[outcome]}</label
          >`,
      )}
    </fieldset>
    <label for="text">${words.text}</label>
    <textarea id="text" name="text" rows="4" maxlength="4000" required>
${said?.text ?? (isCorrection ? reported : '')}</textarea>
    <button name="action" value="report" class="${addressee.acknowledged ? '' : 'quiet'}">
      ${words.send}
    </button>
  </form>`;
  if (!isCorrection || said !== undefined)
    return html`<div class="card">
      <h2>${isCorrection ? words.correct : words.report}</h2>
      ${form}
    </div>`;
  return html`<details class="card">
    <summary>${words.correct}</summary>
    ${form}
  </details>`;
}

const capitalised = (word: string): string => word.charAt(0).toLocaleUpperCase('vi') + word.slice(1);
