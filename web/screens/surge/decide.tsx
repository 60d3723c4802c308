import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { SurgeProfile, SurgeSwitch, UnitSurge } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { DangerButton } from '../../parts/danger-button';
import { dayTime } from '../../parts/day-time';
import { ErrorLine } from '../../parts/error-line';
import { fromLocalField, toLocalField } from '../../parts/local-field';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import { Effects } from './in-force';
import styles from './surge.module.css';
import { surgeWords } from './words';

const pointers = ['/endsAt', '/reason', '/profileId'];
const offeredHours = [2, 4, 8, 24];
const hourMs = 60 * 60_000;

interface Deciding {
  readonly surge: UnitSurge;
  readonly profiles: readonly SurgeProfile[];
  readonly onDecided: (answer: UnitSurge, told: Done) => void;
}

/** The switch: which profile, until when, why. Nothing is asked again; it can be taken back. */
export function Decide({ surge, profiles, onDecided }: Deciding) {
  const words = useWords(surgeWords);
  const { language } = useLanguage();
  const { own, unitCode } = surge;
  const send = (body: SurgeSwitch): Promise<UnitSurge> =>
    ask('PUT /surge/{unitCode}', { params: { unitCode }, body });
  /** Back to what was: the decision before this one, or none. */
  const undo = (version: number) => async (): Promise<void> => {
    const reason = own?.reason ?? words.undoReason;
    const body: SurgeSwitch = own
      ? { on: true, version, reason, profileId: own.profile.id, endsAt: own.endsAt }
      : { on: false, version, reason };
    onDecided(await send(body), { text: words.undone });
  };
  const { mutate, error, isPending } = useSend(send, (answer: UnitSurge, { on }: SurgeSwitch) => {
    const text = on && answer.own ? words.switchedOn(dayTime(answer.own.endsAt, language)) : words.ended;
    onDecided(answer, { text, undo: undo(answer.version) });
  });
  const [values, setValues] = useState({
    profileId: own?.profile.id ?? profiles[0]?.id ?? '',
    ends: toLocalField(own ? new Date(own.endsAt) : new Date(Date.now() + 4 * hourMs)),
    reason: own?.reason ?? '',
  });
  const [endReason, setEndReason] = useState(words.endUsually);
  const set = (change: Partial<typeof values>): void => {
    setValues({ ...values, ...change });
  };
  if (!surge.mayDecide) return <p className={styles.quiet}>{words.onlyCommander}</p>;
  const errors = fieldErrors(error);
  const chosen = profiles.find(({ id }) => id === values.profileId);
  const { version } = surge;
  return (
    <>
      <form
        className={styles.card}
        aria-labelledby="decide"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const { profileId, reason } = values;
          mutate({ on: true, version, profileId, reason, endsAt: fromLocalField(values.ends) ?? '' });
        }}
      >
        <h2 id="decide">{own ? words.decideAgain : words.decide}</h2>
        <Radio.Group
          label={words.profile}
          value={values.profileId}
          error={errors.get('/profileId')}
          onChange={(profileId) => {
            set({ profileId });
          }}
        >
          <Stack gap={8} mt={4}>
            {profiles.map(({ id, name, summary, longestHours }) => (
              <Radio
                key={id}
                value={id}
                label={name[language]}
                description={`${summary[language]} ${words.longest(longestHours)}.`}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div>
          <TextInput
            type="datetime-local"
            label={words.ends}
            withAsterisk
            value={values.ends}
            error={errors.get('/endsAt')}
            onChange={({ currentTarget }) => {
              set({ ends: currentTarget.value });
            }}
          />
          <div className={styles.hours}>
            {offeredHours.map((hours) => (
              <Button
                key={hours}
                size="compact-md"
                variant="default"
                onClick={() => {
                  set({ ends: toLocalField(new Date(Date.now() + hours * hourMs)) });
                }}
              >
                {words.inHours(hours)}
              </Button>
            ))}
          </div>
        </div>
        <TextInput
          label={words.reason}
          description={words.reasonHint}
          withAsterisk
          maxLength={300}
          value={values.reason}
          error={errors.get('/reason')}
          onChange={({ currentTarget }) => {
            set({ reason: currentTarget.value });
          }}
        />
        {chosen && !own && <Effects profile={chosen} policyName={surge.policyWith[chosen.id]?.name} />}
        {!isSaidBesideFields(error, pointers) && <ErrorLine error={error} />}
        <Button type="submit" mih={44} loading={isPending}>
          {own ? words.change : words.switchOn}
        </Button>
      </form>
      {own && (
        <form
          className={styles.card}
          aria-labelledby="end"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            mutate({ on: false, version, reason: endReason });
          }}
        >
          <h2 id="end">{words.end}</h2>
          <TextInput
            label={words.endReason}
            withAsterisk
            maxLength={300}
            value={endReason}
            onChange={({ currentTarget }) => {
              setEndReason(currentTarget.value);
            }}
          />
          <DangerButton type="submit" loading={isPending}>
            {words.endNow}
          </DangerButton>
        </form>
      )}
    </>
  );
}
