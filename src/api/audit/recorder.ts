import { changesBetween, type AuditAct, type AuditOutcome, type AuditValues } from '../../domain/audit';
import type { UnitRef, User } from '../../domain/organisation';
import type { AuditLog, AuditNote } from '../../models/audit/audit-log';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { Logger } from '../../platform/logger';
import { problemTable } from '../http/problem';
import type { Route } from '../http/route';
import { toRefused } from '../http/to-refused';
import { openAct, type Act, type ToldAct } from './act';

export interface RecorderDependencies {
  readonly audit: Pick<AuditLog, 'note' | 'enter' | 'drop' | 'append'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly logger: Logger;
}

/** A request of somebody, its parts parsed. */
export interface AskedAct {
  readonly user: User | null;
  readonly ip: string;
  readonly requestId: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The bodies of answers; `undefined` for a stream. */
interface Answered {
  readonly body?: unknown;
}

/** Subjects whose things tell themselves who did what with them, and when. */
const tellThemselves: ReadonlySet<string> = new Set(['Ticket', 'Call']);

/** How a route's acts are recorded: whatever changes something is, unless the route says that it is told elsewhere. */
function recordingOf({ method, permission, audit }: Route): 'act' | 'signIn' | null {
  if (audit === 'elsewhere') return null;
  if (audit === 'signIn') return 'signIn';
  if (audit === 'always') return 'act';
  if (method === 'get' || permission === 'public') return null;
  if (permission === 'signedIn') return 'act';
  const [subject, verb] = permission;
  // A POST of somebody who may only read is a preview.
  return tellThemselves.has(subject) || verb === 'read' ? null : 'act';
}

/** Entering is tried again for so long by the process that knows how the act ended; then it is called unclear. */
const entersForMs = 4 * 60_000;
const entersAgainMs = 5_000;

export interface Recorder {
  run<T>(one: Route, asked: AskedAct, work: (act: Act) => Promise<T>): Promise<T>;
}

/**
 * Records acts around their handlers: a note before anything is changed, an entry of the chain when it has ended. An
 * act that cannot be noted is refused with 503 and nothing has happened; one that has been done is answered, and its
 * note is entered as soon as the database answers again. See docs/adr/0022-audit.md.
 */
export function createRecorder({ audit, organisation, logger }: RecorderDependencies): Recorder {
  async function settle(note: AuditNote, until = Date.now() + entersForMs): Promise<void> {
    try {
      await audit.enter(note);
    } catch (err) {
      const { requestId, operation } = note.act;
      logger.warn({ err, requestId, operation }, 'an act could not be entered into the audit yet');
      if (Date.now() < until) setTimeout(() => void settle(note, until), entersAgainMs).unref();
    }
  }

  async function pathOf(told: ToldAct, asked: AskedAct, answer: unknown): Promise<readonly string[]> {
    const codes = (path: readonly UnitRef[]): readonly string[] => path.map(({ code }) => code);
    if (told.unitPath) return codes(told.unitPath);
    if (told.unitPath === null) return [];
    const named = unitCodeIn(answer) ?? unitCodeIn(asked.body);
    const unit = named === undefined ? null : await organisation.findUnit(named);
    return codes((unit ?? { path: (told.actor ?? asked.user)?.unitPath ?? [] }).path);
  }

  return {
    async run(one, asked, work) {
      const recording = recordingOf(one);
      const { act, told } = openAct();
      if (recording === null) return work(act);
      const entryOf = async (
        outcome: AuditOutcome,
        answer: unknown,
      ): Promise<{ act: AuditAct; values: AuditValues }> => {
        const { before, after } = told.states ?? { before: null, after: given(asked) };
        const changes = changesBetween(before, after);
        const actor = told.actor ?? asked.user;
        return {
          act: {
            ...{ at, via: 'api', requestId: asked.requestId, outcome, operation: one.operationId },
            actor: actor && { id: actor.id, role: actor.role, unitCode: actor.unitCode },
            kind: kindOf(one),
            subjectId: told.subjectId ?? idIn(asked.params) ?? idIn(answer) ?? null,
            unitCodes: await pathOf(told, asked, answer),
            fields: changes.map(({ field }) => field),
          },
          values: { ip: asked.ip, changes },
        };
      };
      const at = new Date().toISOString();
      if (recording === 'signIn') return recordSignIn(entryOf, () => work(act));

      const begun = await entryOf('unclear', undefined);
      const note = await audit.note(begun.act, begun.values);
      let answer: Awaited<ReturnType<typeof work>>;
      try {
        answer = await work(act);
      } catch (error) {
        const { code } = toRefused(error);
        if (problemTable[code].status >= 500)
          await settle({ ...note, ...(await ended(entryOf, 'unclear', begun)) });
        else if (code === 'not-allowed')
          await settle({ ...note, ...(await ended(entryOf, 'refused', begun)) });
        else await audit.drop(note.id).catch(() => undefined);
        throw error;
      }
      if (told.isNothing) await audit.drop(note.id).catch(() => undefined);
      else await settle({ ...note, ...(await ended(entryOf, 'done', begun, answer)) });
      return answer;
    },
  };

  /** A sign-in changes nothing, so it is recorded before its answer goes out, or not given. */
  async function recordSignIn<T>(
    entryOf: (outcome: AuditOutcome, answer: unknown) => Promise<{ act: AuditAct; values: AuditValues }>,
    work: () => Promise<T>,
  ): Promise<T> {
    const append = async (outcome: AuditOutcome): Promise<void> => {
      const { act, values } = await entryOf(outcome, undefined);
      await audit.append(act, values);
    };
    let answer: T;
    try {
      answer = await work();
    } catch (error) {
      if (toRefused(error).code === 'wrong-password') await append('refused');
      throw error;
    }
    await append('done');
    return answer;
  }
}

/** How it ended; as it was begun when even the unit can no longer be looked up. */
async function ended(
  entryOf: (outcome: AuditOutcome, answer: unknown) => Promise<{ act: AuditAct; values: AuditValues }>,
  outcome: AuditOutcome,
  begun: { act: AuditAct; values: AuditValues },
  answer?: unknown,
): Promise<{ act: AuditAct; values: AuditValues }> {
  const body = typeof answer === 'object' ? (answer as Answered | null)?.body : undefined;
  return entryOf(outcome, body).catch(() => ({ ...begun, act: { ...begun.act, outcome } }));
}

function kindOf({ permission, audit }: Route): string {
  if (audit === 'signIn') return 'SignIn';
  return typeof permission === 'string' ? 'Account' : permission[0];
}

const fieldOf = (value: unknown, name: string): string | undefined => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof found === 'string' ? found : undefined;
};
/** Other parameters of an address may be somebody's number. */
const idIn = (value: unknown): string | undefined => fieldOf(value, 'id') ?? fieldOf(value, 'code');
const unitCodeIn = (value: unknown): string | undefined => fieldOf(value, 'unitCode');

/** Everything that was given, but what names the subject already. */
function given({ params, query, body }: AskedAct): object {
  const { id: _id, code: _code, ...rest } = (params ?? {}) as Record<string, unknown>;
  return { ...rest, ...(query as object | undefined), ...(body as object | undefined) };
}
