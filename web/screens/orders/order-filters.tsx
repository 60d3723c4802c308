import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useWords } from '../../app/language';
import { UnitPicker } from '../../parts/unit-picker';
import { noFilter, type OrderFilter } from './order-filter';
import styles from './orders.module.css';
import { orderWords } from './words';

const boxes = ['all', 'mine', 'received'] as const;

/** Whose orders are shown, and whether only those with late units. */
export function OrderFilters(props: {
  readonly filter: OrderFilter;
  readonly isFiltered: boolean;
  readonly onChange: (change: Partial<OrderFilter>) => void;
}) {
  const { filter, onChange } = props;
  const words = useWords(orderWords);
  return (
    <section className={styles.filters} aria-label={words.filters}>
      <div className={styles.chips}>
        {boxes.map((box) => (
          <button
            key={box}
            type="button"
            className={styles.chip}
            aria-pressed={filter.box === box}
            onClick={() => {
              onChange({ box });
            }}
          >
            {words.boxes[box]}
          </button>
        ))}
        <button
          type="button"
          className={styles.chip}
          aria-pressed={filter.late}
          onClick={() => {
            onChange({ late: !filter.late });
          }}
        >
          {words.lateOnly}
        </button>
        {props.isFiltered && (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => {
              onChange(noFilter);
            }}
          >
            {words.clear}
          </Button>
        )}
      </div>
      <div className={styles.unitFilter}>
        <UnitPicker
          label={words.unit}
          value={filter.unit}
          onChange={(unit) => {
            onChange({ unit });
          }}
        />
      </div>
    </section>
  );
}
