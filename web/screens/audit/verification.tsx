import { Alert, Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { Mark } from '../../parts/mark';
import styles from './audit.module.css';
import { auditWords } from './words';

/** Reads the whole record and says whether anybody has touched it. */
export function Verification() {
  const words = useWords(auditWords);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => ask('GET /audit/verification', { query: {}, patienceMs: 120_000 }),
  });
  return (
    <div className={styles.verification}>
      <Button
        variant="default"
        mih={44}
        leftSection={<IconShieldCheck size={18} aria-hidden />}
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {words.verify}
      </Button>
      <div role="status" className={styles.report}>
        <ErrorLine error={error} />
        {data?.isWhole && <Mark standing="ok">{words.whole(data.entries)}</Mark>}
        {data && !data.isWhole && (
          <Alert color="red" role="alert" title={words.notWhole}>
            <ul>
              {data.problems.map(({ seq, fault }) => (
                <li key={`${String(seq)} ${fault}`}>{words.problem(seq, words.faults[fault])}</li>
              ))}
            </ul>
          </Alert>
        )}
        {data && data.erased > 0 && <p>{words.erased(data.erased)}</p>}
        {data?.head && (
          <p className={styles.head}>
            {words.head} <code>{`${String(data.head.seq)}:${data.head.hash}`}</code>
          </p>
        )}
      </div>
    </div>
  );
}
