import { Button, Kbd, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Lookalike, TicketSummary } from '../../api/operations.gen';
import { useLiveness } from '../../api/live';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { useKeptQueries } from '../../parts/kept-queries';
import { useOfflineShell } from '../../parts/offline-shell';
import { SurgeBanner } from '../../parts/surge-banner';
import styles from './agent.module.css';
import { Banners } from './banners';
import { CallLists } from './call-lists';
import { emptyDraft, mistakesIn, type Draft } from './draft';
import { InHand } from './in-hand';
import { IntakeForm } from './intake-form';
import { KeySheet } from './key-sheet';
import { KnownPanel } from './known-panel';
import { ResultDialog } from './result-dialog';
import { SavedCard } from './saved-card';
import { focusFirst } from './steps';
import { useCaller, useLookalikes } from './use-alike';
import { useDesk, type Desk } from './use-desk';
import { useKeys } from './use-keys';
import { agentWords } from './words';

const nothing = emptyDraft('');
/** The questions and the places: nobody's data. */
const kept = ['protocols', 'units'];

/** The agent's desk: who waits on the left, the report in the middle, what is known already on the right. */
export function Screen() {
  useOfflineShell('agent');
  return useKeptQueries(kept) ? <AgentDesk /> : null;
}

function AgentDesk() {
  const words = useWords(agentWords);
  const desk = useDesk();
  const { draft, protocols } = desk;
  const [open, setOpen] = useState<'keys' | 'result' | null>(null);
  const alike = useLookalikes(draft ?? nothing);
  const caller = useCaller(draft?.phone ?? '');

  const choose = (category: string): void => {
    desk.change({ category });
    focusFirst(draft?.phone === '' ? '[data-field="phone"]' : '[data-field="place"]');
  };
  const save = (): void => {
    if (!draft) return;
    const protocol = protocols.find(({ category }) => category === draft.category);
    const mistakes = mistakesIn(draft, protocol, words.mistakes);
    desk.setMistakes(mistakes);
    if (Object.keys(mistakes).length === 0) desk.save();
    else window.requestAnimationFrame(focusMistake);
  };
  const attach = (ticket: Lookalike | TicketSummary | null): void => {
    if (draft)
      desk.change(
        ticket === null
          ? { attachTo: null }
          : attachment(draft, ticket, caller?.open.some(({ id }) => id === ticket.id) ?? false),
      );
  };
  const useAddress = ({ location }: TicketSummary): void => {
    desk.change({ unitCode: location.unitCode, address: location.address ?? '' });
  };
  const withAddress = [...(caller?.open ?? []), ...(caller?.earlier ?? [])].find(
    ({ location }) => location.address,
  );
  const amber = desk.calls.find((call) => call.claim?.amber && call.claim.userId !== desk.me.id);

  useKeys({
    F2: () => void desk.takeNextCall(),
    F4: () => void desk.takeNextCallBack(),
    F8: () => {
      attach(draft?.attachTo ? null : (alike[0] ?? caller?.open[0] ?? null));
    },
    F9: () => {
      if (draft && draft.from.kind !== 'none') setOpen('result');
    },
    'Alt+N': () => void desk.writeDown(),
    'Alt+Q': () => {
      focusFirst('[data-question]');
    },
    'Alt+C': () => {
      if (withAddress) useAddress(withAddress);
    },
    'Alt+R': () => {
      if (amber) void desk.retakeCall(amber);
    },
    'Ctrl+Enter': save,
    '?': () => {
      setOpen('keys');
    },
    ...Object.fromEntries(
      protocols.map(({ category }, index) => [
        `Alt+${String(index + 1)}`,
        () => {
          choose(category);
        },
      ]),
    ),
  });

  // A report that was just begun starts at its category; one that is taken up again, too.
  const draftId = draft?.id;
  const isReady = protocols.length > 0;
  useEffect(() => {
    if (draftId !== undefined && isReady) focusFirst('[data-field="category"]');
  }, [draftId, isReady]);

  const delivery = desk.savedId === null ? undefined : desk.deliveries[desk.savedId];
  return (
    <div className={styles.desk}>
      <CallLists desk={desk} />
      <div className={styles.middle}>
        <SurgeBanner unitCode={draft?.unitCode ?? desk.me.unitCode} isBrief={draft !== null} />
        <Banners desk={desk} />
        {draft ? (
          <>
            <InHand
              desk={desk}
              draft={draft}
              onResult={() => {
                setOpen('result');
              }}
            />
            <IntakeForm key={draft.id} desk={desk} draft={draft} onSave={save} onChoose={choose} />
          </>
        ) : desk.savedId !== null ? (
          <SavedCard key={desk.savedId} desk={desk} delivery={delivery} />
        ) : (
          <Start desk={desk} />
        )}
      </div>
      {draft ? (
        <KnownPanel draft={draft} alike={alike} caller={caller} onAttach={attach} onAddress={useAddress} />
      ) : (
        <div />
      )}
      <button
        type="button"
        className={styles.sheetButton}
        onClick={() => {
          setOpen('keys');
        }}
      >
        <Kbd>?</Kbd> {words.keys.hint}
      </button>
      {open === 'keys' && (
        <KeySheet
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
      {open === 'result' && draft && (
        <ResultDialog
          desk={desk}
          draft={draft}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}

function Start({ desk }: { readonly desk: Desk }) {
  const { start: words } = useWords(agentWords);
  const { loading } = useWords(sharedWords);
  const { state } = useLiveness();
  return (
    <section className={styles.saved}>
      <h1 className={styles.title}>{words.title}</h1>
      {desk.isLoading && state !== 'silent' && <Loader role="img" aria-label={loading} />}
      <p>{words.body}</p>
      <Button
        size="lg"
        autoFocus
        loading={desk.isTaking}
        rightSection={<Kbd>F2</Kbd>}
        onClick={() => void desk.takeNextCall()}
      >
        {words.next}
      </Button>
      <Button
        size="md"
        variant="default"
        rightSection={<Kbd>F4</Kbd>}
        onClick={() => void desk.takeNextCallBack()}
      >
        {words.callBack}
      </Button>
      <Button
        size="md"
        variant="default"
        rightSection={<Kbd>Alt+N</Kbd>}
        onClick={() => void desk.writeDown()}
      >
        {words.write}
      </Button>
    </section>
  );
}

/** What the other ticket knows fills what has not been asked yet: one key and it can be saved. */
function attachment(draft: Draft, ticket: Lookalike | TicketSummary, own: boolean): Partial<Draft> {
  const place =
    'location' in ticket ? ticket.location : { unitCode: ticket.unitCode, address: ticket.address };
  return {
    attachTo: { id: ticket.id, code: ticket.code, own },
    category: draft.category ?? ticket.category,
    unitCode: draft.unitCode ?? place.unitCode,
    address: draft.address || (place.address ?? ''),
    // Of their own ticket the caller's words are known already.
    description: draft.description || own ? draft.description : (ticket.description ?? ''),
  };
}

function focusMistake(): void {
  const selector =
    '[data-mistake] input, [data-step][aria-invalid="true"], [aria-invalid="true"], [data-mistake]';
  document.querySelector<HTMLElement>(selector)?.focus();
}
