import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** From pale to deep; white text is legible from the sixth on. */
const lagoon: MantineColorsTuple = [
  '#e4f5f8',
  '#cfe8ee',
  '#9fd2dd',
  '#6bbacb',
  '#43a6bb',
  '#2899b1',
  '#147f96',
  '#0b5c6b',
  '#094c59',
  '#053c47',
];

/** A list that drops down stays inside the page's landmarks and scrolls by itself, so that readers of screens find it. */
const dropsDown = {
  defaultProps: { comboboxProps: { withinPortal: false }, withScrollArea: false },
  styles: { options: { maxHeight: 280, overflowY: 'auto' } },
};

export const theme = createTheme({
  fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
  headings: { fontFamily: "'Be Vietnam Pro', system-ui, sans-serif", fontWeight: '600' },
  colors: { lagoon },
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { Select: dropsDown, Autocomplete: dropsDown, MultiSelect: dropsDown, TagsInput: dropsDown },
});

/** Mantine's own grey of descriptions and red of mistakes are too pale for small letters. */
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    ...{ '--mantine-color-dimmed': 'var(--truc-quiet)', '--mantine-color-error': 'var(--truc-breached)' },
  };
  return { variables: {}, light: ours, dark: ours };
};

/** The value that lets Mantine's own style elements pass the page's policy. */
export const styleNonce = (): string => document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';
