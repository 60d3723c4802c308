import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ImportReport } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Mark, type Standing } from '../../parts/mark';
import { mustBeIn } from '../../parts/must-be-vi';
import styles from './ticket-import.module.css';
import { ticketImportWords } from './words';

type Row = ImportReport['results'][number];
const looks: Readonly<Record<Row['outcome'], Standing>> = {
  ...{ created: 'ok', wouldCreate: 'ok', alreadyThere: 'quiet', refused: 'breached' },
};

/** What became, or would become, of each row; those to be put right come first. */
export function RowResults({ report }: { readonly report: ImportReport }) {
  const words = useWords(ticketImportWords);
  const { dryRun, created, alreadyThere, refused, results } = report;
  const inOrder = [...results].sort(
    (a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused') || a.line - b.line,
  );
  return (
    <>
      <Text fw={600} role="status">
        {(dryRun ? words.summary : words.created)(created, alreadyThere, refused)}
      </Text>
      {!dryRun && refused > 0 && <Text>{words.goOn}</Text>}
      <ul className={styles.rows} aria-label={words.title}>
        {inOrder.map((row) => (
          <OneRow key={row.line} row={row} />
        ))}
      </ul>
    </>
  );
}

function OneRow({ row }: { readonly row: Row }) {
  const words = useWords(ticketImportWords);
  const { language } = useLanguage();
  const { line, outcome, ticketId, code, problems, duplicates, sameAsLine } = row;
  return (
    <li className={styles.row} data-outcome={outcome}>
      <b>{words.line(line)}</b>
      <span>
        <Mark standing={looks[outcome]}>{words.outcomes[outcome]}</Mark>{' '}
        {ticketId !== undefined && (
          <Anchor component={Link} to={`/tickets/${ticketId}`}>
            {code}
          </Anchor>
        )}
      </span>
      <span>
        {problems.map(({ column, mustBe }) => (
          <span key={`${column} ${mustBe}`} className={styles.note}>
            {words.mustBe(column, mustBeIn(language, mustBe))}
          </span>
        ))}
        {sameAsLine !== undefined && <span className={styles.note}>{words.sameAs(sameAsLine)}</span>}
        {duplicates.length > 0 && (
          <span className={styles.note}>
            {words.alike}: {duplicates.map((one) => one.code).join(', ')}
          </span>
        )}
      </span>
    </li>
  );
}
