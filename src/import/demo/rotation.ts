import type { DutyShift } from '../../domain/organisation';

const turns = [
  { name: 'day', from: '07:00', to: '19:00' },
  { name: 'night', from: '19:00', to: '07:00' },
] as const;

/**
 * Round-the-clock duty for one team: the week's 14 turns of twelve hours go round its people in order. With
 * two or more people nobody works two turns in a row, except over the end of the week.
 */
export function aroundTheClock(
  teamId: string,
  userIds: readonly string[],
  validFrom: string,
): readonly DutyShift[] {
  return userIds.flatMap((userId, person) =>
    turns.flatMap(({ name, from, to }, half): DutyShift[] => {
      const weekdays = [1, 2, 3, 4, 5, 6, 7].filter(
        (weekday) => ((weekday - 1) * turns.length + half) % userIds.length === person,
      );
      if (weekdays.length === 0) return [];
      return [
        {
          id: `${teamId}-${name}-${String(person + 1)}`,
          teamId,
          userId,
          weekdays,
          from,
          to,
          validFrom,
          validTo: null,
        },
      ];
    }),
  );
}
