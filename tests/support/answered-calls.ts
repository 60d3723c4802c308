import {
  answer,
  claimCall,
  endCall,
  finishCall,
  incomingCall,
  wait,
  type CallState,
} from '../../src/domain/call';
import type { UnitRef } from '../../src/domain/organisation';
import { createCallRepository } from '../../src/models/calls/mongo-call-repository';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import type { System } from './system';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A centre that fills up: by hour, oldest first. */
const calls = [6, 9, 14, 21, 30, 38];
const handlingMs = [150_000, 210_000, 260_000, 190_000, 330_000];
/** So many answer; whom they cannot reach hangs up. */
const answeredOf = (index: number, hour: number): boolean => hour < 4 || index % 4 !== 3;

/** What the last six hours left at a centre of two agents, which more and more people call. */
export async function leaveAnsweredCalls(system: System, path: readonly UnitRef[]): Promise<void> {
  const agents = await Promise.all(
    ['agent1.74', 'agent2.74'].map(async (username) => {
      const agent = await system.person({ username });
      return String((await agent('GET', '/me')).body.id);
    }),
  );
  const { connection } = system.database;
  const repository = createCallRepository(
    connection,
    await openFieldCrypto(connection, system.env.SECRET_KEY),
  );
  const begin = Date.now() - calls.length * hourMs;
  const lives = calls.flatMap((count, hour) =>
    Array.from({ length: count }, (_, index) => {
      const startedAt = begin + hour * hourMs + Math.floor(((index + 0.5) * 55 * minuteMs) / count);
      const userId = agents[index % agents.length] ?? '';
      const takenAs = handlingMs[index % handlingMs.length] ?? 0;
      return lifeOf(
        `c${String(hour)}x${String(index)}`,
        path,
        startedAt,
        answeredOf(index, hour),
        userId,
        takenAs,
      );
    }),
  );
  for (const state of lives) {
    await repository.receive({ source: 'twilio', providerId: state.callId, phone: null, state });
  }
}

function lifeOf(
  callId: string,
  unitPath: readonly UnitRef[],
  startedAt: number,
  isAnswered: boolean,
  userId: string,
  takenMs: number,
): CallState {
  const after = (ms: number): string => new Date(startedAt + ms).toISOString();
  const waiting = wait(incomingCall({ callId, unitPath, at: after(0) }), after(4_000));
  if (!isAnswered) return { ...endCall(waiting, 'hungUp', after(95_000)), rescue: null };
  const talking = answer(claimCall(waiting, userId, after(11_000)), after(13_000));
  const over = endCall(talking, 'hungUp', after(13_000 + takenMs));
  return { ...finishCall(over, { userId, result: 'advised' }, after(13_000 + takenMs)), rescue: null };
}
