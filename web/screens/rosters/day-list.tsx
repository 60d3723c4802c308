import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { SideDrawer } from '../../parts/drawer';
import { Mark } from '../../parts/mark';
import type { Editing } from './roster-grid';
import styles from './rosters.module.css';
import { TurnForm } from './turn-form';
import { addDays, blocksOf, timeOf, type Block } from './week';
import { rosterWords } from './words';

/** The same week as a list: for phones, and for whoever cannot see a grid. */
export function DayList(editing: Editing) {
  const { monday, people, draft, lacks, mayChange, reach } = editing;
  const words = useWords(rosterWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const [open, setOpen] = useState<{ readonly day: number; readonly block: Block | null } | null>(null);
  const blocks = blocksOf(draft.shifts, monday);
  const nameOf = (id: string | null): string =>
    people.find((person) => person.id === id)?.name ?? words.nobody;
  return (
    <div className={styles.dayList}>
      {[0, 1, 2, 3, 4, 5, 6].map((day) => {
        const date = addDays(monday, day);
        const name = `${shared.weekdays[day] ?? ''} ${new Date(`${date}T00:00:00Z`).toLocaleDateString(
          language === 'vi' ? 'vi-VN' : 'en-GB',
          { timeZone: 'UTC', day: '2-digit', month: '2-digit' },
        )}`;
        const own = blocks.filter(
          ({ startMinute, endMinute }) => startMinute < (day + 1) * 1_440 && endMinute > day * 1_440,
        );
        const gaps = lacks.gaps.filter(({ weekday }) => weekday === day + 1);
        return (
          <section key={day} className={styles.day} aria-label={name}>
            <h2 className={styles.heading}>{name}</h2>
            {own.length === 0 && <span className={styles.quiet}>{words.emptyDay}</span>}
            <ul className={styles.plain}>
              {own.map((block) => {
                const begins = block.startMinute >= day * 1_440;
                const text = `${timeOf(block.startMinute)}–${timeOf(block.endMinute)}`;
                const who = nameOf(block.userId);
                return (
                  <li key={`${block.shiftId} ${String(block.startMinute)}`} className={styles.turn}>
                    <span>
                      <b>{text}</b> {who}
                      {!begins && <small> ({words.continues})</small>}
                    </span>
                    {mayChange && begins && (
                      <span className={styles.turnButtons}>
                        <ActionIcon
                          variant="subtle"
                          size={44}
                          aria-label={`${words.change}: ${who}, ${text}`}
                          onClick={() => {
                            setOpen({ day, block });
                          }}
                        >
                          <IconPencil size={20} aria-hidden />
                        </ActionIcon>
                        <ActionIcon
                          variant="subtle"
                          size={44}
                          aria-label={`${words.remove}: ${who}, ${text}`}
                          onClick={() => {
                            draft.apply(draft.edit.remove(draft.shifts, monday, block, reach));
                          }}
                        >
                          <IconTrash size={20} aria-hidden />
                        </ActionIcon>
                      </span>
                    )}
                  </li>
                );
              })}
            </ul>
            {gaps.map(({ from, to }) => (
              <Mark key={from} standing="breached">
                {words.gapAt(`${from}–${to}`)}
              </Mark>
            ))}
            {mayChange && (
              <Button
                variant="default"
                mih={48}
                leftSection={<IconPlus size={18} aria-hidden />}
                aria-label={`${words.add}: ${name}`}
                onClick={() => {
                  setOpen({ day, block: null });
                }}
              >
                {words.add}
              </Button>
            )}
          </section>
        );
      })}
      <SideDrawer
        title={open?.block ? words.change : words.add}
        isOpen={open !== null}
        onClose={() => {
          setOpen(null);
        }}
      >
        {open && (
          <TurnForm
            {...editing}
            day={open.day}
            block={open.block}
            onDone={() => {
              setOpen(null);
            }}
          />
        )}
      </SideDrawer>
    </div>
  );
}
