import { Button } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useWords } from '../../app/language';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** The first rows are the worst ones, or there are only a few: the rest is asked for. */
const rowsAtFirst = 30;

export interface FigureColumn<Row> {
  readonly title: string;
  readonly of: (row: Row) => ReactNode;
  readonly isText?: boolean;
}

/** A table under its own heading; the first column names the row. Wider than a phone, it moves inside its frame. */
export function FigureTable<Row>(props: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly [FigureColumn<Row>, ...FigureColumn<Row>[]];
  readonly note?: string;
}) {
  const id = useId();
  const words = useWords(reportScreenWords);
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? props.rows : props.rows.slice(0, rowsAtFirst);
  const [name, ...columns] = props.columns;
  return (
    <div className={styles.part}>
      <h2 className={styles.heading} id={id}>
        {props.title}
      </h2>
      <div className={styles.frame} role="region" aria-labelledby={id} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {props.columns.map(({ title, isText }, index) => (
                <th key={title} scope="col" data-text={index === 0 || isText === true}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={props.keyOf(row)}>
                <th scope="row">{name.of(row)}</th>
                {columns.map(({ title, of, isText }) => (
                  <td key={title} data-text={isText === true}>
                    {of(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < props.rows.length && (
        <Button
          className={styles.more ?? ''}
          variant="default"
          mih={48}
          onClick={() => {
            setIsWhole(true);
          }}
        >
          {words.allRows(props.rows.length)}
        </Button>
      )}
      {props.note !== undefined && <p className={styles.quiet}>{props.note}</p>}
    </div>
  );
}
