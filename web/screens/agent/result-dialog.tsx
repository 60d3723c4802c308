import { Button, Kbd } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ask, newKey } from '../../api/ask';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import styles from './agent.module.css';
import { Dialog } from '../../parts/dialog';
import type { Draft } from './draft';
import type { Desk } from './use-desk';
import { agentWords } from './words';

const callResults = ['advised', 'passedOn', 'silent', 'nuisance', 'wrongNumber', 'release'] as const;
const callBackResults = [
  ...(['reached', 'noAnswer', 'advised', 'noNeed', 'wrongNumber'] as const),
  ...(['unreachable', 'nuisance', 'release'] as const),
] as const;
type CallResult = (typeof callResults)[number];
type CallBackResult = (typeof callBackResults)[number];

/** What became of a call that makes no ticket, or of an attempt to ring back; one digit says it. */
export function ResultDialog(props: {
  readonly desk: Desk;
  readonly draft: Draft;
  readonly onClose: () => void;
}) {
  const { desk, draft, onClose } = props;
  const { results: words } = useWords(agentWords);
  const { from } = draft;
  const end = useMutation({
    mutationFn: async (choice: number): Promise<'goesOn' | 'over'> => {
      if (from.kind === 'call') return finishCall(from.id, callResults[choice - 1]);
      if (from.kind === 'callBack') return finishCallBack(from.id, from.reached, callBackResults[choice - 1]);
      return 'over';
    },
    onSuccess: (outcome) => {
      desk.refreshLists();
      if (outcome === 'over') desk.drop();
      else if (from.kind === 'callBack') desk.change({ from: { ...from, reached: true } });
      onClose();
    },
  });
  const texts =
    from.kind === 'call'
      ? callResults.map((result) => words.call[result])
      : callBackResults.map((result) => words.callBack[result]);
  const choose = (choice: number): void => {
    if (choice <= texts.length && !end.isPending) end.mutate(choice);
  };
  return (
    <Dialog title={words.title} onClose={onClose} onDigit={choose}>
      <p>{words.lead}</p>
      <ol className={styles.results}>
        {texts.map((text, index) => (
          <li key={text}>
            <Button
              fullWidth
              justify="flex-start"
              variant="default"
              leftSection={<Kbd>{index + 1}</Kbd>}
              onClick={() => {
                choose(index + 1);
              }}
            >
              {text}
            </Button>
          </li>
        ))}
      </ol>
      <ErrorLine error={end.error} />
    </Dialog>
  );
}

async function finishCall(id: string, result: CallResult | undefined): Promise<'goesOn' | 'over'> {
  const key = { params: { id }, idempotencyKey: newKey() };
  if (result === undefined) return 'goesOn';
  if (result === 'release') await ask('POST /calls/{id}/release', key);
  else await ask('POST /calls/{id}/finish', { ...key, body: { result } });
  return 'over';
}

/** A try is recorded before its end; nobody answered means: back to the list, with its clock begun anew. */
async function finishCallBack(
  id: string,
  wasReached: boolean,
  result: CallBackResult | undefined,
): Promise<'goesOn' | 'over'> {
  const params = { id };
  const attempt = (tried: 'reached' | 'noAnswer' | 'wrongNumber'): Promise<unknown> =>
    ask('POST /call-backs/{id}/attempt', { params, body: { result: tried }, idempotencyKey: newKey() });
  const release = (): Promise<unknown> =>
    ask('POST /call-backs/{id}/release', { params, idempotencyKey: newKey() });
  switch (result) {
    case undefined:
      return 'goesOn';
    case 'reached':
      if (!wasReached) await attempt('reached');
      return 'goesOn';
    case 'noAnswer':
      await attempt('noAnswer');
      await release();
      return 'over';
    case 'release':
      await release();
      return 'over';
    case 'wrongNumber':
      await attempt('wrongNumber');
      break;
    case 'advised':
    case 'noNeed':
    case 'nuisance':
      if (!wasReached) await attempt('reached');
      break;
    case 'unreachable':
      break;
  }
  await ask('POST /call-backs/{id}/finish', { params, body: { result }, idempotencyKey: newKey() });
  return 'over';
}
