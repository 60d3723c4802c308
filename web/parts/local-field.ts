const timeZone = 'Asia/Ho_Chi_Minh';

/** `2026-11-26`, where the work is. */
export const dayOf = (at: Date): string => at.toLocaleDateString('en-CA', { timeZone });

/** What `<input type="datetime-local">` shows for a moment, in the time of the work. */
export const toLocalField = (at: Date): string =>
  `${dayOf(at)}T${at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })}`;

/** The moment that such a field says; null while it says none. */
export function fromLocalField(value: string): string | null {
  const at = new Date(`${value}:00+07:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
