/** As people here write a number: `0274 382 2718`; others stay in E.164. */
export function spokenNumber(number: string): string {
  if (!number.startsWith('+84')) return number;
  const national = `0${number.slice(3)}`;
  return `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`;
}
