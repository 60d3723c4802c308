import { Button, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { OrganisationImportReport } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { LinkTo } from '../../parts/link-to';
import { Mark } from '../../parts/mark';
import { ProblemTable } from '../../parts/problem-table';
import styles from './organisation-import.module.css';
import { organisationImportWords } from './words';

const columns = ['created', 'updated', 'unchanged', 'removed'] as const;

/** What became, or would become, of the files. */
export function Report({ report }: { readonly report: OrganisationImportReport }) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest' });
  }, [report]);
  const words = useWords(organisationImportWords);
  const { written, problemCount, problems, warnings, counts, readiness } = report;
  const heads = [words.file, words.line, words.column, words.mustBe, words.found] as const;
  return (
    <div ref={top} className={styles.report} role="region" aria-label={words.counts} data-written={written}>
      {written ? (
        <Mark standing="ok">{words.written}</Mark>
      ) : problemCount > 0 ? (
        <Mark standing="breached">{words.wrong(problemCount)}</Mark>
      ) : (
        <Mark standing="ok">{words.checked}</Mark>
      )}
      {problemCount > problems.length && <Text>{words.shown(problems.length, problemCount)}</Text>}
      {problems.length > 0 && <ProblemTable caption={words.problems} heads={heads} problems={problems} />}
      {warnings.length > 0 && <ProblemTable caption={words.warnings} heads={heads} problems={warnings} />}
      {counts && (
        <table className={styles.counts}>
          <caption>{words.counts}</caption>
          <thead>
            <tr>
              <th scope="col">{words.part}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {words[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(counts).map(([part, count]) => (
              <tr key={part}>
                <th scope="row">{words.parts[part] ?? part}</th>
                {columns.map((name) => (
                  <td key={name}>{count[name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {readiness.length > 0 && (
        <section className={styles.part} aria-label={words.readiness}>
          <h2 className={styles.heading}>{words.readiness}</h2>
          <ul className={styles.files}>
            {readiness.map(({ unitCode, name, ready, missing }) => (
              <li key={unitCode}>
                <span>{name}</span>
                <Mark standing={ready ? 'ok' : 'warning'}>
                  {ready ? words.ready : words.lacks(missing.length)}
                </Mark>
              </li>
            ))}
          </ul>
        </section>
      )}
      {written && (
        <Button component={LinkTo} to="/admin/units" variant="default" mih={44}>
          {words.open}
        </Button>
      )}
    </div>
  );
}
