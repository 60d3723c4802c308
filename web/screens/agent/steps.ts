/** Fields that Enter and answers go through carry `data-step`, in the order of the page. */
const steps = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-step]')];

const fieldOf = (step: HTMLElement): HTMLElement =>
  step.matches('fieldset')
    ? (step.querySelector<HTMLElement>('input:checked') ??
      step.querySelector<HTMLElement>('input, button') ??
      step)
    : step;

/** On to the field after the one that `inside` belongs to. */
export function focusNext(inside: HTMLElement): void {
  const all = steps();
  const next = all[all.findIndex((step) => step.contains(inside)) + 1];
  if (next) focusStep(next);
}

/** To the first field that fits, e.g. `[data-field="place"]`. */
export function focusFirst(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (found) focusStep(found);
}

function focusStep(step: HTMLElement): void {
  const field = fieldOf(step);
  field.focus();
  step.scrollIntoView({ block: 'nearest' });
}
