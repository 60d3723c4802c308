import { Button, Center, Checkbox, Loader, Radio, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { publicFigures } from '../../../src/domain/public-figures';
import { periodKinds } from '../../../src/domain/reporting-period';
import { ask } from '../../api/ask';
import type { TransparencyDecision, TransparencySettings } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { Page } from '../../parts/page';
import { Part } from '../../parts/part';
import { usePeople } from '../../parts/people';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { useSend } from '../../parts/use-send';
import { transparencyWords } from './words';

/** What the public page shows: chosen by figure, looked at as everybody sees it, with every earlier decision. */
export function Screen() {
  const words = useWords(transparencyWords);
  const { loading } = useWords(sharedWords);
  const { language } = useLanguage();
  const { data, error } = useQuery({
    queryKey: ['transparency'],
    queryFn: () => ask('GET /transparency-settings'),
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button
          component="a"
          href={`/transparency?lang=${language}`}
          target="_blank"
          rel="noreferrer"
          variant="default"
          mih={44}
          title={words.previewHelp}
          leftSection={<IconExternalLink size={18} aria-hidden />}
        >
          {words.preview}
        </Button>
      }
    >
      <ErrorLine error={error} />
      {!data && !error && (
        <Center py={64}>
          <Loader aria-label={loading} />
        </Center>
      )}
      {data && <Decision key={data.version} settings={data} />}
      {data && <History settings={data} />}
    </Page>
  );
}

function Decision({ settings }: { readonly settings: TransparencySettings }) {
  const words = useWords(transparencyWords);
  const queries = useQueryClient();
  const [open, setOpen] = useState<readonly string[]>(settings.open);
  const [by, setBy] = useState<string>(settings.by);
  const { mutate, isPending, error } = useSend(
    (body: TransparencyDecision) => ask('PUT /transparency-settings', { body }),
    () => void queries.invalidateQueries({ queryKey: ['transparency'] }),
  );
  const chosen = publicFigures.filter((figure) => open.includes(figure));
  const isSame = chosen.join() === settings.open.join() && by === settings.by;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const kind = periodKinds.find((one) => one === by) ?? settings.by;
        mutate({ version: settings.version, open: chosen, by: kind });
      }}
    >
      <Stack gap="lg" maw={640}>
        <Checkbox.Group label={words.figures} value={[...open]} onChange={setOpen}>
          <Stack gap="sm" mt="xs">
            {publicFigures.map((figure) => (
              <Checkbox
                key={figure}
                size="md"
                value={figure}
                label={words.names[figure].name}
                description={words.names[figure].help}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Radio.Group label={words.by} description={words.byHelp} value={by} onChange={setBy}>
          <Stack gap="sm" mt="xs">
            {periodKinds.map((kind) => (
              <Radio key={kind} size="md" value={kind} label={words.periods[kind]} />
            ))}
          </Stack>
        </Radio.Group>
        <ErrorLine error={error} />
        <Button type="submit" mih={48} loading={isPending} disabled={isSame}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}

/** Newest first; the one before can be brought back, which is a decision of its own. */
function History({ settings }: { readonly settings: TransparencySettings }) {
  const words = useWords(transparencyWords);
  const { language } = useLanguage();
  const people = usePeople();
  const queries = useQueryClient();
  const [seen, setSeen] = useState(settings.version);
  const [isOver, setOver] = useState(false);
  const { history, version } = settings;
  const before = history[1];
  const undo = async (): Promise<void> => {
    const { open, by } = before ?? { open: [], by: settings.by };
    await ask('PUT /transparency-settings', { body: { version, open, by } });
    setSeen(version + 1);
    await queries.invalidateQueries({ queryKey: ['transparency'] });
  };
  const done: Done | null =
    version > seen && !isOver ? { text: words.saved(settings.open.length), undo } : null;
  return (
    <Part onPage title={words.history}>
      {history.length === 0 && <Text>{words.never}</Text>}
      <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {history.map(({ version: number, open, by, changedAt, changedBy }) => (
          <li key={number}>
            <Text component="span" c="dimmed">
              {changedAt === null ? words.unknown : dayAndTime(changedAt, language)}
              {changedBy !== null && ` · ${people.name(changedBy)}`}
            </Text>
            <Text>
              {open.length === 0
                ? words.nothing
                : `${open.map((figure) => words.names[figure].name).join(', ')} (${words.periods[by]})`}
            </Text>
          </li>
        ))}
      </Stack>
      <UndoBar
        done={done}
        onGone={() => {
          setOver(true);
        }}
      />
    </Part>
  );
}
