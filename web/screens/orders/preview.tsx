import { Loader } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import type { OrderPreview } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { useNames } from '../../parts/names';
import { selectionOf, type OrderDraft } from './order-draft';
import styles from './orders.module.css';
import { givingWords } from './words-of-giving';

/** Whom the selection reaches, asked anew with every change of it. */
export function usePreview(draft: OrderDraft): UseQueryResult<OrderPreview> {
  const to = selectionOf(draft);
  const isEmpty = to.unitCodes.length + to.tiers.length === 0;
  const asked = useQuery({
    queryKey: ['orderPreview', to],
    queryFn: () => ask('POST /command-orders/preview', { body: { to } }),
    enabled: !isEmpty,
    placeholderData: isEmpty ? undefined : keepPreviousData,
    staleTime: 60_000,
  });
  return isEmpty ? ({ ...asked, data: undefined, error: null } as UseQueryResult<OrderPreview>) : asked;
}

/** Who will be told, and which units have nobody: before it is sent, not after. */
export function Preview({ preview }: { readonly preview: UseQueryResult<OrderPreview> }) {
  const words = useWords(givingWords);
  const { loading } = useWords(sharedWords);
  const names = useNames();
  const { data, error, isFetching } = preview;
  const nobody = data?.units.filter(({ people }) => people.length === 0) ?? [];
  const told = data?.units.filter(({ people }) => people.length > 0) ?? [];
  const people = told.reduce((sum, unit) => sum + unit.people.length, 0);
  return (
    <section className={styles.card} aria-labelledby="preview">
      <div className={styles.line}>
        <h2 id="preview">{words.preview}</h2>
        {isFetching && <Loader size="xs" aria-label={loading} />}
      </div>
      <ErrorLine error={error} />
      {!data && !error && <p className={styles.quiet}>{words.previewEmpty}</p>}
      {data && (
        <>
          <p>
            <b>{words.willTell(data.units.length, people)}</b>
          </p>
          {nobody.length > 0 && (
            <div className={styles.nobody} role="alert">
              <b>
                <IconAlertTriangle size={18} aria-hidden /> {words.nobody(nobody.length)}
              </b>
              <span>{nobody.map(({ unitCode }) => names.unit(unitCode)).join(', ')}</span>
              <small>{words.nobodyHint}</small>
            </div>
          )}
          <ul className={styles.people} tabIndex={0} aria-label={words.preview}>
            {told.map((unit) => (
              <li key={unit.unitCode}>
                <b>{names.unit(unit.unitCode)}</b>
                <span className={styles.quiet}>
                  {unit.people.map(({ name, role }) => `${name ?? ''} (${words.roles[role]})`).join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
