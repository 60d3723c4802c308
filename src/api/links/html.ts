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
--done:#11693a;--stop:#a31621;--wrong:#a31621}
@media (prefers-color-scheme:dark){:root{--ground:#11161b;--card:#1b232b;--ink:#e8edf1;--soft:#a9b5c0;--line:#33404b;
--go:#2670b8;--done:#1f7a4a;--stop:#b3323b;--wrong:#ff9aa2}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:18px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:560px;margin:0 auto;padding:16px}
nav{text-align:right;font-size:1rem}nav form{margin:0}nav a,nav button{display:inline-block;padding:12px 0}
nav button{width:auto;min-height:0;background:none;color:inherit;font-weight:400;text-decoration:underline}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 8px}
.code{font-variant-numeric:tabular-nums;color:var(--soft);margin:0 0 8px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin:0 0 16px}
dl{margin:0}dt{color:var(--soft);font-size:.9rem}dd{margin:0 0 12px;overflow-wrap:anywhere}.words{white-space:pre-line}.label::first-letter{text-transform:uppercase}
dd:last-child{margin-bottom:0}
form{margin:0 0 12px}
button,.button{display:block;width:100%;min-height:56px;padding:12px 16px;font:inherit;font-weight:600;text-align:center;
color:#fff;background:var(--go);border:0;border-radius:12px;text-decoration:none;cursor:pointer}
button.done{background:var(--done)}
label{display:block;margin:0 0 4px}
input,textarea,select{width:100%;min-height:48px;padding:10px 12px;margin:0 0 12px;font:inherit;color:inherit;
background:var(--ground);border:1px solid var(--soft);border-radius:8px}
summary{min-height:48px;padding:12px 0;cursor:pointer;color:var(--ink)}
button.stop,.button.stop{background:var(--stop)}.life p{font-size:1.2rem;font-weight:700;margin:0 0 12px}.life .button{margin:0 0 8px}
.life{border:2px solid var(--stop)}fieldset{border:0;padding:0;margin:0 0 16px;min-width:0}legend{padding:0;margin:0 0 4px}
.radio{display:flex;gap:12px;align-items:center;min-height:48px;margin:0;padding:6px 0;cursor:pointer}
.radio input{flex:none;width:24px;min-height:24px;height:24px;margin:0}
.hint{color:var(--soft);font-size:.9rem;margin:0 0 4px}.error{color:var(--wrong);font-weight:600;margin:0 0 4px}
.big{font-size:2rem;font-weight:700;margin:0 0 8px;font-variant-numeric:tabular-nums}h2{font-size:1.15rem;margin:0 0 8px}
.away{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
@media (scripting:none){.scripted{display:none}}
.problem{border-left:4px solid var(--stop);padding-left:12px}
ol{margin:0;padding-left:24px}li{margin:0 0 8px}time{color:var(--soft)}
a{color:inherit}
footer nav{display:flex;flex-wrap:wrap;gap:0 20px;max-width:560px;margin:0 auto;padding:0 16px 24px;text-align:left}
[aria-current]{font-weight:700;text-decoration:none}
.good{border-left:4px solid var(--done);padding-left:12px}.plain{margin:0 0 8px}.next{margin:0}
.steps{list-style:none;padding:0;margin:0}.steps li{display:flex;justify-content:space-between;gap:16px;padding:6px 0;margin:0}
.steps li+li{border-top:1px solid var(--line)}
.quiet{background:none;color:var(--ink);border:2px solid var(--go)}.card p:last-child{margin-bottom:0}
button.link{background:none;color:var(--ink);font-weight:400;text-decoration:underline}
.tel{display:inline-block;padding:8px 0;font-weight:600}
.tiles{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));margin:0 0 16px}
.tile{display:block;padding:16px;background:var(--card);border:1px solid var(--line);border-radius:12px;text-decoration:none}
.tile strong{display:block;font-size:1.1rem;text-decoration:underline}
.wide{max-width:860px}.wide~footer nav{max-width:860px}
summary{min-height:48px;padding:12px 0;cursor:pointer;font-weight:600}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:8px 4px;text-align:right;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}caption{text-align:left;color:var(--soft);font-size:.9rem}thead th{font-weight:600;vertical-align:bottom}tbody th{font-weight:400}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
`;

export type Language = 'vi' | 'en';
export const languageOf = (given: unknown): Language => (given === 'en' ? 'en' : 'vi');

/** The other language, and its name in its own words. */
export const otherLanguageOf = (language: Language): readonly [code: Language, name: string] =>
  language === 'vi' ? ['en', 'English'] : ['vi', 'Tiếng Việt'];

const citizenWays: readonly (readonly [path: string, vi: string, en: string])[] = [
  ['/citizens', 'Trang chủ', 'Home'],
  ['/report', 'Gửi phản ánh', 'Report'],
  ['/track', 'Theo dõi', 'Follow'],
  ['/hotlines', 'Đường dây nóng', 'Hotlines'],
  ['/transparency', 'Số liệu', 'Figures'],
];

/** A page of the citizens' side: with the ways to all the others at its end. `here` is its own path. */
export function citizenPage(options: Parameters<typeof page>[0] & { readonly here?: string }): string {
  const { language, here } = options;
  const name = language === 'vi' ? 'Dành cho người dân' : 'For citizens';
  const ways = citizenWays.map(
    ([path, vi, en]) =>
      html`<a href="${path}?lang=${language}" ${path === here ? html`aria-current="page"` : null}
        >${language === 'vi' ? vi : en}</a
      >`,
  );
  return page({ ...options, foot: html`<footer><nav aria-label="${name}">${ways}</nav></footer>` });
}

/** A whole page. `otherLanguage` is the switch's address, or a form in its place. */
export function page(options: {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  readonly otherLanguage: string | Html;
  /** Below everything else. */
  readonly foot?: Html;
  readonly isWide?: boolean;
}): string {
  const { language, title, body, otherLanguage, foot, isWide } = options;
  const [other, otherName] = otherLanguageOf(language);
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
        <main ${isWide ? html`class="wide"` : null}>
          <nav>
            ${
              otherLanguage instanceof Html
                ? otherLanguage
                : html`<a href="${otherLanguage}" lang="${other}" hreflang="${other}">${otherName}</a>`
            }
          </nav>
          ${body}
        </main>
        ${foot ?? null}
      </body>
    </html>`.text;
}

/** Sends a page that nobody stores, indexes, frames, or learns the address of. */
export function sendPage(
  response: Response,
  status: number,
  text: string,
  { referrerPolicy = 'no-referrer' }: { readonly referrerPolicy?: 'no-referrer' | 'same-origin' } = {},
): void {
  response
    .status(status)
    .set({
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex, nofollow',
      'Referrer-Policy': referrerPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    })
    .type('html')
    .send(text);
}
