import {
  cancelAnswer,
  helpAnswer,
  mayBeRated,
  ratingChangesWithinMs,
  ratingScores,
} from '../../domain/citizen-wish';
import { localTime } from '../../domain/local-time';
import type { ShownHotline } from '../../domain/hotline';
import type { TimelineEntry } from '../../domain/ticket';
import type { Rating } from '../../models/ratings/rating-store';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import { html, otherLanguageOf, type Html, type Language } from '../links/html';
import { spokenNumber } from '../links/spoken-number';
import { trackWords } from './track-words';

export interface TrackView {
  readonly language: Language;
  /** The citizen's own ticket. */
  readonly own: StoredTicket;
  /** The same with the progress of the ticket it was joined with. */
  readonly shown: StoredTicket;
  readonly rating: Rating | null;
  readonly hotlines: readonly ShownHotline[];
  /** Goes along with every form of the page. */
  readonly pass: string;
  readonly key: string;
  readonly now: Date;
  /** What came of the last wish, and whether it went well. */
  readonly notice: { readonly text: string; readonly isGood: boolean } | null;
  /** Words that could not be sent and must not be lost. */
  readonly kept: string;
}

const problem = (text: string): Html => html`<p class="card problem" role="alert">${text}</p>`;

/** The two questions. Answers in words only: whether the code or the digits were wrong stays unsaid. */
export function trackQuestion(language: Language, code: string, told: string | null): Html {
  const words = trackWords[language];
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    ${told === null ? null : problem(told)}
    <form method="post" action="/track" class="card">
      <input type="hidden" name="lang" value="${language}" />
      <label for="code">${words.askCode}</label>
      <p class="hint" id="code-hint">${words.codeHint}</p>
      <input
        id="code"
        name="code"
        value="${code}"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="20"
        aria-describedby="code-hint"
        required
      />
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
    </form>
    ${life(language)}`;
}

const life = (language: Language): Html =>
  html`<p><a class="tel" href="tel:115">${trackWords[language].life}</a></p>`;

/** Where the report stands: now, next, so far; whom to call; and what the citizen may ask. */
export function trackStory(view: TrackView): Html {
  const { language, shown, notice } = view;
  const words = trackWords[language];
  const { status } = shown.state;
  return html`${notice ? result(notice) : null}
    <p class="code">${words.yourCode} ${shown.code}</p>
    <h1>${words.status[status]}</h1>
    <div class="card">
      <p class="plain">${words.doing[status]}</p>
      ${next(view)}
    </div>
    <section class="card" aria-labelledby="past">
      <h2 id="past">${words.past}</h2>
      <ol class="steps">
        ${steps(view)}
      </ol>
    </section>
    ${rating(view)} ${help(view)} ${call(view)} ${cancelLink(view)}`;
}

const result = ({ text, isGood }: NonNullable<TrackView['notice']>): Html =>
  isGood ? html`<p class="card good" role="status">${text}</p>` : problem(text);

/** A step that repeats at once (a second page, a second team) is one step to the citizen. */
function steps({ language, own, shown, now }: TrackView): readonly Html[] {
  const words = trackWords[language];
  const told = shown.timeline.flatMap((entry) => {
    const text = isOwn(entry, own) ? textOf(entry, language) : undefined;
    return text === undefined ? [] : [{ text, at: entry.at }];
  });
  return told
    .filter(({ text }, index) => text !== told[index - 1]?.text || text === words.steps.citizenContact)
    .map(
      ({ text, at }) => html`<li>${text} <time datetime="${at}">${localTime(new Date(at), now)}</time></li>`,
    );
}

function textOf({ type, data }: TimelineEntry, language: Language): string | undefined {
  const words = trackWords[language];
  return type === 'citizenContact' && data.wish === 'cancel' ? words.askedToCancel : words.steps[type];
}

/** Others who reported the same event got in touch, too: that is theirs alone. */
function isOwn({ type, data }: TimelineEntry, own: StoredTicket): boolean {
  if (type !== 'citizenContact') return true;
  return data.reportId === undefined ? own.state.status !== 'duplicate' : data.reportId === own.id;
}

/** The promise that counts now, said plainly also when it was broken. */
function next({ language, shown, now }: TrackView): Html | null {
  const words = trackWords[language];
  const { status, clocks, hold, resolution } = shown.state;
  const time = (at: string): string => localTime(new Date(at), now);
  const line = (text: string): Html => html`<p class="next"><strong>${words.next}:</strong> ${text}</p>`;
  if (status === 'onHold') return hold?.until === undefined ? null : line(words.waitsUntil(time(hold.until)));
  if (status === 'resolved' && resolution) {
    const closesAt = new Date(Date.parse(resolution.at) + shown.policy.closeAfterResolvedMs);
    return line(words.closesAt(localTime(closesAt, now)));
  }
  if (status === 'closed' || status === 'cancelled' || status === 'duplicate') return null;
  const newest = (name: string) => clocks.findLast((clock) => clock.name === name && !clock.tier);
  const visit = newest('firstResponse');
  const isVisited = status === 'onScene' || visit?.state === 'met';
  const clock = isVisited ? newest('resolve') : visit;
  if (!clock) return null;
  if (Date.parse(clock.dueAt) < now.getTime()) return line(words.late(time(clock.dueAt)));
  return line((isVisited ? words.doneBy : words.visitBy)(time(clock.dueAt)));
}

const hidden = ({ language, pass, key }: Pick<TrackView, 'language' | 'pass' | 'key'>): Html =>
  html`<input type="hidden" name="lang" value="${language}" />
    <input type="hidden" name="pass" value="${pass}" />
    <input type="hidden" name="key" value="${key}" />`;

/** The same page in the other language, without asking for the digits again. */
export function languageForm(view: TrackView, action = '/track'): Html {
  const [other, name] = otherLanguageOf(view.language);
  return html`<form method="post" action="${action}">
    ${hidden({ ...view, language: other })}
    <button lang="${other}">${name}</button>
  </form>`;
}

const textarea = (id: string, label: string, kept: string): Html =>
  html`<label for="${id}">${label}</label>
    <textarea id="${id}" name="words" rows="2" maxlength="500">${kept}</textarea>`;

function help(view: TrackView): Html {
  const { language, shown, now, kept } = view;
  const words = trackWords[language].help;
  const answer = helpAnswer(shown.state, shown.policy, now.getTime());
  if (answer === 'tooLate') {
    return html`<section class="card" aria-labelledby="help">
      <h2 id="help">${words.title}</h2>
      <p>${words.tooLate}</p>
      <a class="button" href="/report?lang=${language}">${words.newReport}</a>
    </section>`;
  }
  return html`<section class="card" aria-labelledby="help">
    <h2 id="help">${words.title}</h2>
    <p>${answer === 'reopen' ? words.ended : words.live}</p>
    <form method="post" action="/track/help">
      ${hidden(view)} ${textarea('help-words', words.label, kept)}
      <button>${words.send}</button>
    </form>
  </section>`;
}

function call({ language, hotlines }: TrackView): Html {
  const words = trackWords[language];
  const numbers = [...new Set([...hotlines.map(({ number }) => number), '1022'])].slice(0, 2);
  return html`<section class="card" aria-labelledby="call">
    <h2 id="call">${words.callNow}</h2>
    <p>${words.local}</p>
    ${numbers.map(
      (number) =>
        html`<p><a class="button quiet" href="tel:${number}">${words.call(spokenNumber(number))}</a></p>`,
    )}
    <p><a class="tel" href="tel:115">${words.life}</a></p>
  </section>`;
}

function cancelLink(view: TrackView): Html | null {
  if (cancelAnswer(view.shown.state) === 'no') return null;
  return html`<form method="post" action="/track/cancel">
    ${hidden(view)}
    <button class="link">${trackWords[view.language].cancel.open}</button>
  </form>`;
}

/** Asked once more before anything ends; on what may be dangerous the second press asks people. */
export function cancelQuestion(view: TrackView): Html {
  const { language, own, shown, kept } = view;
  const words = trackWords[language].cancel;
  const asks = cancelAnswer(own.state) === 'ask';
  return html`<p class="code">${trackWords[language].yourCode} ${shown.code}</p>
    <h1>${words.title}</h1>
    ${view.notice ? result(view.notice) : null}
    <form method="post" action="/track/cancel" class="card">
      <p class="plain">${asks ? words.asks : words.explained}</p>
      ${hidden(view)} ${textarea('cancel-words', words.label, kept)}
      <button class="stop" name="sure" value="yes">${asks ? words.ask : words.yes}</button>
    </form>
    <form method="post" action="/track">
      ${hidden(view)}
      <button>${words.no}</button>
    </form>`;
}

function rating(view: TrackView): Html | null {
  const { language, shown, rating: given, now } = view;
  if (!mayBeRated(shown.state)) return null;
  const words = trackWords[language].rating;
  const ofThisRound = given?.round === shown.state.reopenedCount + 1 ? given : null;
  const said = ofThisRound ? html`<p>${words.given(words.scores[ofThisRound.score])}</p>` : null;
  const isFinal =
    ofThisRound !== null && now.getTime() - ofThisRound.givenAt.getTime() > ratingChangesWithinMs;
  const form = html`<form method="post" action="/track/rating">
    ${hidden(view)}
    <fieldset>
      <legend>${words.changeable}</legend>
      ${[...ratingScores]
        .reverse()
        .map(
          (score) =>
            html`<label class="radio"
              ><input
                type="radio"
                name="score"
                value="${score}"
                ${ofThisRound?.score === score ? html`checked` : null}
                required
              />
              ${words.scores[score]}</label
            >`,
        )}
    </fieldset>
    ${textarea('rating-words', words.label, ofThisRound?.words ?? '')}
    <button class="done">${ofThisRound ? words.change : words.send}</button>
  </form>`;
  return html`<section class="card" aria-labelledby="rating">
    <h2 id="rating">${words.title}</h2>
    ${said} ${isFinal ? null : form}
  </section>`;
}
