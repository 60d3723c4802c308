import express from 'express';
import type { Router } from 'express';
import { citizenPage, html, languageOf, sendPage, type Html, type Language } from '../links/html';
import { homeWords } from './home-words';

/**
 * Where a citizen begins: `/` and, for signs and posters that must stay true, `/citizens`. Staff find their sign-in
 * at the end of it.
 */
export function createHomePage(): Router {
  const router = express.Router();
  router.get(['/', '/citizens'], (request, response) => {
    const language = languageOf(request.query.lang);
    const otherLanguage = `/citizens?lang=${language === 'vi' ? 'en' : 'vi'}`;
    const { title } = homeWords[language];
    const body = home(language);
    sendPage(
      response,
      200,
      citizenPage({ language, title, body, otherLanguage, here: '/citizens', isWide: true }),
    );
  });
  return router;
}

function home(language: Language): Html {
  const words = homeWords[language];
  return html`<h1>${words.title}</h1>
    <div class="card life" role="note">
      <p>${words.life}</p>
      <a class="button stop" href="tel:115">${words.call} 115</a>
      <a class="button stop" href="tel:1022">${words.call} 1022</a>
    </div>
    <div class="tiles">
      ${words.ways.map(
        ({ path, name, about }) =>
          html`<a class="tile" href="${path}?lang=${language}"><strong>${name}</strong> ${about}</a>`,
      )}
    </div>
    <p>${words.staff} <a class="tel" href="/app/">${words.signIn}</a></p>`;
}
