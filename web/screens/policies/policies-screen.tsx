import { IconFileDescription } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState, type CSSProperties } from 'react';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import { Page } from '../../parts/page';
import rows from '../../parts/rows.module.css';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { PolicyDetail, type PolicyDrafts } from './policy-detail';
import { policyWords } from './words';

const columns = {
  '--columns': 'minmax(0, 3fr) minmax(0, 2fr) minmax(0, 2fr) minmax(0, 2fr)',
} as CSSProperties;

/** Every service policy with its newest version. */
export function Screen() {
  const words = useWords(policyWords);
  const { language } = useLanguage();
  const names = useNames();
  const navigate = useNavigate();
  const place: { readonly id?: string } = useSearch({ strict: false });
  const [done, setDone] = useState<Done | null>(null);
  // Outlives the drawer, which a key or a click beside it closes.
  const [drafts] = useState<PolicyDrafts>(() => new Map());
  const forget = useCallback(() => {
    setDone(null);
  }, []);
  const { data, error } = useQuery({ queryKey: ['policies'], queryFn: () => ask('GET /policies') });
  const go = (id: string | undefined): void => {
    void navigate({ to: '/admin/policies', search: { id } });
  };
  const all = data?.items ?? [];
  // Newest version first, so the first of an id is its newest.
  const newest = all.filter(({ id }, index) => all.findIndex((one) => one.id === id) === index);
  const chosen = all.filter(({ id }) => id === place.id);
  return (
    <Page title={words.title} lead={words.lead}>
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && newest.length === 0 && (
        <EmptyState icon={<IconFileDescription size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {newest.length > 0 && (
        <div style={columns}>
          <div className={rows.labels} aria-hidden>
            <span>{words.policy}</span>
            <span>{words.unit}</span>
            <span>{words.newest}</span>
            <span>{words.from}</span>
          </div>
          <ul className={rows.list} aria-label={words.title}>
            {newest.map((policy) => (
              <li key={policy.id}>
                <button
                  type="button"
                  className={rows.row}
                  onClick={() => {
                    go(policy.id);
                  }}
                >
                  <span className={rows.cell}>
                    <b>{policy.name}</b>
                    {policy.onlyInSurge && <small>{words.surgeOnly}</small>}
                  </span>
                  <span className={rows.cell}>{names.unit(policy.unitCode)}</span>
                  <span className={rows.cell}>
                    {words.version(policy.version)}
                    <small>
                      {policy.createdAt === null
                        ? words.file
                        : words.madeBy(
                            policy.createdBy?.name ?? words.somebody,
                            dayAndTime(policy.createdAt, language),
                          )}
                    </small>
                  </span>
                  <span className={rows.cell}>{policy.effectiveFrom}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <SideDrawer
        wide
        title={chosen[0]?.name ?? ''}
        isOpen={chosen.length > 0}
        onClose={() => {
          go(undefined);
        }}
      >
        {chosen.length > 0 && (
          <PolicyDetail key={place.id} versions={chosen} drafts={drafts} onDone={setDone} />
        )}
      </SideDrawer>
      <UndoBar done={done} onGone={forget} />
    </Page>
  );
}
