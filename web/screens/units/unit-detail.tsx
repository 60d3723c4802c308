import { Anchor, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import type { Unit, UnitReadiness } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { gapsText } from '../../parts/gaps-text';
import { LinkTo } from '../../parts/link-to';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import { Part } from '../../parts/part';
import styles from './units.module.css';
import { unitsWords } from './words';

type Lack = UnitReadiness['missing'][number];
const lacks: readonly Lack[] = [
  'team',
  'hotlineNumber',
  'supervisorWithPhone',
  'policy',
  'somebodyOnDutyNow',
  'dutyAroundTheClock',
  'everyField',
];

/** One unit: since when, and the checklist of what it needs to go live, each with the way there. */
export function UnitDetail({ unit }: { readonly unit: Unit }) {
  const words = useWords(unitsWords);
  const shared = useWords(sharedWords);
  const names = useNames();
  const mayChange = useMe().role === 'admin';
  const { data, error } = useQuery({
    queryKey: ['readiness', unit.code],
    queryFn: () => ask('GET /units/{code}/readiness', { params: { code: unit.code } }),
    staleTime: 0,
  });
  const { code, validFrom, validTo, successors } = unit;
  return (
    <>
      <Text>
        {words.code} {code}. {words.inForce(validFrom, validTo)}.
        {successors.length > 0 &&
          ` ${words.successors}: ${successors.map((one) => names.unit(one)).join(', ')}.`}
      </Text>
      <ErrorLine error={error} />
      {!data && !error && <Loader size="sm" aria-label={shared.loading} />}
      {data && (
        <Part title={words.checklist}>
          <ul className={styles.checklist} data-ready={data.ready}>
            {lacks.map((lack) => {
              const isMissing = data.missing.includes(lack);
              const way = wayTo(lack, unit, data);
              return (
                <li key={lack} data-lack={lack} data-missing={isMissing}>
                  <Mark standing={isMissing ? 'warning' : 'ok'}>
                    <span className={styles.hidden}>{isMissing ? words.missing : words.have}: </span>
                    {words.lack[lack]}
                  </Mark>
                  {isMissing && way && mayChange && (
                    <Anchor component={LinkTo} to={way.to} search={way.search} className={styles.way}>
                      {words.fix[lack]}
                    </Anchor>
                  )}
                </li>
              );
            })}
          </ul>
        </Part>
      )}
      {data?.teams.some(({ gaps }) => gaps.length > 0) && (
        <Part title={words.gaps}>
          <ul className={styles.gaps}>
            {data.teams
              .filter(({ gaps }) => gaps.length > 0)
              .map(({ team, gaps }) => (
                <li key={team.id}>
                  <Anchor component={LinkTo} to="/admin/rosters" search={{ team: team.id }}>
                    {team.name}
                  </Anchor>
                  <small>{gapsText(gaps, shared.weekdays, words.everyDay)}</small>
                </li>
              ))}
          </ul>
        </Part>
      )}
    </>
  );
}

/** Where somebody mends it. */
function wayTo(
  lack: Lack,
  { code }: Unit,
  { teams }: UnitReadiness,
): { readonly to: string; readonly search: Readonly<Record<string, string>> } | null {
  const gappy = teams.find(({ gaps }) => gaps.length > 0) ?? teams[0];
  switch (lack) {
    case 'team':
      return { to: '/admin/teams', search: { unit: code, id: 'new' } };
    case 'hotlineNumber':
      return { to: '/admin/hotlines', search: { unit: code, id: 'new' } };
    case 'supervisorWithPhone':
      return { to: '/admin/people', search: { unit: code, id: 'new' } };
    case 'dutyAroundTheClock':
      return gappy ? { to: '/admin/rosters', search: { team: gappy.team.id } } : null;
    case 'somebodyOnDutyNow':
    case 'everyField':
      return { to: '/admin/teams', search: { unit: code } };
    case 'policy':
      return null;
  }
}
