import type { CSSProperties } from 'react';
import type { User } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import rows from '../../parts/rows.module.css';
import { useTeams } from '../../parts/teams';
import { peopleWords } from './words';

const columns = {
  '--columns': 'minmax(0, 3fr) minmax(0, 2fr) minmax(0, 3fr) minmax(0, 2fr)',
} as CSSProperties;

/** One account; the whole row opens it. */
export function PersonRow({ person, onOpen }: { readonly person: User; readonly onOpen: () => void }) {
  const words = useWords(peopleWords);
  const shared = useWords(sharedWords);
  const names = useNames();
  const teams = useTeams();
  const { name, username, role, unitCode, teamId, phone, active } = person;
  return (
    <li>
      <button type="button" className={rows.row} style={columns} data-off={!active} onClick={onOpen}>
        <span className={rows.cell}>
          <b>{name}</b>
          <small>{username}</small>
        </span>
        <span className={rows.cell}>
          {shared.roles[role]}
          {!active && <Mark standing="quiet">{words.inactive}</Mark>}
        </span>
        <span className={rows.cell}>
          {names.unit(unitCode)}
          {teamId !== null && <small>{teams.name(teamId)}</small>}
        </span>
        <span className={rows.cell}>
          {phone ??
            (role === 'responder' || role === 'supervisor' ? (
              <Mark standing="warning">{words.noPhone}</Mark>
            ) : (
              '–'
            ))}
        </span>
      </button>
    </li>
  );
}
PersonRow.columns = columns;
