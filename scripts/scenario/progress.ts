import { mustRead, type World } from './world';

interface Board {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly bySla: Readonly<Record<string, number>>;
}

/**
 * One line that changes while the morning runs, from the system's own board; what was there before is taken
 * off. Without a terminal it is a line now and then. Returns how to end it.
 */
export async function showProgress(
  world: World,
  calls: { readonly sent: () => number; readonly all: number },
): Promise<() => Promise<void>> {
  const before = await board(world);
  const isTerminal = process.stdout.isTTY;
  const show = async (): Promise<void> => {
    const line = progressLine(before, await board(world), {
      ...{ sent: calls.sent(), all: calls.all, messages: world.carrier.seen() },
      minute: world.pace.speed === 'max' ? null : world.pace.minute(),
    });
    process.stdout.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  };
  let last = Promise.resolve();
  const timer = setInterval(
    () => {
      last = last.then(show).catch(() => undefined);
    },
    isTerminal ? 1_000 : 10_000,
  );
  return async () => {
    clearInterval(timer);
    await last;
    await show();
    if (isTerminal) process.stdout.write('\n');
  };
}

const board = (world: World): Promise<Board> =>
  mustRead<Board>(world, world.desk.auditor, '/stats/board?unit=74');

function progressLine(
  before: Board,
  now: Board,
  calls: {
    readonly sent: number;
    readonly all: number;
    readonly messages: number;
    readonly minute: number | null;
  },
): string {
  const more = (counts: keyof Board, names: readonly string[]): string =>
    String(names.reduce((sum, name) => sum + (now[counts][name] ?? 0) - (before[counts][name] ?? 0), 0));
  const clock = calls.minute === null ? '' : `${localTimeOf(calls.minute)}  `;
  return [
    `${clock}calls ${String(calls.sent)}/${String(calls.all)}`,
    `unclaimed ${more('byStatus', ['received', 'triaged', 'dispatched'])}`,
    `claimed ${more('byStatus', ['claimed', 'enRoute', 'onScene', 'onHold'])}`,
    `resolved ${more('byStatus', ['resolved'])}`,
    `closed ${more('byStatus', ['closed'])}`,
    `cancelled ${more('byStatus', ['cancelled', 'duplicate'])}`,
    `open in breach ${more('bySla', ['breached'])}`,
    `messages ${String(calls.messages)}`,
  ].join(' · ');
}

function localTimeOf(minute: number): string {
  const all = 7 * 60 + Math.floor(minute);
  return `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;
}
