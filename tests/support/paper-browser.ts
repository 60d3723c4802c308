/** A browser without JavaScript: reads a page's one form, fills it in as a person would, and sends it. */
export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Names and values that the form would send as it stands. */
  readonly fields: Readonly<Record<string, string>>;
  /** The words beside a field that is wrong. */
  errorOf(name: string): string | null;
  /** Labels of the radio buttons of this name, by value. */
  choices(name: string): Readonly<Record<string, string>>;
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const plain = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (one) => entities[one] ?? one);
const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? null : plain(found);
};

function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name === null || (/type="radio"/.test(tag) && !/\schecked\b/.test(tag))) continue;
    fields[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, open = '', text = ''] of html.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea\s*>/g)) {
    const name = attribute(open, 'name');
    if (name !== null) fields[name] = plain(text.replace(/^\n/, ''));
  }
  return fields;
}

async function pageOf(response: Response): Promise<Page> {
  const html = await response.text();
  return {
    status: response.status,
    html,
    headers: response.headers,
    fields: fieldsOf(html),
    errorOf: (name) => {
      const found = new RegExp(`<p class="error" id="${name}-error">([^<]*)</p>`).exec(html)?.[1];
      return found === undefined ? null : plain(found);
    },
    choices: (name) =>
      Object.fromEntries(
        [...html.matchAll(/<label class="radio"\s*>([\s\S]*?)<\/label\s*>/g)].flatMap(([, inner = '']) =>
          attribute(inner, 'name') === name
            ? [[attribute(inner, 'value') ?? '', plain(inner.replace(/<[^>]*>/g, '')).trim()]]
            : [],
        ),
      ),
  };
}

/** The page as if its form for `action` were the only one: the last of them, where there are several. */
export function formOf(page: Page, action: string): Page {
  const forms = [...page.html.matchAll(/<form\b[^>]*\baction="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)];
  const found = forms.findLast(([, to]) => to === action)?.[2];
  if (found === undefined) throw new Error(`the page has no form for ${action}: ${page.html}`);
  return { ...page, fields: fieldsOf(found) };
}

export const openPage = async (address: string): Promise<Page> => pageOf(await fetch(address));

/** Sends the page's form to `address` with these fields filled in or changed. */
export const sendForm = async (address: string, page: Page, filled: Record<string, string>): Promise<Page> =>
  pageOf(await fetch(address, { method: 'POST', body: new URLSearchParams({ ...page.fields, ...filled }) }));
