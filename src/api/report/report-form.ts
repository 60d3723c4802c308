import type { Protocol } from '../../domain/protocol';
import { html, type Html } from '../links/html';
import { unsure, type FieldErrors, type FieldName, type ReportForm } from './report-input';
import type { Choice } from './report-place';
import { reportWords } from './report-words';

export type Language = 'vi' | 'en';

export interface FormView {
  readonly language: Language;
  readonly form: ReportForm;
  readonly errors: FieldErrors;
  /** What the whole form suffers from, e.g. too many tries. */
  readonly problem: string | null;
  readonly protocols: ReadonlyMap<string, Protocol>;
  readonly suggestions: readonly string[];
  readonly choices: readonly Choice[];
  /** Present in the second step: the choice for who finds their place in no list. */
  readonly homeUnitCode: string | null;
}

/** The two numbers that save a life, as large as anything on the page. */
export const lifeLine = (text: string, call: string): Html => html`
  <div class="card life" role="note">
    <p>${text}</p>
    <a class="button stop" href="tel:115">${call} 115</a>
    <a class="button stop" href="tel:1022">${call} 1022</a>
  </div>
`;

/** The form as it stands: what was typed is kept, every error stands beside its field and once more on top. */
export function reportForm(view: FormView): Html {
  const { language, form, errors } = view;
  const words = reportWords[language];
  return html`<h1>${words.title}</h1>
    ${lifeLine(words.life, words.callNow)}
    <p>${words.intro}</p>
    ${summary(view)}
    <form method="post" action="/report" class="card" id="report">
      <input type="hidden" name="lang" value="${language}" />
      <input type="hidden" name="key" value="${form.key}" />
      <fieldset ${describes('category', errors)}>
        <legend>${words.category}</legend>
        ${errorOf('category', errors)} ${categoryRadios(view)}
      </fieldset>
      <label for="description">${words.description}</label>
      ${hint('description', words.descriptionHint)} ${errorOf('description', errors)}
      <textarea
        id="description"
        name="description"
        rows="4"
        maxlength="2000"
        required
        ${describes('description', errors)}
      >
${form.description}</textarea>
      ${input(view, 'place', words.place, words.placeHint, html`list="places" required`)} ${didYouMean(view)}
      ${input(view, 'address', words.address, words.addressHint, html`autocomplete="street-address"`)}
      ${input(
        view,
        'phone',
        words.phone,
        words.phoneHint,
        html`type="tel" inputmode="tel" autocomplete="tel" required`,
      )}
      ${input(view, 'name', words.name, null, html`autocomplete="name"`)}
      <details ${form.subjectName + form.subjectPhone === '' ? null : html`open`}>
        <summary>${words.forSomeoneElse}</summary>
        ${input(view, 'subjectName', words.subjectName, null, html`autocomplete="off"`)}
        ${input(
          view,
          'subjectPhone',
          words.subjectPhone,
          null,
          html`type="tel" inputmode="tel" autocomplete="off"`,
        )}
      </details>
      <div class="away" aria-hidden="true">
        <label for="website">${words.website}</label>
        <input id="website" name="website" tabindex="-1" autocomplete="off" />
      </div>
      <button>${words.send}</button>
      <p class="hint">${words.privacy}</p>
    </form>
    <datalist id="places">
      ${view.suggestions.map((name) => html`<option value="${name}"></option>`)}
    </datalist>`;
}

function summary({ language, errors, problem }: FormView): Html | null {
  const words = reportWords[language];
  const wrong = Object.entries(errors);
  if (problem !== null) return html`<p class="card problem" role="alert">${problem}</p>`;
  if (wrong.length === 0) return null;
  return html`<div class="card problem" role="alert">
    <p>${words.problems}</p>
    <ul>
      ${wrong.map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}
    </ul>
  </div>`;
}

const radio = (name: FieldName, value: string, text: string, isChosen: boolean, id?: string): Html =>
  html`<label class="radio"
    ><input
      type="radio"
      name="${name}"
      value="${value}"
      ${id === undefined ? null : html`id="${id}"`}
      ${isChosen ? html`checked` : null}
      ${name === 'category' ? html`required` : null}
    />
    ${text}</label
  >`;

function categoryRadios({ language, form, protocols }: FormView): readonly Html[] {
  const words = reportWords[language];
  const inOrder = [...Object.keys(words.categories), ...protocols.keys()].filter(
    (code, index, all) => protocols.has(code) && all.indexOf(code) === index,
  );
  return [
    ...inOrder.map((code, index) =>
      radio(
        'category',
        code,
        words.categories[code] ?? protocols.get(code)?.name[language] ?? code,
        form.category === code,
        index === 0 ? 'category' : undefined,
      ),
    ),
    radio('category', unsure, words.unsure, form.category === unsure),
  ];
}

/** The second step, for browsers without suggestions and names that nobody knows. */
function didYouMean({ language, form, choices, homeUnitCode }: FormView): Html | null {
  if (homeUnitCode === null) return null;
  const words = reportWords[language];
  return html`<fieldset>
    <legend>${words.didYouMean}</legend>
    <input type="hidden" name="placeAsked" value="${form.place}" />
    ${choices.map(({ code, label }) => radio('unit', code, label, form.unit === code))}
    ${radio('unit', homeUnitCode, words.noneOfThese, form.unit === homeUnitCode)}
  </fieldset>`;
}

function input(
  { form, errors }: FormView,
  name: FieldName,
  label: string,
  hintText: string | null,
  attributes: Html,
): Html {
  return html`<label for="${name}">${label}</label>
    ${hintText === null ? null : hint(name, hintText)} ${errorOf(name, errors)}
    <input
      id="${name}"
      name="${name}"
      value="${form[name]}"
      maxlength="300"
      ${attributes}
      ${describes(name, errors, hintText !== null)}
    />`;
}

const hint = (name: FieldName, text: string): Html => html`<p class="hint" id="${name}-hint">${text}</p>`;

const errorOf = (name: FieldName, errors: FieldErrors): Html | null =>
  errors[name] === undefined ? null : html`<p class="error" id="${name}-error">${errors[name]}</p>`;

/** Says to a screen reader which words belong to the field, and that they are wrong. */
function describes(name: FieldName, errors: FieldErrors, hasHint = name === 'description'): Html | null {
  const isWrong = errors[name] !== undefined;
  const ids = [...(isWrong ? [`${name}-error`] : []), ...(hasHint ? [`${name}-hint`] : [])];
  if (ids.length === 0) return null;
  return html`aria-describedby="${ids.join(' ')}" ${isWrong ? html`aria-invalid="true"` : null}`;
}
