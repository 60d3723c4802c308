import type { PeriodKind, ReportingPeriod } from '../../domain/reporting-period';
import { hideSmall, showCount, smallestShown, type ShownCount } from '../../domain/small-numbers';
import type { PublicCounts } from '../../models/transparency/public-counts';
import type { PublicFigure } from '../../domain/public-figures';
import { html, type Html, type Language } from '../links/html';
import { transparencyWords } from './transparency-words';

export interface TransparencyView {
  readonly language: Language;
  readonly open: ReadonlySet<PublicFigure>;
  readonly by: PeriodKind;
  /** Newest first. */
  readonly periods: readonly ReportingPeriod[];
  readonly chosen: ReportingPeriod;
  readonly counts: PublicCounts;
  /** Totals of all periods, in their order; empty unless they are open. */
  readonly totals: readonly number[];
  readonly nameOf: (kind: 'category' | 'unit', code: string) => string;
}

export function transparencyBody(view: TransparencyView): Html {
  const { language, open, counts } = view;
  const words = transparencyWords[language];
  const sections: Readonly<Record<Exclude<PublicFigure, 'totals'>, () => Html>> = {
    categories: () => parts(view, 'categories', counts.byCategory, 'category'),
    districts: () => parts(view, 'districts', counts.byDistrict, 'unit'),
    clocks: () => clocks(view),
    times: () => times(view),
  };
  const names = (Object.keys(sections) as (keyof typeof sections)[]).filter((name) => open.has(name));
  return html`<h1>${words.title}</h1>
    <p>${words.intro} ${words.small}</p>
    ${open.has('totals') ? series(view) : null} ${names.length > 0 ? choice(view) : null}
    ${names.map((name) => (counts.total === 0 ? empty(view, name) : sections[name]()))}`;
}

export function nothingOpen(language: Language): Html {
  const words = transparencyWords[language];
  return html`<h1>${words.title}</h1>
    <p class="card">${words.nothing}</p>`;
}

const labelOf = ({ language, by }: Pick<TransparencyView, 'language' | 'by'>, code: string): string =>
  transparencyWords[language][by](code);

const written = (shown: ShownCount, language: Language): string =>
  typeof shown === 'number'
    ? new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(shown)
    : transparencyWords[language][shown];

const section = (view: TransparencyView, name: PublicFigure, content: Html): Html => {
  const words = transparencyWords[view.language];
  return html`<section class="card" aria-labelledby="${name}">
    <h2 id="${name}">${words.figures[name]}</h2>
    ${content}
  </section>`;
};

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): Html =>
  html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first = '', ...cells]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

function series(view: TransparencyView): Html {
  const { language, periods, totals } = view;
  const words = transparencyWords[language];
  const rows = periods.map(({ code }, index) => [
    labelOf(view, code),
    written(showCount(totals[index] ?? 0), language),
  ]);
  return section(view, 'totals', table([words.period, words.reports], rows));
}

function choice(view: TransparencyView): Html {
  const { language, periods, chosen } = view;
  const words = transparencyWords[language];
  return html`<form method="get" action="/transparency" class="card">
    <input type="hidden" name="lang" value="${language}" />
    <label for="period">${words.choose}</label>
    <select id="period" name="period">
      ${periods.map(
        ({ code }) =>
          html`<option value="${code}" ${code === chosen.code ? html`selected` : null}>
            ${labelOf(view, code)}
          </option>`,
      )}
    </select>
    <button>${words.show}</button>
  </form>`;
}

const empty = (view: TransparencyView, name: PublicFigure): Html =>
  section(view, name, html`<p>${transparencyWords[view.language].none}</p>`);

function parts(
  view: TransparencyView,
  figure: PublicFigure,
  found: readonly { readonly code: string; readonly count: number }[],
  kind: 'category' | 'unit',
): Html {
  const { language } = view;
  const words = transparencyWords[language];
  const shown = hideSmall(found.map(({ count }) => count));
  if (shown === null) return section(view, figure, html`<p>${words.tooFew}</p>`);
  // In the order of names: the order of the counts would tell what is hidden.
  const rows = found
    .map(({ code }, index) => [view.nameOf(kind, code), written(shown[index] ?? 0, language)] as const)
    .sort(([a], [b]) => a.localeCompare(b, 'vi'));
  return section(view, figure, table([words.figures[figure], words.reports], rows));
}

function clocks(view: TransparencyView): Html {
  const { language, counts } = view;
  const words = transparencyWords[language];
  const rows = counts.clocks.flatMap(({ name, inTime, late }) => {
    const shown = hideSmall([inTime, late]);
    return shown === null
      ? []
      : [[words.clocks[name] ?? name, ...shown.map((count) => written(count, language))]];
  });
  const content = rows.length === 0 ? html`<p>${words.tooFew}</p>` : null;
  return section(view, 'clocks', content ?? table([words.promise, words.inTime, words.late], rows));
}

function times(view: TransparencyView): Html {
  const words = transparencyWords[view.language];
  const rows = view.counts.times
    .filter(({ count }) => count >= smallestShown)
    .map(({ until, medianMs }) => [words.until[until], words.duration(Math.round(medianMs / 60_000))]);
  const content = rows.length === 0 ? html`<p>${words.tooFew}</p>` : table([words.step, words.median], rows);
  return section(view, 'times', content);
}
