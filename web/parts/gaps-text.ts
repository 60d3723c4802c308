interface Gap {
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

/** `Thứ Bảy, Chủ nhật 19:00–24:00; mọi ngày 05:00–07:00`: the same hours of several days are told once. */
export function gapsText(gaps: readonly Gap[], weekdays: readonly string[], everyDay: string): string {
  const daysOf = new Map<string, string[]>();
  for (const { weekday, from, to } of gaps) {
    const hours = `${from}–${to}`;
    daysOf.set(hours, [...(daysOf.get(hours) ?? []), weekdays[weekday - 1] ?? '']);
  }
  return [...daysOf]
    .map(([hours, days]) => `${days.length === 7 ? everyDay : days.join(', ')} ${hours}`)
    .join('; ');
}
