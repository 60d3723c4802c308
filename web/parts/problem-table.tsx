import { useLanguage } from '../app/language';
import { mustBeIn } from './must-be-vi';
import styles from './problem-table.module.css';

/** What is to be put right in a file, row by row: a table at a desk, a card each on a phone. */
export function ProblemTable(props: {
  readonly caption: string;
  readonly heads: readonly [file: string, line: string, column: string, mustBe: string, found: string];
  readonly problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: string;
    readonly mustBe: string;
    readonly found?: string;
  }[];
}) {
  const { language } = useLanguage();
  const { heads } = props;
  return (
    <table className={styles.table}>
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.problems.map(({ file, line, column, mustBe, found }, index) => (
          <tr key={`${file} ${String(line)} ${column} ${String(index)}`}>
            {[file, String(line), column, mustBeIn(language, mustBe), found ?? ''].map((text, at) => (
              <td key={heads[at]} data-label={heads[at]}>
                {text === '' ? '–' : text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
