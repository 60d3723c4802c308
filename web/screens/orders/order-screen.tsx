import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, Problem } from '../../api/ask';
import type { CommandOrder } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { useNames } from '../../parts/names';
import { UndoBar } from '../../parts/undo-bar';
import type { Acting } from './acting';
import { ActionsPanel } from './actions-panel';
import { Addressees } from './addressees';
import { Head } from './head';
import { OwnPart } from './own-part';
import styles from './orders.module.css';
import { Timeline } from './timeline';
import { useHeldAcceptance, withAccepted } from './use-held-acceptance';
import { orderKey, useOrderAction, type OrderAction } from './use-order-action';
import { orderWords } from './words';

/** One order: what it says, how each unit stands, and what I can do about it. */
export function Screen() {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(orderWords);
  const { data, error } = useQuery({
    queryKey: orderKey(id),
    queryFn: () => ask('GET /command-orders/{id}', { params: { id } }),
    refetchInterval: 60_000,
  });
  // By its code: the stream and the buttons speak of ids.
  if (data && data.id !== id) return <Navigate to={`/orders/${data.id}`} replace />;
  return (
    <div className={styles.page}>
      <nav aria-label={words.title}>
        <Link to="/orders" className={styles.back}>
          {words.back}
        </Link>
      </nav>
      <ErrorLine error={error} />
      {data && <OrderPage key={data.id} order={data} />}
      {!data && !error && <LoadingList />}
    </div>
  );
}

function OrderPage({ order }: { readonly order: CommandOrder }) {
  const words = useWords(orderWords);
  const names = useNames();
  const sending = useOrderAction(order.id);
  const [done, setDone] = useState<OrderAction | null>(null);
  const act = (action: OrderAction, body: object, onDone?: () => void): void => {
    setDone(null);
    sending.mutate(
      { action, body },
      {
        onSuccess: () => {
          setDone(action);
          onDone?.();
        },
      },
    );
  };
  const acceptance = useHeldAcceptance((unitCodes) => {
    act('accept', { unitCodes });
  });
  const { isPending, variables } = sending;
  const acting: Acting = {
    ...{ order: withAccepted(order, acceptance.unitCodes), act, error: sending.error },
    isBusy: (action, body) =>
      isPending &&
      variables.action === action &&
      (body === undefined || JSON.stringify(body) === JSON.stringify(variables.body)),
  };
  // Whose only addressee I am shows itself in my own part.
  const isOnlyMine = order.mine !== null && order.addressees.length === 1;
  return (
    <>
      <Head order={order} />
      {wasJustReminded(sending.error) ? (
        <Alert role="alert" color="yellow" p="sm">
          {words.actions.justReminded}
        </Alert>
      ) : (
        <ErrorLine error={sending.error} />
      )}
      <p role="status" className={styles.said}>
        {done !== null && !sending.isPending && !sending.error && words.actions.done[done]}
      </p>
      <div className={styles.columns}>
        <div className={styles.column}>
          {order.mine && <OwnPart {...acting} mine={order.mine} />}
          <ActionsPanel {...acting} />
          {!isOnlyMine && <Addressees {...acting} accept={acceptance.hold} />}
        </div>
        <Timeline order={order} />
      </div>
      <UndoBar
        done={
          acceptance.unitCodes.length === 0
            ? null
            : {
                text: words.accepting(acceptance.unitCodes.map(names.unit).join(', ')),
                undo: () => Promise.resolve(acceptance.takeBack()),
              }
        }
        onGone={acceptance.sendNow}
      />
    </>
  );
}

const wasJustReminded = (error: unknown): boolean =>
  error instanceof Problem && (error.body as { readonly because?: unknown }).because === 'justReminded';
