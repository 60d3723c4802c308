/** Menus of the navigation, for roles with many screens. */
export const screenGroups = {
  organisation: { vi: 'Tổ chức', en: 'Organisation' },
  messages: { vi: 'Tin nhắn', en: 'Messages' },
  rules: { vi: 'Quy định', en: 'Rules' },
  oversight: { vi: 'Giám sát', en: 'Oversight' },
} as const;
export type ScreenGroup = keyof typeof screenGroups;

/** What stands in the navigation: a screen, or a group with its screens where the first of them stood. */
export type Entry<S> =
  { readonly screen: S } | { readonly group: ScreenGroup; readonly screens: readonly S[] };

/** A group of one is no group: its screen stands for itself. */
export function entriesOf<S extends { readonly group?: ScreenGroup }>(
  titled: readonly S[],
): readonly Entry<S>[] {
  const seen = new Set<ScreenGroup>();
  return titled.flatMap((screen): Entry<S>[] => {
    const { group } = screen;
    const screens = titled.filter((one) => group !== undefined && one.group === group);
    if (group === undefined || screens.length < 2) return [{ screen }];
    if (seen.has(group)) return [];
    seen.add(group);
    return [{ group, screens }];
  });
}
