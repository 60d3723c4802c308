import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { Fold } from './fold';
import styles from './policies.module.css';
import {
  missingTiers,
  sides,
  withTier,
  type LadderStepDraft,
  type PolicyDraft,
  type Side,
} from './policy-draft';
import type { PolicyErrors } from './policy-errors';
import { stepsText, sumText } from './say-draft';
import { policyWords } from './words';

/** Which tiers are asked, and how much of the time to acknowledge each of them has. */
export function LadderShares(props: {
  readonly value: PolicyDraft['ladder'];
  readonly errors: PolicyErrors;
  readonly onChange: (value: PolicyDraft['ladder']) => void;
}) {
  const { value, errors, onChange } = props;
  const words = useWords(policyWords);
  return (
    <Fold
      name="ladder"
      title={words.ladder}
      told={sides.map((side) => `${words[side]}: ${stepsText(value[side], words)}`).join(' · ')}
      refusal={errors.at('/ladder') === undefined ? null : errors.error}
    >
      <p className={styles.quiet}>{words.ladderHint}</p>
      {sides.map((side) => (
        <Steps
          key={side}
          side={side}
          steps={value[side]}
          error={errors.at(`/ladder/${side}`)}
          onChange={(steps) => {
            onChange({ ...value, [side]: steps });
          }}
        />
      ))}
    </Fold>
  );
}

function Steps(props: {
  readonly side: Side;
  readonly steps: readonly LadderStepDraft[];
  readonly error: string | undefined;
  readonly onChange: (steps: readonly LadderStepDraft[]) => void;
}) {
  const { side, steps, error, onChange } = props;
  const words = useWords(policyWords);
  const missing = missingTiers(steps, side);
  return (
    <fieldset className={styles.set}>
      <legend>{words[side]}</legend>
      <div className={styles.targets}>
        {steps.map(({ tier, share }, place) => (
          <div key={tier} className={styles.withRemove}>
            <TextInput
              label={`${words.tiers[tier]} (%)`}
              inputMode="decimal"
              value={share}
              error={error !== undefined}
              onChange={({ currentTarget }) => {
                onChange(
                  steps.map((step, at) => (at === place ? { tier, share: currentTarget.value } : step)),
                );
              }}
            />
            {steps.length > 1 && (
              <ActionIcon
                variant="subtle"
                size={40}
                aria-label={words.removeTier(words.tiers[tier], words[side])}
                onClick={() => {
                  onChange(steps.filter((_, at) => at !== place));
                }}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            )}
          </div>
        ))}
      </div>
      <p className={styles.quiet}>{sumText(steps, words)}</p>
      {error !== undefined && <p className={styles.mistake}>{error}</p>}
      {missing.length > 0 && (
        <div className={styles.buttons}>
          {missing.map((tier) => (
            <Button
              key={tier}
              variant="default"
              mih={40}
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() => {
                onChange(withTier(steps, side, tier));
              }}
            >
              {words.addTier(words.tiers[tier])}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}
