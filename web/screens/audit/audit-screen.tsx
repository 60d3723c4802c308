import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { Page } from '../../parts/page';
import { AccessLog } from './access-log';
import { Entries } from './entries';
import { Verification } from './verification';
import { auditWords } from './words';

/** The record of management, and beside it who looked at personal data. */
export function Screen() {
  const words = useWords(auditWords);
  const isAdmin = useMe().role === 'admin';
  const navigate = useNavigate();
  const place: { readonly tab?: string; readonly subject?: string } = useSearch({ strict: false });
  return (
    <Page title={words.title} lead={words.lead} {...(isAdmin && { actions: <Verification /> })}>
      <Tabs
        value={place.tab === 'access' ? 'access' : 'acts'}
        keepMounted={false}
        onChange={(tab) => {
          void navigate({ to: '/admin/audit', search: tab === 'access' ? { tab } : {} });
        }}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="acts">{words.acts}</Tabs.Tab>
          <Tabs.Tab value="access">{words.access}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="acts">
          <Entries subject={place.subject ?? null} />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <AccessLog />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
