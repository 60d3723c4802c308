import { useId, type ReactNode } from 'react';
import styles from './menu-button.module.css';
import { useUnfolding } from './unfold';

/** A button that shows a few more, as plain buttons in a panel. Small on purpose: it is on every screen, a team's phone too. */
export function MenuButton(props: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly items: readonly {
    readonly text: string;
    readonly icon: ReactNode;
    readonly lang?: string;
    readonly onChosen: () => void;
  }[];
}) {
  const { isOpen, setOpen, whole, button, onBlur } = useUnfolding();
  const panel = useId();
  return (
    <div ref={whole} className={styles.whole} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-label={props.label}
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {props.icon}
      </button>
      <div id={panel} className={styles.panel} hidden={!isOpen}>
        <div className={styles.title}>{props.title}</div>
        {props.items.map(({ text, icon, lang, onChosen }) => (
          <button
            key={text}
            type="button"
            lang={lang}
            className={styles.item}
            onClick={() => {
              setOpen(false);
              button.current?.focus();
              onChosen();
            }}
          >
            {icon}
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}
