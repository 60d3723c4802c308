import express from 'express';
import type { Router } from 'express';
import { localTime } from '../../domain/local-time';
import { isShortCode } from '../../domain/phone';
import type { ShownHotline } from '../../domain/hotline';
import type { Unit } from '../../domain/organisation';
import { limitKey, spend, type RateLimits } from '../auth/rate-limits';
import { Refused } from '../http/problem';
import { citizenPage, html, languageOf, sendPage, type Html, type Language } from '../links/html';
import { spokenNumber } from '../links/spoken-number';
import type { DirectoryEntry, HotlineDirectory } from './hotline-directory';
import { hotlineWords } from './hotline-words';

const shownAtOnce = 12;
const longestQuery = 300;

/**
 * The directory for citizens, to be mounted at the root: GET /hotlines asks for a place, `?q=` shows the numbers of
 * every place that fits. One form and plain links, so it works on any phone and without a script.
 */
export function createHotlinesPage(deps: {
  readonly directory: HotlineDirectory;
  readonly limits: Pick<RateLimits, 'publicDirectory'>;
}): Router {
  const router = express.Router();
  router.get('/hotlines', async (request, response) => {
    const language = languageOf(request.query.lang);
    const words = hotlineWords[language];
    const q = typeof request.query.q === 'string' ? request.query.q.trim().slice(0, longestQuery) : '';
    const send = (status: number, result: Html | null): void => {
      const otherLanguage = `?lang=${language === 'vi' ? 'en' : 'vi'}${q === '' ? '' : `&q=${encodeURIComponent(q)}`}`;
      const body = html`${question(q, language)} ${result} ${help(language)}`;
      sendPage(
        response,
        status,
        citizenPage({ language, title: words.title, body, otherLanguage, here: '/hotlines' }),
      );
    };
    if (q === '') {
      send(200, null);
      return;
    }
    try {
      await spend(deps.limits.publicDirectory, limitKey('directory', request.ip ?? 'unknown'));
      const named = await deps.directory.byName(q, shownAtOnce);
      const found = named.length > 0 ? named : await deps.directory.byAddress(q);
      send(found.length > 0 ? 200 : 404, found.length > 0 ? places(found, language) : problem(words.nothing));
    } catch (error) {
      const isTooMany = error instanceof Refused && error.code === 'too-many-requests';
      // A citizen in need must read a number, whatever broke on our side.
      response.set(isTooMany ? error.headers : { 'Retry-After': '5' });
      send(isTooMany ? 429 : 503, problem(isTooMany ? words.tooMany : words.unavailable));
    }
  });
  return router;
}

function question(q: string, language: Language): Html {
  const words = hotlineWords[language];
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    <form method="get" action="/hotlines" class="card" role="search">
      <input type="hidden" name="lang" value="${language}" />
      <label for="q">${words.ask}</label>
      <input
        id="q"
        name="q"
        type="search"
        value="${q}"
        maxlength="${longestQuery}"
        autocomplete="address-level3"
        aria-describedby="example"
        required
      />
      <p id="example" class="code">${words.example}</p>
      <button>${words.find}</button>
    </form>`;
}

const problem = (text: string): Html => html`<p class="card problem" role="alert">${text}</p>`;

const titled = ({ type, name }: Unit): string => `${type.charAt(0).toUpperCase()}${type.slice(1)} ${name}`;

function places(found: readonly DirectoryEntry[], language: Language): Html {
  const words = hotlineWords[language];
  return html`<p role="status">${words.found(found.length)}</p>
    ${found.map((entry) => place(entry, language))}`;
}

function place({ unit, above, hotlines }: DirectoryEntry, language: Language): Html {
  const words = hotlineWords[language];
  const within = above.map(titled).join(', ');
  return html`<section class="card" aria-labelledby="u${unit.code}">
    <h2 id="u${unit.code}">${titled(unit)}</h2>
    ${within === '' ? null : html`<p class="code">${within}</p>`}
    ${hotlines.length === 0 ? html`<p>${words.none}</p>` : null}
    ${hotlines.map((hotline) => line(hotline, [unit, ...above], language))}
  </section>`;
}

function line(hotline: ShownHotline, units: readonly Unit[], language: Language): Html {
  const words = hotlineWords[language];
  const owner = units.find(({ code }) => code === hotline.unitCode);
  const { verifiedAt, number } = hotline;
  const checked =
    verifiedAt === null ? words.unverified : words.verified(localTime(new Date(verifiedAt), new Date()));
  return html`${hotline.isForwarded && owner ? html`<p>${words.forwarded(titled(owner))}</p>` : null}
    <p>
      <a class="button" href="tel:${number}">${words.call(spokenNumber(number))}</a>
      ${isShortCode(number) ? html`<small>${words.centre}</small>` : html`<small>${checked}</small>`}
    </p>`;
}

function help(language: Language): Html {
  const words = hotlineWords[language];
  return html`<section class="card">
    <p>${words.nobody}</p>
    <p><a class="button" href="tel:1022">${words.call('1022')}</a></p>
    <p>${words.life} <a href="tel:115">115</a></p>
  </section>`;
}
