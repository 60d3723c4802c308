import type { PointerEvent } from 'react';
import { useWords } from '../../app/language';
import type { Grip } from './grid-drag';
import type { Wish } from './roster-edit';
import styles from './rosters.module.css';
import { minutesAWeek, timeOf, type Block } from './week';
import { rosterWords } from './words';

const percent = (minutes: number): string => `${String((minutes / minutesAWeek) * 100)}%`;

interface Span {
  readonly startMinute: number;
  readonly endMinute: number;
}
/** Somebody who takes another's turn, in minutes of the week. */
export interface StandIn extends Span {
  readonly id: string;
  readonly userId: string;
  readonly replacesUserId?: string | null | undefined;
}

export const hoursOf = (wish: Wish): [string, string] => [timeOf(wish.startMinute), timeOf(wish.endMinute)];

/** One person's week: their turns, who stands in, and what is just being drawn. */
export function GridRow(props: {
  readonly row: number;
  readonly userId: string | null;
  readonly name: string;
  readonly isGuest: boolean;
  readonly blocks: readonly Block[];
  readonly standIns: readonly StandIn[];
  /** The turn that is in hand, wherever it was. */
  readonly lifted: Block | null;
  readonly isWarned: boolean;
  readonly ghost: Wish | null;
  /** The hour that the keys are at, in this row only. */
  readonly cursorHour: number | null;
  readonly onGrip: (event: PointerEvent, grip: Grip, block: Block | null) => void;
}) {
  const { row, userId, ghost, cursorHour, onGrip } = props;
  const words = useWords(rosterWords);
  return (
    <div className={styles.row}>
      <span className={styles.name} data-nobody={userId === null}>
        {props.name}
        {props.isGuest && <small> {words.guest}</small>}
      </span>
      <div
        className={styles.lane}
        data-lane={row}
        onPointerDown={(event) => {
          onGrip(event, 'new', null);
        }}
      >
        {props.blocks
          .filter((block) => block.userId === userId)
          .map((block) => (
            <Bar
              key={`${block.shiftId} ${String(block.startMinute)}`}
              block={block}
              isLifted={isSameBlock(props.lifted, block)}
              isWarned={props.isWarned}
              onGrip={(event, grip) => {
                onGrip(event, grip, block);
              }}
            />
          ))}
        {props.standIns
          .filter((one) => one.userId === userId || one.replacesUserId === userId)
          .map((one) => (
            <span
              key={one.id}
              className={styles.standIn}
              data-replaced={one.userId !== userId}
              style={spanStyle(one)}
              title={one.userId === userId ? words.standsIn : undefined}
            >
              {one.userId === userId && words.standsIn}
            </span>
          ))}
        {ghost?.userId === userId && (
          <span className={styles.ghost} style={spanStyle(ghost)}>
            {hoursOf(ghost).join('–')}
          </span>
        )}
        {cursorHour !== null && (
          <span className={styles.cursor} style={{ left: percent(cursorHour * 60), width: percent(60) }} />
        )}
      </div>
    </div>
  );
}

const isSameBlock = (one: Block | null, other: Block): boolean =>
  one !== null && one.shiftId === other.shiftId && one.startMinute === other.startMinute;

/** The part of it that lies in the week. */
export function spanStyle(span: Span) {
  const start = Math.max(span.startMinute, 0);
  return { left: percent(start), width: percent(Math.min(span.endMinute, minutesAWeek) - start) };
}

function Bar(props: {
  readonly block: Block;
  readonly isLifted: boolean;
  readonly isWarned: boolean;
  readonly onGrip: (event: PointerEvent, grip: Grip) => void;
}) {
  const { block, onGrip } = props;
  const text = `${timeOf(block.startMinute)}–${timeOf(block.endMinute)}`;
  const isLong = Math.min(block.endMinute, minutesAWeek) - Math.max(block.startMinute, 0) >= 8 * 60;
  return (
    <span
      className={styles.bar}
      style={spanStyle(block)}
      title={text}
      data-bar={text}
      data-lifted={props.isLifted}
      data-warned={props.isWarned}
      data-nobody={block.userId === null}
      onPointerDown={(event) => {
        onGrip(event, 'whole');
      }}
    >
      {block.startMinute >= 0 && (
        <i
          className={styles.edge}
          onPointerDown={(event) => {
            onGrip(event, 'start');
          }}
        />
      )}
      {isLong && <span>{text}</span>}
      <i
        className={styles.edge}
        data-end
        onPointerDown={(event) => {
          onGrip(event, 'end');
        }}
      />
    </span>
  );
}
