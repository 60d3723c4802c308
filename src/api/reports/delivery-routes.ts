import { z } from 'zod';
import { userPhone } from '../../domain/message-rules';
import type { User } from '../../domain/organisation';
import { deliveryKinds, type ReportSubscription } from '../../domain/report-delivery';
import type { ReportSubscriptions } from '../../models/reports/report-subscriptions';
import type { SentReport, SentReports } from '../../models/reports/sent-reports';
import { Refused } from '../http/problem';
import { route, streamed, type Route } from '../http/route';
import { idText, itemsOf, nothing, pageOf, pageQuery, unitCode } from '../http/schemas';
import { isInAreaOf } from '../rights';
import { askedUnitOf } from '../stats/asked-unit';
import { fileTypes, sendReportFile } from './report-file';
import { namesByIdOf, reportNamesOf, type ReportNameSources } from './report-names';
import { languages, positionOf } from './report-query';
import { reportView } from './report-schemas';

export interface ReportDeliveryDependencies extends ReportNameSources {
  readonly reportSubscriptions: Pick<ReportSubscriptions, 'add' | 'remove' | 'listOfUser'>;
  readonly sentReports: Pick<SentReports, 'find' | 'list'>;
}

const permission = ['Figures', 'read'] as const;
const kind = z.enum(deliveryKinds, { error: `must be one of: ${deliveryKinds.join(', ')}` });
const subscriptionView = z
  .object({ kind, unitCode: z.string(), since: z.string() })
  .meta({ id: 'ReportSubscription' });
const rowView = z
  .object({
    ...{ id: z.string(), kind, unitCode: z.string(), sentAt: z.string() },
    from: z.string().describe('Local date'),
    to: z.string().describe('Local date, inclusive'),
  })
  .meta({ id: 'SentReportRow' });
const subscriptionParams = z.object({ kind, unit: unitCode });
const sentParams = z.object({ id: idText });

const toView = ({ kind: often, unitCode: code, since }: ReportSubscription) => ({
  ...{ kind: often, unitCode: code, since },
});

/** Reports that come by themselves: asking for them, and reading them as they were sent. */
export function reportDeliveryRoutes(deps: ReportDeliveryDependencies): Route[] {
  const { reportSubscriptions, sentReports, organisation } = deps;

  const sentOf = async (id: string, user: User): Promise<SentReport> => {
    const found = await sentReports.find(id);
    if (!found) throw new Refused('not-found', 'No report was sent under this id.');
    const { report } = found;
    if (
      isInAreaOf(
        user,
        report.unitCodes.map((code) => ({ code })),
      )
    )
      return report;
    throw new Refused('not-allowed', 'This unit is not in your area.');
  };
  const file = (type: keyof typeof fileTypes): Route =>
    route({
      operationId: `getSentReport${type === 'csv' ? 'Csv' : 'Xlsx'}`,
      method: 'get',
      path: `/sent-reports/:id/file.${type}`,
      tag: 'Reports',
      permission,
      summary: `A report as it was sent, as ${type.toUpperCase()}`,
      status: 200,
      problems: ['not-found'],
      params: sentParams,
      query: z.strictObject({ language: z.enum(languages, 'must be one of: vi, en').default('vi') }),
      contentType: fileTypes[type],
      response: z.string().describe('The file'),
      handle: async ({ params, query: { language }, user, exchange: { response } }) => {
        const { document } = await sentOf(params.id, user);
        const names = await reportNamesOf(document, deps, language);
        await sendReportFile(response, type, document, { names, language });
        return streamed;
      },
    });

  return [
    route({
      operationId: 'listReportSubscriptions',
      method: 'get',
      path: '/report-subscriptions',
      tag: 'Reports',
      permission,
      summary: 'The reports that I am sent',
      status: 200,
      response: itemsOf(subscriptionView),
      handle: async ({ user }) => ({ items: (await reportSubscriptions.listOfUser(user.id)).map(toView) }),
    }),
    route({
      operationId: 'subscribeToReport',
      method: 'put',
      path: '/report-subscriptions/:kind/:unit',
      tag: 'Reports',
      permission,
      summary: 'Send me this report of this unit by itself',
      description:
        'Every morning that of yesterday, or on Mondays that of the week before, by an SMS with a link. Asking again changes nothing.',
      status: 200,
      problems: ['unit-not-found', 'impossible'],
      params: subscriptionParams,
      response: subscriptionView,
      handle: async ({ params, user }) => {
        const code = await askedUnitOf(user, params.unit, organisation);
        if ('drop' in userPhone(user, null, 'sms')) {
          throw new Refused(
            'impossible',
            'Your account has no mobile number that an SMS could go to. An admin can enter one.',
          );
        }
        const since = new Date().toISOString();
        return toView(
          await reportSubscriptions.add({ userId: user.id, unitCode: code, kind: params.kind, since }),
        );
      },
    }),
    route({
      operationId: 'unsubscribeFromReport',
      method: 'delete',
      path: '/report-subscriptions/:kind/:unit',
      tag: 'Reports',
      permission,
      summary: 'Send me this report no more',
      status: 204,
      problems: ['not-found'],
      params: subscriptionParams,
      response: nothing,
      handle: async ({ params, user }) => {
        const mine = { userId: user.id, unitCode: params.unit, kind: params.kind };
        if (!(await reportSubscriptions.remove(mine)))
          throw new Refused('not-found', 'You are not sent this report.');
        return null;
      },
    }),
    route({
      operationId: 'listSentReports',
      method: 'get',
      path: '/sent-reports',
      tag: 'Reports',
      permission,
      summary: 'Reports of a unit as they were sent, newest period first',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({
        ...pageQuery,
        unit: unitCode.optional().describe('A unit of my area; all of it by default'),
        kind: kind.optional(),
      }),
      response: pageOf(rowView),
      handle: async ({ query: { unit, limit, cursor, kind: wanted }, user }) => {
        const skip = positionOf(cursor);
        const code = await askedUnitOf(user, unit, organisation);
        const filter = { unitCode: code, ...(wanted && { kind: wanted }) };
        const found = await sentReports.list(filter, { limit: limit + 1, skip });
        return {
          items: found.slice(0, limit),
          nextCursor: found.length > limit ? String(skip + limit) : null,
        };
      },
    }),
    route({
      operationId: 'getSentReport',
      method: 'get',
      path: '/sent-reports/:id',
      tag: 'Reports',
      permission,
      summary: 'A report as it was sent: it never changes again',
      status: 200,
      problems: ['not-found'],
      params: sentParams,
      response: z.object({ ...rowView.shape, report: reportView }).meta({ id: 'SentReport' }),
      handle: async ({ params, user }) => {
        const { document, unitCodes: _, ...row } = await sentOf(params.id, user);
        const names = await namesByIdOf(document, deps);
        return { ...row, report: { ...document, names } as z.input<typeof reportView> };
      },
    }),
    file('csv'),
    file('xlsx'),
  ];
}
