import type { Response } from 'express';

/** A piece of HTML that is safe to put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Piece = Html | string | number | null | readonly Html[];

const written = (piece: Piece): string => {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(({ text }) => text).join('');
  return String(piece).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
};

/** Template tag: every value is escaped unless it is `Html` already. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(literals.map((literal, i) => literal + written(pieces[i] ?? null)).join(''));
}

const style = `
:root{color-scheme:light dark;--ground:#f4f6f8;--card:#fff;--ink:#17212b;--soft:#52606c;--line:#d5dce2;--go:#0b5cad;
--done:#11693a;--stop:#a31621}
@media (prefers-color-scheme:dark){:root{--ground:#11161b;--card:#1b232b;--ink:#e8edf1;--soft:#a9b5c0;--line:#33404b;
--go:#2670b8;--done:#1f7a4a;--stop:#b3323b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:18px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:560px;margin:0 auto;padding:16px}
nav{text-align:right;font-size:1rem}nav a,nav button{display:inline-block;padding:12px 0}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 8px}
.code{font-variant-numeric:tabular-nums;color:var(--soft);margin:0 0 8px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin:0 0 16px}
dl{margin:0}dt{color:var(--soft);font-size:.9rem}dd{margin:0 0 12px;overflow-wrap:anywhere}.words{white-space:pre-line}.label::first-letter{text-transform:uppercase}
dd:last-child{margin-bottom:0}
form{margin:0 0 12px}
button,.button{display:block;width:100%;min-height:56px;padding:12px 16px;font:inherit;font-weight:600;text-align:center;
color:#fff;background:var(--go);border:0;border-radius:12px;text-decoration:none;cursor:pointer}
button.done{background:var(--done)}button.stop{background:var(--stop)}
label{display:block;margin:0 0 4px}
input,textarea,select{width:100%;min-height:48px;padding:10px 12px;margin:0 0 12px;font:inherit;color:inherit;
background:var(--ground);border:1px solid var(--soft);border-radius:8px}
summary{min-height:48px;padding:12px 0;cursor:pointer;color:var(--ink)}
.problem{border-left:4px solid var(--stop);padding-left:12px}
ol{margin:0;padding-left:24px}li{margin:0 0 8px}time{color:var(--soft)}
a{color:inherit}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
`;

/** A whole page. `other` is the language switch's address. */
export function page(options: {
  readonly language: 'vi' | 'en';
  readonly title: string;
  readonly body: Html;
  readonly otherLanguage: string;
}): string {
  const { language, title, body, otherLanguage } = options;
  const [other, otherName] = language === 'vi' ? ['en', 'English'] : ['vi', 'Tiếng Việt'];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <nav><a href="${otherLanguage}" lang="${other}" hreflang="${other}">${otherName}</a></nav>
          ${body}
        </main>
      </body>
    </html>`.text;
}

/** Sends a page that nobody stores, indexes, frames, or learns the address of. */
export function sendPage(response: Response, status: number, text: string): void {
  response
    .status(status)
    .set({
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex, nofollow',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    })
    .type('html')
    .send(text);
}
