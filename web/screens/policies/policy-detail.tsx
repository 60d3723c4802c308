import { Button, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { PolicySummary } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { Part } from '../../parts/part';
import type { Done } from '../../parts/undo-bar';
import { DifferenceTable, useDifferences } from './difference-table';
import styles from './policies.module.css';
import type { PolicyDraft } from './policy-draft';
import { PolicyForm } from './policy-form';
import { policyWords } from './words';

/** What is written of new versions, by the policy and version they are made from. */
export type PolicyDrafts = Map<string, PolicyDraft>;

/** One policy: its versions, what differs between two, and a new one made from any of them. */
export function PolicyDetail(props: {
  /** Newest first. */
  readonly versions: readonly PolicySummary[];
  readonly drafts: PolicyDrafts;
  readonly onDone: (done: Done) => void;
}) {
  const { versions, drafts, onDone } = props;
  const words = useWords(policyWords);
  const { language } = useLanguage();
  const mayChange = useMe().role === 'admin';
  const newest = versions[0];
  const [base, setBase] = useState<number | null>(null);
  if (!newest) return null;
  if (base !== null)
    return (
      <FormOf
        id={newest.id}
        version={base}
        latest={newest.version}
        drafts={drafts}
        onSaved={(version, from) => {
          setBase(null);
          onDone({ text: words.created(version, from) });
        }}
      />
    );
  return (
    <>
      <Part title={words.versions}>
        <ul className={styles.versions}>
          {versions.map(({ version, effectiveFrom, createdBy, createdAt }) => (
            <li key={version}>
              <span>
                <b>{words.version(version)}</b>: {words.from} {effectiveFrom}
                <small>
                  {createdAt === null
                    ? words.file
                    : words.madeBy(createdBy?.name ?? words.somebody, dayAndTime(createdAt, language))}
                </small>
              </span>
              {mayChange && (
                <Button
                  variant="default"
                  mih={44}
                  onClick={() => {
                    setBase(version);
                  }}
                >
                  {words.create(version)}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Part>
      <Part title={words.compare}>
        {versions.length < 2 ? (
          <Text>{words.onlyOne}</Text>
        ) : (
          <Comparison key={newest.version} versions={versions} />
        )}
      </Part>
    </>
  );
}

function Comparison({ versions }: { readonly versions: readonly PolicySummary[] }) {
  const words = useWords(policyWords);
  const id = versions[0]?.id ?? '';
  const [pair, setPair] = useState({ from: versions[1]?.version ?? 1, to: versions[0]?.version ?? 1 });
  const { data, error } = useQuery({
    queryKey: ['policies', id, pair],
    queryFn: () => ask('GET /policies/{id}/diff', { params: { id }, query: pair }),
    staleTime: Infinity,
  });
  const numbers = versions.map(({ version }) => ({ value: String(version), label: words.version(version) }));
  const said = useDifferences((data?.changes ?? []).filter(({ pointer }) => pointer !== '/version'));
  return (
    <>
      <Group>
        {(['from', 'to'] as const).map((side) => (
          <Select
            key={side}
            label={side === 'from' ? words.older : words.newer}
            allowDeselect={false}
            data={numbers}
            value={String(pair[side])}
            onChange={(value) => {
              setPair({ ...pair, [side]: Number(value) });
            }}
          />
        ))}
      </Group>
      <ErrorLine error={error} />
      {data && said.length === 0 && <Text>{words.same}</Text>}
      {said.length > 0 && <DifferenceTable said={said} />}
    </>
  );
}

function FormOf(props: {
  readonly id: string;
  readonly version: number;
  readonly latest: number;
  readonly drafts: PolicyDrafts;
  readonly onSaved: (version: number, effectiveFrom: string) => void;
}) {
  const { id, version, latest, drafts, onSaved } = props;
  const key = `${id} ${String(version)}`;
  const [kept, setKept] = useState(() => drafts.get(key));
  const { data, error } = useQuery({
    queryKey: ['policies', id, 'version', version],
    queryFn: () => ask('GET /policies/{id}/versions/{version}', { params: { id, version } }),
    staleTime: Infinity,
  });
  if (!data) return <ErrorLine error={error} />;
  return (
    <PolicyForm
      policy={data}
      latest={latest}
      kept={kept}
      onKeep={(draft) => {
        if (draft) drafts.set(key, draft);
        else {
          drafts.delete(key);
          setKept(undefined);
        }
      }}
      onSaved={onSaved}
    />
  );
}
