import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { ask } from '../api/ask';
import type { TicketSummary } from '../api/operations.gen';
import { sharedWords } from '../locales/shared-words';
import { Dialog } from '../parts/dialog';
import { ErrorLine } from '../parts/error-line';
import { clockTime } from '../parts/local-time';
import { useNames } from '../parts/names';
import { PriorityBadge } from '../parts/priority-badge';
import styles from './find-ticket.module.css';
import { useLanguage, useWords, type Words } from './language';

const vi = {
  field: 'Mã phiếu hoặc số điện thoại người gọi',
  example: 'Ví dụ BD-7K3-9QF hoặc 0903 123 456',
  lead: 'Gõ vài ký tự đầu của mã, hoặc cả số điện thoại. Mũi tên để chọn, Enter để mở.',
  nothing: 'Không có phiếu nào như vậy trong khu vực của bạn.',
  found: (n: number) => `${String(n)} phiếu`,
};
const en: typeof vi = {
  field: 'Ticket code or caller’s phone number',
  example: 'For example BD-7K3-9QF or 0903 123 456',
  lead: 'Type the first characters of a code, or a whole phone number. Arrows choose, Enter opens.',
  nothing: 'There is no such ticket in your area.',
  found: (n) => `${String(n)} tickets`,
};
const finderWords: Words<typeof vi> = { vi, en };

/** Nobody means a code by less. */
const shortest = 3;
const most = 8;
const typingPauseMs = 150;

/** A combobox of the newest tickets that fit, over whatever screen it was opened from. */
export function FindTicketDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(finderWords);
  const { findTicket } = useWords(sharedWords);
  const list = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const [q] = useDebouncedValue(typed.trim(), typingPauseMs);
  const navigate = useNavigate();
  const { data, error, isFetching } = useQuery({
    queryKey: ['tickets', 'find', q],
    queryFn: () => ask('GET /tickets', { query: { q, limit: most } }),
    enabled: q.length >= shortest,
  });
  const found = q.length >= shortest ? (data?.items ?? []) : [];

  const go = (ticket: TicketSummary | undefined): void => {
    if (!ticket) return;
    onClose();
    void navigate({ to: `/tickets/${ticket.id}` });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((chosen + step + found.length) % found.length);
    // A whole code that was pasted opens as soon as it is found.
    else if (event.key === 'Enter' && q === typed.trim()) go(found[chosen]);
    else return;
    event.preventDefault();
  };
  const isLooking = q !== typed.trim() || isFetching;
  return (
    <Dialog title={findTicket} className={styles.dialog} onClose={onClose}>
      <input
        role="combobox"
        aria-label={words.field}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${String(chosen)}` : undefined}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        placeholder={words.example}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={findTicket} className={styles.found}>
        {found.map((ticket, index) => (
          <FoundTicket
            key={ticket.id}
            id={`${list}-${String(index)}`}
            ticket={ticket}
            isChosen={index === chosen}
            onChosen={() => {
              go(ticket);
            }}
          />
        ))}
      </ul>
      <ErrorLine error={error} />
      <p role="status" className={styles.lead}>
        {q.length < shortest
          ? words.lead
          : found.length === 0 && !isLooking && !error
            ? words.nothing
            : found.length > 0 && words.found(found.length)}
      </p>
    </Dialog>
  );
}

function FoundTicket(props: {
  readonly id: string;
  readonly ticket: TicketSummary;
  readonly isChosen: boolean;
  readonly onChosen: () => void;
}) {
  const { ticket } = props;
  const names = useNames();
  const { status } = useWords(sharedWords);
  const { language } = useLanguage();
  return (
    <li id={props.id} role="option" aria-selected={props.isChosen} onClick={props.onChosen}>
      <b>{ticket.code}</b>
      <PriorityBadge priority={ticket.priority} />
      <span>
        {names.category(ticket.category)}, {names.unit(ticket.location.unitCode)}
      </span>
      <span className={styles.quiet}>
        {status[ticket.status]}, {clockTime(ticket.receivedAt, language)}
      </span>
    </li>
  );
}
