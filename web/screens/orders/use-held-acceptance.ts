import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandOrder } from '../../api/operations.gen';

const heldForMs = 10_000;

export interface HeldAcceptance {
  /** The units whose results will have been accepted; none when nothing waits. */
  readonly unitCodes: readonly string[];
  readonly hold: (unitCodes: readonly string[]) => void;
  readonly takeBack: () => void;
  readonly sendNow: () => void;
}

/**
 * Nobody can take an acceptance back once it is known, and the last one ends the order: it waits ten seconds. Whoever
 * leaves the page or puts the phone away has decided.
 */
export function useHeldAcceptance(send: (unitCodes: readonly string[]) => void): HeldAcceptance {
  const [unitCodes, setUnitCodes] = useState<readonly string[]>([]);
  const now = useRef({ unitCodes, send });
  now.current = { unitCodes, send };

  const sendNow = useCallback((): void => {
    if (now.current.unitCodes.length === 0) return;
    now.current.send(now.current.unitCodes);
    now.current = { ...now.current, unitCodes: [] };
    setUnitCodes([]);
  }, []);

  useEffect(() => {
    if (unitCodes.length === 0) return;
    const timer = window.setTimeout(sendNow, heldForMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, [unitCodes, sendNow]);

  useEffect(() => {
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') sendNow();
    };
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      sendNow();
    };
  }, [sendNow]);

  return {
    unitCodes,
    hold: (more) => {
      setUnitCodes((held) => [...new Set([...held, ...more])]);
    },
    takeBack: () => {
      setUnitCodes([]);
    },
    sendNow,
  };
}

/** The order as it will be once what is held has been sent. */
export const withAccepted = (order: CommandOrder, unitCodes: readonly string[]): CommandOrder => ({
  ...order,
  addressees: order.addressees.map((one) =>
    one.result?.state === 'reported' && unitCodes.includes(one.unitCode)
      ? { ...one, result: { ...one.result, state: 'accepted' } }
      : one,
  ),
});
