import { IconDotsVertical, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sharedWords } from '../locales/shared-words';
import { MenuButton } from '../parts/menu-button';
import { StaleStamp } from '../parts/stale-stamp';
import { useColorScheme } from './color-scheme';
import { FindTicket } from './find-ticket';
import frame from './frame.module.css';
import { useLanguage, useWords } from './language';
import { Navigation } from './navigation';
import { screensOf, titledScreensOf } from './screens';
import { useMe, useSession } from './session';

/** Head of every screen: where else this role works, how fresh the screen is, language, theme, the way out. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const words = useWords(sharedWords);
  const { role } = useMe();
  return (
    <>
      <a className={frame.skip} href="#content">
        {words.skipToContent}
      </a>
      <header className={frame.head}>
        <Link to="/" className={frame.product}>
          {words.product}
        </Link>
        <Navigation screens={titledScreensOf(role)} />
        <div className={frame.right}>
          {screensOf(role).some(({ path }) => path === '/tickets/$id') && <FindTicket />}
          <StaleStamp />
          <OwnMenu />
        </div>
      </header>
      <main id="content" className={frame.content} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function OwnMenu() {
  const words = useWords(sharedWords);
  const me = useMe();
  const { signOut } = useSession();
  const { language, choose } = useLanguage();
  const { isDark, toggle } = useColorScheme();
  const other = language === 'vi' ? 'en' : 'vi';
  const Sky = isDark ? IconSun : IconMoon;
  return (
    <MenuButton
      label={words.menu}
      icon={<IconDotsVertical aria-hidden />}
      title={
        <>
          <b>{me.name}</b>
          {words.roles[me.role]}
        </>
      }
      items={[
        {
          text: other === 'vi' ? 'Tiếng Việt' : 'English',
          lang: other,
          icon: <IconLanguage aria-hidden />,
          onChosen: () => {
            choose(other);
          },
        },
        {
          text: isDark ? words.lightTheme : words.nightTheme,
          icon: <Sky aria-hidden />,
          onChosen: toggle,
        },
        { text: words.signOut, icon: <IconLogout aria-hidden />, onChosen: () => void signOut() },
      ]}
    />
  );
}
