import type { PinnedPolicy, ServiceClass } from '../../src/domain/policy';

const minute = 60_000;
const hour = 60 * minute;

const around: Pick<
  ServiceClass,
  'calendarId' | 'countsHoldTime' | 'allStepsAtOnce' | 'repageEveryMs' | 'channels'
> = {
  calendarId: null,
  countsHoldTime: false,
  allStepsAtOnce: false,
  repageEveryMs: null,
  channels: ['sms', 'voice'],
};

/** The default policy of the domain description, written out so that a story's figures can be read here. */
export const defaultPolicy: PinnedPolicy = {
  id: 'binh-duong',
  version: 1,
  classes: {
    P1: {
      ...around,
      triageMs: 2 * minute,
      acknowledgeMs: 2 * minute,
      firstResponseMs: 15 * minute,
      resolveMs: 2 * hour,
      holdReasons: [],
      allStepsAtOnce: true,
      repageEveryMs: minute,
    },
    P2: {
      ...around,
      triageMs: 5 * minute,
      acknowledgeMs: 10 * minute,
      firstResponseMs: 40 * minute,
      resolveMs: 4 * hour,
      holdReasons: ['waitingForBed', 'waitingForVehicle'],
      countsHoldTime: true,
    },
    P3: {
      ...around,
      triageMs: 15 * minute,
      acknowledgeMs: 30 * minute,
      firstResponseMs: 2 * hour,
      resolveMs: 5 * hour,
      holdReasons: ['citizenUnreachable'],
    },
    P4: {
      ...around,
      triageMs: hour,
      acknowledgeMs: 2 * hour,
      firstResponseMs: 24 * hour,
      resolveMs: 48 * hour,
      calendarId: 'working',
      holdReasons: ['waitingForCitizen', 'citizenUnreachable'],
      channels: ['sms'],
    },
    P5: {
      ...around,
      triageMs: 4 * hour,
      acknowledgeMs: 8 * hour,
      firstResponseMs: 16 * hour,
      resolveMs: 40 * hour,
      calendarId: 'working',
      holdReasons: ['waitingForCitizen', 'citizenUnreachable'],
      channels: ['sms'],
    },
  },
  calendars: [
    {
      id: 'working',
      utcOffsetMinutes: 420,
      weekly: [
        [
          ['07:30', '11:30'],
          ['13:00', '17:00'],
        ],
        [
          ['07:30', '11:30'],
          ['13:00', '17:00'],
        ],
        [
          ['07:30', '11:30'],
          ['13:00', '17:00'],
        ],
        [
          ['07:30', '11:30'],
          ['13:00', '17:00'],
        ],
        [
          ['07:30', '11:30'],
          ['13:00', '17:00'],
        ],
        [],
        [],
      ],
      holidays: ['2021-09-02', '2021-09-03'],
    },
  ],
  ladder: {
    down: [
      { tier: 'province', share: 0.2 },
      { tier: 'district', share: 0.3 },
      { tier: 'commune', share: 0.5 },
    ],
    climb: [
      { tier: 'commune', share: 0.5 },
      { tier: 'district', share: 0.3 },
      { tier: 'province', share: 0.2 },
    ],
  },
  warnAtShares: [0.5, 0.8],
  contactAttemptsBeforeHold: 3,
  closeAfterResolvedMs: 24 * hour,
};
