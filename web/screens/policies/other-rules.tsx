import { NativeSelect, TextInput } from '@mantine/core';
import { useWords } from '../../app/language';
import { DurationField } from './duration-field';
import { Fold } from './fold';
import styles from './policies.module.css';
import type { PolicyDraft } from './policy-draft';
import type { PolicyErrors } from './policy-errors';
import { dutyText, othersText } from './say-draft';
import { policyWords } from './words';

interface RulesOf {
  readonly draft: PolicyDraft;
  readonly errors: PolicyErrors;
  readonly onChange: (change: Partial<PolicyDraft>) => void;
}

/** What holds for tickets of every class. */
export function OtherRules({ draft, errors, onChange }: RulesOf) {
  const words = useWords(policyWords);
  const fields = [
    'warnAtShares',
    'contactAttemptsBeforeHold',
    'closeAfterResolvedMs',
    'citizenReopensWithinMs',
  ];
  const isWrong = fields.some((field) => errors.at(`/${field}`) !== undefined);
  return (
    <Fold
      name="others"
      title={words.others}
      told={othersText(draft, words)}
      refusal={isWrong ? errors.error : null}
    >
      <div className={styles.rules}>
        <TextInput
          label={words.fields.warnAtShares}
          value={draft.warnAt}
          error={errors.at('/warnAtShares')}
          onChange={({ currentTarget }) => {
            onChange({ warnAt: currentTarget.value });
          }}
        />
        <TextInput
          label={words.fields.contactAttemptsBeforeHold}
          inputMode="numeric"
          value={draft.contactAttempts}
          error={errors.at('/contactAttemptsBeforeHold')}
          onChange={({ currentTarget }) => {
            onChange({ contactAttempts: currentTarget.value });
          }}
        />
        <DurationField
          label={words.fields.closeAfterResolvedMs}
          name={words.fields.closeAfterResolvedMs}
          value={draft.closeAfter}
          error={errors.at('/closeAfterResolvedMs')}
          onChange={(closeAfter) => {
            onChange({ closeAfter });
          }}
        />
        <DurationField
          label={words.fields.citizenReopensWithinMs}
          name={words.fields.citizenReopensWithinMs}
          value={draft.reopensWithin}
          error={errors.at('/citizenReopensWithinMs')}
          onChange={(reopensWithin) => {
            onChange({ reopensWithin });
          }}
        />
      </div>
    </Fold>
  );
}

/** How the teams of the policy's units keep duty. */
export function DutyRules({ draft, errors, onChange }: RulesOf) {
  const words = useWords(policyWords);
  const { duty } = draft;
  const set = (change: Partial<PolicyDraft['duty']>): void => {
    onChange({ duty: { ...duty, ...change } });
  };
  return (
    <Fold
      name="duty"
      title={words.duty}
      told={dutyText(draft, words)}
      refusal={errors.at('/duty') === undefined ? null : errors.error}
    >
      <NativeSelect
        label={words.fields.unreachablePerson}
        data={(['warn', 'refuse'] as const).map((value) => ({
          value,
          label: words.unreachablePerson[value],
        }))}
        value={duty.unreachablePerson}
        error={errors.at('/duty/unreachablePerson')}
        onChange={({ currentTarget }) => {
          set({ unreachablePerson: currentTarget.value === 'refuse' ? 'refuse' : 'warn' });
        }}
      />
      <div className={styles.rules}>
        <DurationField
          label={words.fields.acknowledgeHandOverMs}
          name={words.fields.acknowledgeHandOverMs}
          hint={words.acknowledgeHandOverHint}
          value={duty.acknowledgeHandOver}
          error={errors.at('/duty/acknowledgeHandOverMs')}
          onChange={(acknowledgeHandOver) => {
            set({ acknowledgeHandOver });
          }}
        />
        <DurationField
          label={words.fields.warnAheadMs}
          name={words.fields.warnAheadMs}
          hint={words.warnAheadHint}
          value={duty.warnAhead}
          error={errors.at('/duty/warnAheadMs')}
          onChange={(warnAhead) => {
            set({ warnAhead });
          }}
        />
      </div>
    </Fold>
  );
}
