import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import express, { Router, type Response } from 'express';
import { problemTable, type ProblemCode } from '../http/problem';
import { problemCodes } from './openapi';

/** Swagger UI injects styles into elements; scripts, images and requests stay on this host. */
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const shell = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trực · API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="icon" href="/docs/assets/favicon-32x32.png">
</head>
<body>
<div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, displayRequestDuration: true, persistAuthorization: true, tryItOutEnabled: true, validatorUrl: null });\n`;

/**
 * `/openapi.json`, `/docs` (Swagger UI, served from here, no request to anywhere else) and `/docs/problems`.
 *
 * @param problemsFile `docs/problems.md`, whose headings are the problem codes
 */
export function createDocsPages(openApi: object, problemsFile: string): Router {
  const router = Router();
  const explanations = explanationsIn(problemsFile);
  const html = (response: Response, text: string): void => {
    response
      .set({ 'Content-Security-Policy': docsPolicy, 'Cache-Control': 'no-cache' })
      .type('html')
      .send(text);
  };
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json(openApi);
  });
  router.get('/docs', (_request, response) => {
    html(response, shell);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  router.get('/docs/problems', (_request, response) => {
    html(response, problemsPage(explanations));
  });
  router.use(
    '/docs/assets',
    express.static(dirname(require.resolve('swagger-ui-dist/package.json')), {
      index: false,
      maxAge: '1d',
      fallthrough: true,
    }),
  );
  return router;
}

/** `## code` and the paragraph below it. */
function explanationsIn(file: string): ReadonlyMap<string, string> {
  const sections = readFileSync(file, 'utf8').split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...rest] = section.split('\n');
      return [heading.trim(), rest.join('\n').trim()] as const;
    }),
  );
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function problemsPage(explanations: ReadonlyMap<string, string>): string {
  const row = (code: ProblemCode): string =>
    `<section id="${code}"><h2>${code} <small>${String(problemTable[code].status)}</small></h2><p><strong>${escaped(problemTable[code].title)}</strong></p><p>${escaped(explanations.get(code) ?? '')}</p></section>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trực · Problems</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c2330}h2{font:600 1.1rem/1.3 ui-monospace,monospace;margin:2.5rem 0 .25rem}small{font-weight:400;color:#5b6577}section:target{background:#fff6d6;outline:.5rem solid #fff6d6}@media(prefers-color-scheme:dark){body{background:#12161d;color:#e6eaf1}section:target{background:#3a3313;outline-color:#3a3313}small{color:#9aa5b8}}</style></head>
<body><h1>Problems</h1><p>Every error of the API is <code>application/problem+json</code> (RFC 9457); its <code>type</code> leads to one of these.</p>
${problemCodes.map(row).join('\n')}
</body></html>
`;
}
