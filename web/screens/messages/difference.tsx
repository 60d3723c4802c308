import { useWords } from '../../app/language';
import styles from './difference.module.css';
import type { VariantDifference } from './texts-difference';
import { wordDifference, type Run } from './word-difference';
import { messageWords } from './words';

/** Old and new words side by side, what differs marked by more than its colour. */
export function VariantChanges({ variants }: { readonly variants: readonly VariantDifference[] }) {
  const words = useWords(messageWords);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.language}</th>
          <th scope="col">{words.was}</th>
          <th scope="col">{words.becomes}</th>
        </tr>
      </thead>
      <tbody>
        {variants.map(({ variant, before, after }) => {
          const runs = wordDifference(before, after);
          return (
            <tr key={variant} data-changed={variant}>
              <th scope="row">{words.variants[variant]}</th>
              <td data-label={words.was}>
                <Runs runs={runs.before} as="del" />
              </td>
              <td data-label={words.becomes}>
                <Runs runs={runs.after} as="ins" />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Runs({ runs, as: Other }: { readonly runs: readonly Run[]; readonly as: 'del' | 'ins' }) {
  return (
    <span className={styles.text}>
      {runs.map(({ text, isOther }, at) =>
        isOther ? <Other key={at}>{text}</Other> : <span key={at}>{text}</span>,
      )}
    </span>
  );
}
