import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ask } from '../../api/ask';
import type { UnitSurge } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { dayTime } from '../../parts/day-time';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { LinkTo } from '../../parts/link-to';
import { useNames } from '../../parts/names';
import { FilterBar, Page } from '../../parts/page';
import { useSurges } from '../../parts/surges';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { UnitPicker } from '../../parts/unit-picker';
import { Decide } from './decide';
import { Forecast } from './forecast';
import { History } from './history';
import { InForce } from './in-force';
import styles from './surge.module.css';
import { surgeWords } from './words';

/** Whether a unit needs a surge, what is in force there, and the switch for who may decide. */
export function Screen() {
  const words = useWords(surgeWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const { areaCode } = useMe();
  const names = useNames();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const place: { readonly unit?: string } = useSearch({ strict: false });
  const unit = place.unit ?? areaCode;
  const [done, setDone] = useState<Done | null>(null);
  const surges = useSurges().filter(({ unitCode }) => unitCode !== unit);
  const { data, error } = useQuery({
    queryKey: ['surges', unit],
    queryFn: () => ask('GET /surge/{unitCode}', { params: { unitCode: unit } }),
    refetchInterval: 60_000,
  });
  const profiles = useQuery({ queryKey: ['surges'], queryFn: () => ask('GET /surge') });
  const onDecided = (answer: UnitSurge, told: Done): void => {
    queries.setQueryData(['surges', unit], answer);
    void queries.invalidateQueries({ queryKey: ['surges'] });
    setDone(told);
  };
  const forget = useCallback(() => {
    setDone(null);
  }, []);
  const all = profiles.data?.profiles;
  return (
    <Page title={words.title} lead={words.lead}>
      <FilterBar label={shared.filters}>
        <UnitPicker
          label={words.unit}
          value={unit}
          onChange={(code) => {
            forget();
            void navigate({ to: '/surge', search: { unit: code ?? areaCode } });
          }}
        />
      </FilterBar>
      {surges.length > 0 && (
        <ul className={styles.elsewhere} aria-label={words.elsewhere}>
          {surges.map(({ unitCode, profile, endsAt }) => (
            <li key={unitCode}>
              <LinkTo to="/surge" search={{ unit: unitCode }}>
                {names.unit(unitCode)}: {profile.name[language]} ({dayTime(endsAt, language)})
              </LinkTo>
            </li>
          ))}
        </ul>
      )}
      <ErrorLine error={error ?? profiles.error} />
      {!data && !error && <LoadingList />}
      {data && all && (
        <div className={styles.columns}>
          <div className={styles.column}>
            <InForce surge={data} />
            <Decide
              key={`${unit} ${String(data.version)}`}
              surge={data}
              profiles={all}
              onDecided={onDecided}
            />
          </div>
          <div className={styles.column}>
            <Forecast unit={unit} />
            <History decisions={data.history} />
          </div>
        </div>
      )}
      <UndoBar done={done} onGone={forget} />
    </Page>
  );
}
