import { IconChevronDown, IconMenu2, IconX } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useId, useSyncExternalStore } from 'react';
import { sharedWords } from '../locales/shared-words';
import { useUnfolding } from '../parts/unfold';
import { entriesOf, screenGroups, type Entry, type ScreenGroup } from './entries';
import { useLanguage, useWords } from './language';
import styles from './navigation.module.css';
import type { TitledScreen } from './screens';

/** Below this a row of entries has no room beside the product's name. */
const narrow = '(max-width: 63.99rem)';

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = matchMedia(narrow);
      query.addEventListener('change', onChange);
      return () => {
        query.removeEventListener('change', onChange);
      };
    },
    () => matchMedia(narrow).matches,
  );
}

/** Where else this role works: a row with a menu for each group at a desk, one menu on a phone. */
export function Navigation({ screens }: { readonly screens: readonly TitledScreen[] }) {
  const words = useWords(sharedWords);
  const entries = entriesOf(screens);
  const isNarrow = useIsNarrow();
  if (screens.length < 2) return null;
  return (
    <nav className={styles.nav} aria-label={words.navigation}>
      {isNarrow ? (
        <WholeMenu entries={entries} />
      ) : (
        entries.map((entry) =>
          'group' in entry ? (
            <GroupMenu key={entry.group} {...entry} />
          ) : (
            <ScreenLink key={entry.screen.path} screen={entry.screen} className={styles.link} />
          ),
        )
      )}
    </nav>
  );
}

function ScreenLink(props: {
  readonly screen: TitledScreen;
  readonly className: string | undefined;
  readonly onChosen?: () => void;
}) {
  const { language } = useLanguage();
  const { path, title } = props.screen;
  return (
    <Link
      to={path}
      className={props.className}
      activeProps={{ 'aria-current': 'page' }}
      onClick={props.onChosen}
    >
      {title[language]}
    </Link>
  );
}

function GroupMenu(props: { readonly group: ScreenGroup; readonly screens: readonly TitledScreen[] }) {
  const { language } = useLanguage();
  const { isOpen, setOpen, whole, button, onBlur } = useUnfolding();
  const panel = useId();
  const isHere = useIsHere(props.screens);
  return (
    <div ref={whole} className={styles.whole} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={styles.link}
        aria-expanded={isOpen}
        aria-controls={panel}
        data-here={isHere}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {screenGroups[props.group][language]}
        <IconChevronDown size={16} aria-hidden />
      </button>
      <div id={panel} className={styles.panel} hidden={!isOpen}>
        {props.screens.map((screen) => (
          <ScreenLink
            key={screen.path}
            screen={screen}
            className={styles.item}
            onChosen={() => {
              setOpen(false);
            }}
          />
        ))}
      </div>
    </div>
  );
}

function WholeMenu({ entries }: { readonly entries: readonly Entry<TitledScreen>[] }) {
  const words = useWords(sharedWords);
  const { language } = useLanguage();
  const { isOpen, setOpen, whole, button, onBlur } = useUnfolding();
  const panel = useId();
  const link = (screen: TitledScreen) => (
    <ScreenLink
      key={screen.path}
      screen={screen}
      className={styles.item}
      onChosen={() => {
        setOpen(false);
      }}
    />
  );
  const Icon = isOpen ? IconX : IconMenu2;
  return (
    <div ref={whole} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={styles.all}
        aria-label={words.navigation}
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon aria-hidden />
      </button>
      <div id={panel} className={styles.sheet} hidden={!isOpen}>
        {entries.map((entry) =>
          'group' in entry ? (
            <div key={entry.group} role="group" aria-label={screenGroups[entry.group][language]}>
              <div className={styles.heading} aria-hidden>
                {screenGroups[entry.group][language]}
              </div>
              {entry.screens.map(link)}
            </div>
          ) : (
            link(entry.screen)
          ),
        )}
      </div>
    </div>
  );
}

/** Whether the person is on one of these screens, or on one below them. */
function useIsHere(screens: readonly TitledScreen[]): boolean {
  const at = useRouterState({ select: ({ location }) => location.pathname });
  return screens.some(({ path }) => at === path || at.startsWith(`${path}/`));
}
