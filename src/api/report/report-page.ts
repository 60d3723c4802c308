import { randomBytes } from 'node:crypto';
import express from 'express';
import type { Request, Response, Router } from 'express';
import type { WordsRead } from '../../domain/citizen-words';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { Logger } from '../../platform/logger';
import { problemTable } from '../http/problem';
import { toRefused } from '../http/to-refused';
import { citizenPage, languageOf, sendPage, type Html } from '../links/html';
import { createUnitDirectory } from '../open311/placing';
import { takeReport, type CitizenReportDependencies } from '../public/take-report';
import { reportDone } from './report-done';
import { reportForm, type FormView, type Language } from './report-form';
import { errorsIn, keyOf, readForm, toReport, type FieldErrors, type ReportForm } from './report-input';
import { placeOf, suggestionsOf } from './report-place';
import { reportWords } from './report-words';

export interface ReportPageDependencies extends CitizenReportDependencies {
  readonly organisation: Pick<OrganisationRepository, 'listUnits' | 'listTeams'>;
  readonly protocols: ReadonlyMap<string, Protocol>;
  readonly readWords: (text: string) => WordsRead;
  /** The province of who finds their commune in no list. */
  readonly homeUnitCode: string;
  readonly logger: Logger;
}

/** The form's own parts that change from page to page. */
type Shown = Partial<Pick<FormView, 'errors' | 'problem' | 'choices' | 'homeUnitCode'>> & {
  readonly status?: number;
};

/**
 * The citizen's report form, to be mounted at the root. It works without JavaScript and asks nobody outside; what
 * was typed stays until the report is stored, whatever goes wrong.
 */
export function createReportPage(deps: ReportPageDependencies): Router {
  const router = express.Router();
  const directory = createUnitDirectory(deps.organisation);
  const readBody = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 });

  async function showForm(
    response: Response,
    language: Language,
    form: ReportForm,
    { status = 200, ...shown }: Shown,
  ): Promise<void> {
    // Without the database the page is still a page, only without suggestions.
    const suggestions = await suggestionsOf(directory, new Date()).catch(() => []);
    const view = {
      ...{ language, form, suggestions, protocols: deps.protocols },
      ...{ errors: {}, problem: null, choices: [], homeUnitCode: null, ...shown },
    };
    send(response, status, language, reportForm(view));
  }

  /** A refusal of the whole report, in words; a field of ours that is wrong shows beside its field. */
  async function showRefusal(
    response: Response,
    language: Language,
    form: ReportForm,
    error: unknown,
  ): Promise<void> {
    const words = reportWords[language];
    const refused = toRefused(error);
    const { status } = problemTable[refused.code];
    if (status >= 500) {
      const requestId = response.locals.requestId as unknown;
      deps.logger.warn({ err: error, requestId }, 'a report from the form could not be taken');
    }
    response.set(refused.headers);
    if (error instanceof DomainError && error.code === 'phone-not-valid') {
      const field = error.facts.pointer === '/subject/phone' ? 'subjectPhone' : 'phone';
      await showForm(response, language, form, { status: 422, errors: { [field]: words.errors.phone } });
      return;
    }
    const minutes = Math.ceil(Number(refused.headers['Retry-After'] ?? 60) / 60);
    const problem =
      refused.code === 'too-many-requests'
        ? words.refused.tooMany(minutes)
        : status >= 500
          ? words.refused.away
          : words.refused.other;
    await showForm(response, language, form, { status, problem });
  }

  async function take(request: Request, response: Response): Promise<void> {
    const form = readForm(request.body);
    const language = languageOf((request.body as { lang?: unknown } | undefined)?.lang);
    const words = reportWords[language];
    try {
      const errors = errorsIn(form, new Set(deps.protocols.keys()), words.errors);
      const placed = form.place === '' ? null : await placeOf(form, directory, deps.homeUnitCode, new Date());
      if (placed?.kind !== 'found' || Object.keys(errors).length > 0) {
        const placeError: FieldErrors =
          placed === null || placed.kind === 'found'
            ? {}
            : { place: placed.kind === 'unknown' ? words.errors.placeUnknown : words.errors.placeAmbiguous };
        await showForm(response, language, form, {
          status: 422,
          errors: { ...errors, ...placeError },
          // A choice that was made stays made while other fields are put right.
          ...(placed?.kind === 'found'
            ? form.unit === placed.unitCode && {
                choices: [{ code: placed.unitCode, label: placed.label }],
                homeUnitCode: deps.homeUnitCode,
              }
            : placed && { choices: placed.choices, homeUnitCode: deps.homeUnitCode }),
        });
        return;
      }
      const intake = toReport(form, placed.unitCode, language, deps.readWords);
      const ticket = await takeReport(deps, {
        intake,
        ip: request.ip ?? '',
        website: form.website,
        idempotencyKey: keyOf(form, intake),
      });
      const protocol = deps.protocols.get(ticket.intake.category);
      send(response, 201, language, reportDone(ticket, placed.label, protocol, language));
    } catch (error) {
      await showRefusal(response, language, form, error);
    }
  }

  router.get('/report', async (request, response) => {
    const key = randomBytes(16).toString('base64url');
    await showForm(response, languageOf(request.query.lang), { ...readForm({}), key }, {});
  });
  router.post('/report', readBody, take);
  return router;
}

function send(response: Response, status: number, language: Language, body: Html): void {
  const otherLanguage = `/report?lang=${language === 'vi' ? 'en' : 'vi'}`;
  sendPage(
    response,
    status,
    citizenPage({ language, title: reportWords[language].title, body, otherLanguage, here: '/report' }),
  );
}
