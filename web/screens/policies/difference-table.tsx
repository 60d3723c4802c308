import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import styles from './policies.module.css';
import { sayDifferences, type PolicyChange, type SaidDifference } from './say-difference';
import { policyWords } from './words';

/** What differs between two versions, in the reader's language. */
export function useDifferences(changes: readonly PolicyChange[]): readonly SaidDifference[] {
  const words = useWords(policyWords);
  const { weekdays } = useWords(sharedWords);
  return sayDifferences(changes, { words, weekdays });
}

export function DifferenceTable({ said }: { readonly said: readonly SaidDifference[] }) {
  const words = useWords(policyWords);
  return (
    <table className={styles.table} data-changes={said.length}>
      <thead>
        <tr>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.was}</th>
          <th scope="col">{words.becomes}</th>
        </tr>
      </thead>
      <tbody>
        {said.map(({ pointer, what, from, to }) => (
          <tr key={pointer}>
            <th scope="row">{what}</th>
            <td>{from}</td>
            <td>
              <b>{to}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
