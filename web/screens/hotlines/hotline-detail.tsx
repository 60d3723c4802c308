import { Button, Group, Select, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { DirectoryNumber } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { DangerButton } from '../../parts/danger-button';
import { ErrorLine } from '../../parts/error-line';
import { useNames } from '../../parts/names';
import { Part } from '../../parts/part';
import type { Done } from '../../parts/undo-bar';
import { HotlineForm } from './hotline-form';
import { HotlineMark } from './hotline-standing';
import { hotlineWords } from './words';

interface Wish {
  readonly to: 'withdraw' | 'restore' | 'forward';
  /** Of : the number to show; null: the nearest one above. */
  readonly id?: string | null;
}

/** One number: how it stands, what citizens see, and its fields. */
export function HotlineDetail(props: {
  readonly number: DirectoryNumber;
  readonly all: readonly DirectoryNumber[];
  readonly mayChange: boolean;
  readonly onDone: (done: Done) => void;
}) {
  const { number, all, mayChange, onDone } = props;
  const words = useWords(hotlineWords);
  const names = useNames();
  const queries = useQueryClient();
  const [target, setTarget] = useState<string | null>(null);
  const send = async (wish: Wish): Promise<void> => {
    const params = { id: number.id };
    if (wish.to === 'withdraw') await ask('POST /hotline-numbers/{id}/withdraw', { params });
    else if (wish.to === 'restore') await ask('POST /hotline-numbers/{id}/restore', { params });
    else await ask('POST /hotline-numbers/{id}/forward', { params, body: { toNumberId: wish.id ?? null } });
    await queries.invalidateQueries({ queryKey: ['hotlines'] });
  };
  const back = (wish: Wish) => async (): Promise<void> => {
    await send(wish);
    onDone({ text: words.saved });
  };
  const { mutate, error, isPending } = useMutation({
    mutationFn: send,
    onSuccess: (_, wish) => {
      const text = {
        withdraw: words.withdrawn(number.number),
        restore: words.restored(number.number),
        forward: words.forwarded(number.number),
      }[wish.to];
      const isListed = number.listing === 'listed';
      onDone({ text, undo: back({ to: isListed ? 'restore' : 'withdraw' }) });
    },
  });
  const others = all.filter(
    ({ id, published, listing }) => id !== number.id && published && listing === 'listed',
  );
  const isListed = number.listing === 'listed';
  return (
    <>
      <HotlineMark number={number} />
      {number.forwardsTo && (
        <Text>{words.shownInstead(number.forwardsTo.number, names.unit(number.forwardsTo.unitCode))}</Text>
      )}
      {mayChange && number.published && (
        <Part title={words.shown}>
          <ErrorLine error={error} />
          {isListed && (
            <>
              <Group align="end">
                <Select
                  label={words.forwardTo}
                  placeholder={words.forwardNearest}
                  clearable
                  searchable
                  limit={50}
                  data={others.map(({ id, number: text, unitCode }) => ({
                    value: id,
                    label: `${text}, ${names.unit(unitCode)}`,
                  }))}
                  value={target}
                  onChange={setTarget}
                />
                <Button
                  variant="default"
                  mih={44}
                  loading={isPending}
                  onClick={() => {
                    mutate({ to: 'forward', id: target });
                  }}
                >
                  {words.forward}
                </Button>
              </Group>
              <DangerButton
                loading={isPending}
                onClick={() => {
                  mutate({ to: 'withdraw' });
                }}
              >
                {words.withdraw}
              </DangerButton>
            </>
          )}
          {!isListed && (
            <Button
              mih={44}
              loading={isPending}
              onClick={() => {
                mutate({ to: 'restore' });
              }}
            >
              {words.restore}
            </Button>
          )}
        </Part>
      )}
      {mayChange && (
        <HotlineForm
          key={`${number.number} ${number.label} ${String(number.published)}`}
          number={number}
          onSaved={() => {
            onDone({ text: words.saved });
          }}
        />
      )}
    </>
  );
}
