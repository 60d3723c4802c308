import { optionsByWords } from '../../parts/list-search';
import { Checkbox, Select } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Unit } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useNames } from '../../parts/names';
import type { OrderDraft, TierChoice } from './order-draft';
import styles from './orders.module.css';
import { useOwnUnits, type OwnUnits } from './use-own-units';
import { givingWords } from './words-of-giving';

const tiers = ['district', 'commune'] as const;
const isSame = (one: TierChoice, other: TierChoice): boolean =>
  one.tier === other.tier && one.below === other.below;

interface Choosing {
  readonly draft: OrderDraft;
  readonly onChange: (change: Partial<OrderDraft>) => void;
}

/** To whom: a whole tier by one touch, a unit by its name, or out of the tree. */
export function SelectionField({ draft, onChange, error }: Choosing & { readonly error: string | null }) {
  const words = useWords(givingWords);
  const units = useOwnUnits();
  const { own } = units;
  // On a phone, and where a whole tier is chosen, the tree would only be in the way.
  const [isUnfolded] = useState(() => draft.tiers.length === 0 && matchMedia('(min-width: 60rem)').matches);
  const choosing = { draft, onChange };
  return (
    <section className={styles.card} aria-labelledby="to">
      <h2 id="to">{words.to}</h2>
      {own && (
        <div className={styles.chips}>
          {tiers.map((tier) => {
            const choice = { tier, below: own.code };
            const count = units.count(choice);
            return count > 0 && <TierChip key={tier} {...{ ...choosing, choice, units, place: own.name }} />;
          })}
        </div>
      )}
      <Select
        label={words.find}
        placeholder={words.findPlaceholder}
        nothingFoundMessage={words.nothingFound}
        searchable
        selectFirstOptionOnChange
        limit={30}
        value={null}
        data-field="/to"
        data={optionsOf(units, draft)}
        onChange={(code) => {
          if (code !== null) onChange({ unitCodes: [...draft.unitCodes, code] });
        }}
        filter={optionsByWords}
      />
      <Chosen {...choosing} units={units} />
      {error !== null && (
        <p role="alert" className={styles.wrong}>
          {error}
        </p>
      )}
      {own && (
        <details className={styles.tree} open={isUnfolded}>
          <summary>{words.tree}</summary>
          <ul>
            {units.childrenOf(own.code).map((unit) => (
              <Branch key={unit.code} {...{ ...choosing, unit, units }} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function optionsOf({ below }: OwnUnits, { unitCodes }: OrderDraft) {
  const names = new Map(below.map(({ code, name }) => [code, name]));
  return below
    .filter(({ code }) => !unitCodes.includes(code))
    .map(({ code, name, type, parentCode }) => {
      const parent = parentCode === null ? undefined : names.get(parentCode);
      return { value: code, label: `${name} (${type}${parent === undefined ? '' : `, ${parent}`})` };
    });
}

function TierChip({
  draft,
  onChange,
  choice,
  units,
  place,
  label,
}: Choosing & {
  readonly choice: TierChoice;
  readonly units: OwnUnits;
  readonly place: string;
  readonly label?: string;
}) {
  const words = useWords(givingWords);
  const isChosen = draft.tiers.some((one) => isSame(one, choice));
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={isChosen}
      onClick={() => {
        const others = draft.tiers.filter((one) => !isSame(one, choice));
        onChange({ tiers: isChosen ? others : [...others, choice] });
      }}
    >
      {label ?? words.tiers[choice.tier](units.count(choice), place)}
    </button>
  );
}

/** A unit with a box of its own, and its communes behind it. */
function Branch({
  draft,
  onChange,
  unit,
  units,
}: Choosing & { readonly unit: Unit; readonly units: OwnUnits }) {
  const words = useWords(givingWords);
  const [isOpen, setOpen] = useState(false);
  const children = units.childrenOf(unit.code);
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  const all: TierChoice = { tier: 'commune', below: unit.code };
  return (
    <li>
      <div className={styles.branch}>
        <UnitBox {...{ draft, onChange, unit, units }} />
        {children.length > 0 && (
          <>
            <TierChip
              {...{ draft, onChange, units, choice: all, place: unit.name }}
              label={words.allCommunes(units.count(all))}
            />
            <button
              type="button"
              className={styles.opener}
              aria-expanded={isOpen}
              aria-label={words.show(unit.name)}
              onClick={() => {
                setOpen(!isOpen);
              }}
            >
              <Arrow size={20} aria-hidden />
            </button>
          </>
        )}
      </div>
      {isOpen && (
        <ul>
          {children.map((child) => (
            <li key={child.code}>
              <UnitBox {...{ draft, onChange, unit: child, units }} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Ticked and fast where a whole tier is chosen that it belongs to. */
function UnitBox({
  draft,
  onChange,
  unit,
  units,
}: Choosing & { readonly unit: Unit; readonly units: OwnUnits }) {
  const isCovered = draft.tiers.some((choice) => units.covers(choice, unit));
  const isChosen = draft.unitCodes.includes(unit.code);
  return (
    <Checkbox
      className={styles.box}
      label={`${unit.name} (${unit.type})`}
      checked={isChosen || isCovered}
      disabled={isCovered}
      onChange={({ currentTarget }) => {
        const others = draft.unitCodes.filter((code) => code !== unit.code);
        onChange({ unitCodes: currentTarget.checked ? [...others, unit.code] : others });
      }}
    />
  );
}

/** What is chosen so far, each with a way to take it back. */
function Chosen({ draft, onChange, units }: Choosing & { readonly units: OwnUnits }) {
  const words = useWords(givingWords);
  const names = useNames();
  const { tiers: chosen, unitCodes } = draft;
  if (chosen.length + unitCodes.length === 0) return null;
  return (
    <ul className={styles.chosen} aria-label={words.chosen}>
      {chosen.map((choice) => (
        <Pill
          key={`${choice.tier}/${choice.below}`}
          text={words.tiers[choice.tier](units.count(choice), names.unit(choice.below))}
          onRemove={() => {
            onChange({ tiers: chosen.filter((one) => !isSame(one, choice)) });
          }}
        />
      ))}
      {unitCodes.map((code) => (
        <Pill
          key={code}
          text={names.unit(code)}
          onRemove={() => {
            onChange({ unitCodes: unitCodes.filter((one) => one !== code) });
          }}
        />
      ))}
    </ul>
  );
}

function Pill({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  const words = useWords(givingWords);
  return (
    <li className={styles.pill}>
      {text}
      <button type="button" aria-label={words.remove(text)} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </button>
    </li>
  );
}
