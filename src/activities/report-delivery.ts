import type { User } from '../domain/organisation';
import {
  deliveredPeriod,
  reportIntents,
  reportSubject,
  sentReportIdOf,
  type DeliveryKind,
} from '../domain/report-delivery';
import { reportPeriod } from '../domain/report-period';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { ReportSubscriptions } from '../models/reports/report-subscriptions';
import type { Reports } from '../models/reports/reports';
import type { SentReports } from '../models/reports/sent-reports';
import type { Outbox } from '../notifications/outbox';

export interface ReportDeliveryDependencies {
  readonly reports: Pick<Reports, 'count'>;
  readonly reportSubscriptions: Pick<ReportSubscriptions, 'unitsOf' | 'readersOf'>;
  readonly sentReports: Pick<SentReports, 'find' | 'open'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly users: Pick<UserRepository, 'findMany'>;
  readonly outbox: Pick<Outbox, 'enqueue'>;
  /** People move and change their work: what they asked for once, they may not read for ever. */
  readonly mayReadFigures: (user: User, unitPath: readonly { readonly code: string }[]) => boolean;
}

export function createReportDeliveryActivities(dependencies: ReportDeliveryDependencies) {
  const { reports, reportSubscriptions, sentReports, organisation, users, outbox } = dependencies;
  return {
    /** The units whose report somebody asked for. */
    listReportUnits: ({ kind }: { readonly kind: DeliveryKind }): Promise<readonly string[]> =>
      reportSubscriptions.unitsOf(kind),

    /**
     * Counts one report, keeps it as it is sent, and has its readers told: each step once, however often it is
     * repeated. Resolves to how many were told; `at` (ISO 8601 UTC) is workflow time.
     */
    async sendReport(query: {
      readonly kind: DeliveryKind;
      readonly unitCode: string;
      readonly at: string;
    }): Promise<{ readonly told: number }> {
      const { kind, unitCode, at } = query;
      const period = reportPeriod(deliveredPeriod(kind, at), new Date(at));
      if (typeof period === 'string') throw new Error(`no report is sent of such a period: ${period}`);
      const id = sentReportIdOf(kind, period, unitCode);
      const before = await sentReports.find(id);
      if (before) {
        await outbox.enqueue(reportSubject(id), before.outbox);
        return { told: before.outbox.length };
      }
      const unit = await organisation.findUnit(unitCode);
      const asked = await users.findMany(await reportSubscriptions.readersOf(kind, unitCode));
      const readers = asked.filter(
        (user) => user.active && unit !== null && dependencies.mayReadFigures(user, unit.path),
      );
      if (!unit || readers.length === 0) return { told: 0 };
      const question = { unitCode, period, depth: 'children', isConsolidated: true } as const;
      const about = { id, kind, unitCode, from: period.from, to: period.to, sentAt: at };
      const stored = await sentReports.open(
        {
          ...about,
          unitCodes: unit.path.map(({ code }) => code),
          document: await reports.count(question),
        },
        reportIntents(
          about,
          readers.map((reader) => reader.id),
        ),
      );
      await outbox.enqueue(reportSubject(id), stored.outbox);
      return { told: stored.outbox.length };
    },
  };
}
