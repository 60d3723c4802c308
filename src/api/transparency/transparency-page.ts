import express from 'express';
import type { Router } from 'express';
import type { Protocol } from '../../domain/protocol';
import { endedPeriods, type ReportingPeriod } from '../../domain/reporting-period';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { CountPeriod, PublicCounts } from '../../models/transparency/public-counts';
import type { TransparencySettings } from '../../models/transparency/transparency-settings';
import type { Logger } from '../../platform/logger';
import { citizenPage, html, languageOf, sendPage, type Html, type Language } from '../links/html';
import { nothingOpen, transparencyBody } from './transparency-view';
import { transparencyWords } from './transparency-words';

export interface TransparencyPageDependencies {
  readonly transparency: Pick<TransparencySettings, 'current'>;
  readonly countPeriod: CountPeriod;
  readonly organisation: Pick<OrganisationRepository, 'listUnits'>;
  readonly protocols: ReadonlyMap<string, Protocol>;
  /** The province whose figures these are. */
  readonly homeUnitCode: string;
  readonly logger: Logger;
  readonly now?: () => Date;
}

const periodsShown = 12;
const keptMs = 10 * 60 * 1_000;

/**
 * Figures for everybody, to be mounted at the root: only what an admin has opened, of periods that have ended, and
 * never a number that points at a person. Counted once in ten minutes, whoever asks.
 */
export function createTransparencyPage(deps: TransparencyPageDependencies): Router {
  const router = express.Router();
  const now = deps.now ?? (() => new Date());
  const kept = new Map<string, { readonly counts: Promise<PublicCounts>; readonly until: number }>();

  function countsOf(period: ReportingPeriod): Promise<PublicCounts> {
    const found = kept.get(period.code);
    if (found && found.until > Date.now()) return found.counts;
    const counts = deps.countPeriod(deps.homeUnitCode, period);
    if (kept.size > 4 * periodsShown) kept.clear();
    kept.set(period.code, { counts, until: Date.now() + keptMs });
    counts.catch(() => kept.delete(period.code));
    return counts;
  }

  async function bodyOf(language: Language, wanted: unknown): Promise<Html> {
    const { open, by } = await deps.transparency.current();
    if (open.length === 0) return nothingOpen(language);
    const periods = endedPeriods(by, now(), periodsShown);
    const chosen = periods.find(({ code }) => code === wanted) ?? periods[0];
    if (!chosen) throw new Error('there is always a period that has ended');
    const totals: number[] = [];
    // One after the other: the first reader after a while must not keep the database from those in need.
    for (const period of open.includes('totals') ? periods : []) totals.push((await countsOf(period)).total);
    const units = open.includes('districts') ? await deps.organisation.listUnits({}) : [];
    const unitNames = new Map(units.map(({ code, type, name }) => [code, `${type} ${name}`]));
    return transparencyBody({
      ...{ language, by, periods, chosen, totals, open: new Set(open) },
      counts: await countsOf(chosen),
      nameOf: (kind, code) =>
        (kind === 'unit' ? unitNames.get(code) : deps.protocols.get(code)?.name[language]) ?? code,
    });
  }

  router.get('/transparency', async (request, response) => {
    const language = languageOf(request.query.lang);
    const words = transparencyWords[language];
    const period = typeof request.query.period === 'string' ? request.query.period.slice(0, 10) : '';
    const otherLanguage = `?lang=${language === 'vi' ? 'en' : 'vi'}${period === '' ? '' : `&period=${encodeURIComponent(period)}`}`;
    const send = (status: number, body: Html): void => {
      const page = { language, title: words.title, body, otherLanguage, here: '/transparency', isWide: true };
      sendPage(response, status, citizenPage(page));
    };
    try {
      send(200, await bodyOf(language, period));
    } catch (err) {
      deps.logger.warn({ err }, 'the public figures could not be counted');
      response.set('Retry-After', '60');
      send(
        503,
        html`<h1>${words.title}</h1>
          <p class="card problem" role="alert">${words.unavailable}</p>`,
      );
    }
  });
  return router;
}
