import { localTime, minutesUntil } from '../../domain/local-time';
import { placeOf } from '../../domain/ticket';
import { claimWords, declineReasons } from './claim-words';
import { html } from './html';
import type { Html } from './html';
import type { PagedTeam, Standing } from './paged-team';
import type { EvidenceKind } from '../../domain/protocol';
import type { TicketState } from '../../domain/ticket';

export interface ClaimView {
  readonly paged: PagedTeam;
  readonly language: 'vi' | 'en';
  readonly now: Date;
  /** Names for the screen, from units and message texts. */
  readonly placeName: string;
  readonly categoryName: string;
  readonly requiredEvidence: readonly EvidenceKind[];
  readonly problem?: string;
}

/** What the team sees before it decides: enough to decide, nothing that names or places a person. */
export function offerPage(view: ClaimView): Html {
  const words = claimWords[view.language];
  const { state } = view.paged.ticket;
  const due = dueOf(state, view.paged.team.id);
  return html`${heading(view)}
    <div class="card">
      <dl>
        <dt>${words.priority}</dt>
        <dd>${state.priority}</dd>
        <dt>${words.category}</dt>
        <dd class="label">${view.categoryName}</dd>
        <dt>${words.place}</dt>
        <dd>${view.placeName}</dd>
        ${
          due === null
            ? null
            : html`<dt>${words.deadline}</dt>
                <dd>${localTime(due, view.now)} (${words.minutesLeft(minutesUntil(due, view.now))})</dd>`
        }
      </dl>
    </div>
    ${button(view, 'claim', words.claim, 'done')} ${appButton(view)}
    <details class="card">
      <summary>${words.decline}</summary>
      <form method="post">
        ${hidden(view, 'decline')}
        <label for="reason">${words.declineReason}</label>
        <select id="reason" name="reason">
          ${declineReasons.map((reason) => html`<option value="${reason}">${words.reasons[reason]}</option>`)}
        </select>
        <button class="stop">${words.decline}</button>
      </form>
    </details>`;
}

/** What the owner needs to go there and to finish: the only page with the citizen's data. */
export function ownerPage(view: ClaimView): Html {
  const words = claimWords[view.language];
  const { intake, state } = view.paged.ticket;
  const { caller, subject, location, description } = intake;
  const { point } = location;
  return html`${heading(view)}
    <div class="card">
      <p>${words.yours}</p>
      ${caller.phone === undefined ? null : callButton(caller.phone, words.phone)}
      <dl>
        <dt>${words.person}</dt>
        <dd>${caller.name ?? words.none}</dd>
        ${
          subject === undefined
            ? null
            : html`<dt>${words.subject}</dt>
                <dd>${[subject.name, subject.birthYear].filter((part) => part !== undefined).join(', ')}</dd>`
        }
        <dt>${words.address}</dt>
        <dd>${[location.address, view.placeName].filter((part) => part !== undefined).join(', ')}</dd>
        <dt>${words.description}</dt>
        <dd class="words">${description}</dd>
      </dl>
      ${subject?.phone === undefined ? null : callButton(subject.phone, `${words.phone} (${words.subject})`)}
      ${point === undefined ? null : html`<p><a class="button" href="${mapOf(point)}">${words.map}</a></p>`}
    </div>
    ${nextSteps(view, state)} ${appButton(view)}`;
}

function nextSteps(view: ClaimView, { status }: TicketState): Html {
  const words = claimWords[view.language];
  const go = status === 'claimed' ? button(view, 'enRoute', words.enRoute, '') : null;
  const arrive =
    status === 'claimed' || status === 'enRoute' ? button(view, 'onScene', words.onScene, '') : null;
  const kinds: readonly EvidenceKind[] =
    view.requiredEvidence.length > 0 ? view.requiredEvidence : ['outcome'];
  return html`${go}${arrive}
    <form method="post" class="card">
      ${hidden(view, 'resolve')}
      ${kinds.map(
        (kind) =>
          html`<label for="${kind}">${words.evidence[kind]}</label>
            <textarea id="${kind}" name="${kind}" rows="2" maxlength="2000" required></textarea>`,
      )}
      <button class="done">${words.resolve}</button>
    </form>`;
}

/** A link that can do nothing any more: says why, and whom to ask. */
export function deadPage(
  standing: Exclude<Standing, { kind: 'offer' | 'mine' }> | { kind: 'unknown' },
  language: 'vi' | 'en',
  now: Date,
): Html {
  const words = claimWords[language];
  const sentence =
    standing.kind === 'taken' ? words.taken(standing.by, localTime(standing.at, now)) : words[standing.kind];
  return html`<h1>${words.title}</h1>
    <div class="card">
      <p>${sentence}</p>
      <p>${words.callCentre}</p>
    </div>`;
}

function heading({ paged, language, problem }: ClaimView): Html {
  return html`<h1>${claimWords[language].title}</h1>
    <p class="code">${paged.ticket.code} · ${paged.team.name}</p>
    ${problem === undefined ? null : html`<p class="card problem" role="alert">${problem}</p>`}`;
}

const hidden = ({ language }: ClaimView, action: string): Html =>
  html`<input type="hidden" name="action" value="${action}" /><input
      type="hidden"
      name="lang"
      value="${language}"
    />`;

const button = (view: ClaimView, action: string, label: string, look: string): Html =>
  html`<form method="post">${hidden(view, action)}<button class="${look}">${label}</button></form>`;

/** The same ticket with photos, and without a network; no use where scripts do not run. */
const appButton = (view: ClaimView): Html =>
  html`<div class="scripted">${button(view, 'app', claimWords[view.language].app, 'quiet')}</div>`;

const callButton = (phone: string, label: string): Html =>
  html`<p><a class="button" href="tel:${phone}">${label} ${phone}</a></p>`;

const mapOf = ({ lat, lng }: { lat: number; lng: number }): string =>
  `https://www.openstreetmap.org/?mlat=${String(lat)}&mlon=${String(lng)}#map=18/${String(lat)}/${String(lng)}`;

/** The end of this team's step, or of the whole search. */
function dueOf({ ladder, clocks }: TicketState, teamId: string): Date | null {
  const step = ladder?.steps.find(({ teams }) => teams.some((team) => team.teamId === teamId));
  const clock = clocks.findLast(({ name, tier }) => name === 'acknowledge' && tier === undefined);
  const at = step?.endsAt ?? clock?.dueAt;
  return at === undefined ? null : new Date(at);
}

/** The innermost unit's code, for whoever looks up its name. */
export const placeCodeOf = ({ ticket }: PagedTeam): string => placeOf(ticket.state).code;
