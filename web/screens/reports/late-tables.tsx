import { reportWords } from '../../../src/domain/report-words';
import type { Report } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { dayAndTime } from '../../parts/local-time';
import { LinkTo } from '../../parts/link-to';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import { Counted } from './behind-drawer';
import { FigureTable } from './figure-table';
import { spanText } from './number-text';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** Who let a promise go by: how often, how long, who was there. */
export function LateUnits({ report: { late, names: ids } }: { readonly report: Report }) {
  const words = useWords(reportScreenWords);
  const { unit, clocks, late: lateWords } = useWords(reportWords);
  const names = useNames();
  if (late.length === 0) return null;
  const person = (id: string): string => ids.people[id] ?? id;
  return (
    <FigureTable
      title={words.late}
      rows={late}
      keyOf={({ unitCode, clock }) => `${unitCode}/${clock}`}
      columns={[
        { title: unit, of: ({ unitCode }) => names.unit(unitCode) },
        { title: lateWords.clock, isText: true, of: ({ clock }) => clocks[clock] },
        {
          title: lateWords.count,
          of: ({ unitCode, clock, count }) => (
            <Counted
              count={count}
              name={`${words.late}, ${names.unit(unitCode)}, ${clocks[clock]}`}
              wanted={{ figure: 'late', clock, owedBy: unitCode }}
            />
          ),
        },
        { title: lateWords.open, of: ({ open }) => open },
        { title: words.longest, of: ({ longestMs }) => spanText(longestMs, words) },
        {
          title: lateWords.ticket,
          isText: true,
          of: ({ longest: { ticketId, code, isOpen } }) => (
            <>
              <LinkTo to={`/tickets/${ticketId}`}>{code}</LinkTo>{' '}
              {isOpen && <Mark standing="breached">{words.stillOpen}</Mark>}
            </>
          ),
        },
        {
          title: lateWords.onDuty,
          isText: true,
          of: ({ onDutyUserIds }) => onDutyUserIds.map(person).join(', ') || '–',
        },
      ]}
    />
  );
}

/** Silent numbers, empty rosters, shifts that nobody took over. */
export function NotReady({ readiness }: { readonly readiness: Report['readiness'] }) {
  const words = useWords(reportScreenWords);
  const { unit, sheets, hotline, listings, roster, handOver } = useWords(reportWords);
  const { language } = useLanguage();
  const names = useNames();
  if (!readiness) return null;
  const { silentHotlines, emptyRosters, missedHandOvers } = readiness;
  const ofUnit = { title: unit, of: ({ unitCode }: { readonly unitCode: string }) => names.unit(unitCode) };
  const ofTeam = {
    ...{ title: roster.team, isText: true },
    of: ({ teamName }: { readonly teamName: string }) => teamName,
  };
  return (
    <>
      {silentHotlines.length + emptyRosters.length + missedHandOvers.length === 0 && (
        <p className={styles.allReady}>
          <Mark standing="ok">{words.allReady}</Mark>
        </p>
      )}
      {silentHotlines.length > 0 && (
        <FigureTable
          title={sheets.hotlines}
          rows={silentHotlines}
          keyOf={({ unitCode, number }) => `${unitCode}/${number}`}
          columns={[
            ofUnit,
            { title: hotline.number, isText: true, of: ({ number, label }) => `${number} ${label}` },
            { title: hotline.checks, of: ({ checks }) => checks },
            { title: hotline.silent, of: ({ silent }) => silent },
            {
              title: hotline.lastAnswered,
              of: ({ lastAnsweredAt }) =>
                lastAnsweredAt === null ? '–' : dayAndTime(lastAnsweredAt, language),
            },
            { title: hotline.listing, isText: true, of: ({ listing }) => listings[listing] },
          ]}
        />
      )}
      {emptyRosters.length > 0 && (
        <FigureTable
          title={sheets.rosters}
          rows={emptyRosters}
          keyOf={({ teamId }) => teamId}
          columns={[
            ofUnit,
            ofTeam,
            { title: roster.gaps, of: ({ gaps }) => gaps },
            { title: words.emptyTotal, of: ({ totalMs }) => spanText(totalMs, words) },
            { title: words.emptyLongest, of: ({ longestMs }) => spanText(longestMs, words) },
            { title: roster.longestFrom, of: ({ longestFrom }) => dayAndTime(longestFrom, language) },
          ]}
        />
      )}
      {missedHandOvers.length > 0 && (
        <FigureTable
          title={sheets.handOvers}
          rows={missedHandOvers}
          keyOf={({ teamId }) => teamId}
          columns={[
            ofUnit,
            ofTeam,
            { title: handOver.missed, of: ({ missed }) => missed },
            { title: handOver.open, of: ({ open }) => open },
            { title: handOver.tickets, of: ({ tickets }) => tickets },
            { title: handOver.lastAt, of: ({ lastAt }) => dayAndTime(lastAt, language) },
          ]}
        />
      )}
    </>
  );
}
