import { useRef, useState, type PointerEvent, type RefObject } from 'react';
import { moved, selectionOf, startedEarlier, startOfGrid, stretched, type GridEffect } from './grid-keys';
import type { Wish } from './roster-edit';
import type { Block } from './week';

/** What of the grid the pointer has taken: free hours, a turn, or one of its edges. */
export type Grip = 'new' | 'whole' | 'start' | 'end';
interface Dragging {
  readonly grip: Grip;
  readonly block: Block | null;
  readonly fromHour: number;
  readonly wish: Wish;
}

export interface Drag {
  /** The element that holds the rows. */
  readonly rowsAt: RefObject<HTMLDivElement | null>;
  readonly dragging: Dragging | null;
  readonly onPointerDown: (event: PointerEvent, grip: Grip, block: Block | null) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Turns made, moved and stretched by the pointer, in whole hours; what it comes to is performed when it lets go. */
export function useDrag(props: {
  readonly mayChange: boolean;
  /** By row; null is nobody's. */
  readonly users: readonly (string | null)[];
  readonly onTaken: (place: { readonly hour: number; readonly row: number }) => void;
  readonly perform: (effect: GridEffect) => void;
}): Drag {
  const { mayChange, users, onTaken, perform } = props;
  const rowsAt = useRef<HTMLDivElement>(null);
  const [dragging, setDragging] = useState<Dragging | null>(null);

  const placeOf = ({ clientX, clientY }: PointerEvent): { readonly hour: number; readonly row: number } => {
    const lanes = [...(rowsAt.current?.querySelectorAll('[data-lane]') ?? [])];
    const boxes = lanes.map((lane) => lane.getBoundingClientRect());
    const row = boxes.findIndex(({ bottom }) => clientY < bottom);
    const box = boxes[0];
    const share = box ? (clientX - box.left) / box.width : 0;
    return {
      hour: Math.min(167, Math.max(0, Math.floor(share * 168))),
      row: row < 0 ? lanes.length - 1 : row,
    };
  };
  const onPointerDown = (event: PointerEvent, grip: Grip, block: Block | null): void => {
    if (!mayChange || event.button !== 0) return;
    event.stopPropagation();
    const { hour, row } = placeOf(event);
    const wish = block ?? { userId: users[row] ?? null, startMinute: hour * 60, endMinute: hour * 60 + 60 };
    rowsAt.current?.setPointerCapture(event.pointerId);
    setDragging({ grip, block, fromHour: hour, wish });
    onTaken({ row, hour });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!dragging) return;
    const { hour, row } = placeOf(event);
    const { grip, block, fromHour } = dragging;
    const by = (hour - fromHour) * 60;
    if (grip === 'new' || !block) {
      const far = Math.min(Math.max(hour, fromHour - 23), fromHour + 23);
      const { userId } = dragging.wish;
      setDragging({
        ...dragging,
        wish: selectionOf({ ...startOfGrid, hour: far, anchor: fromHour }, userId),
      });
    } else if (grip === 'whole') {
      setDragging({ ...dragging, wish: { ...moved(block, by), userId: users[row] ?? null } });
    } else
      setDragging({ ...dragging, wish: grip === 'end' ? stretched(block, by) : startedEarlier(block, by) });
  };
  const onPointerUp = (): void => {
    if (!dragging) return;
    const { block, wish } = dragging;
    setDragging(null);
    if (block) perform({ kind: 'change', block, wish });
    else perform({ kind: 'add', wish });
  };
  const onPointerCancel = (): void => {
    setDragging(null);
  };
  return { rowsAt, dragging, onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}
