import { IconBell, IconBellOff, IconBellX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Wallboard } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { useNow } from '../../parts/countdown';
import { clockTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import { beepsFor, breachKey, keepAlarmMemory, readAlarmMemory, type AlarmMemory } from './alarm-memory';
import { createBeeper } from './beep';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

const muteMs = 15 * 60_000;
const shown = 3;

/** One sound for each new breach, and never only a sound: the breaches stay until somebody has acknowledged them. */
export function BreachAlarm({ board }: { readonly board: Wallboard }) {
  const { alarm: words, clocks } = useWords(wallboardWords);
  const { language } = useLanguage();
  const { id } = useMe();
  const names = useNames();
  const now = useNow();
  const [beeper] = useState(createBeeper);
  const [memory, setMemory] = useState<AlarmMemory>(
    () => readAlarmMemory(id) ?? { acknowledgedAt: board.breaches[0]?.breachedAt ?? '', mutedUntil: '' },
  );
  // What was there when the screen opened has sounded before, or needs no sound now.
  const heard = useRef(new Set(board.breaches.map(breachKey)));
  const [beeps, setBeeps] = useState(0);
  const isMuted = memory.mutedUntil > new Date(now).toISOString();

  useEffect(() => {
    keepAlarmMemory(id, memory);
  }, [id, memory]);
  useEffect(() => {
    const times = beepsFor(board.breaches, heard.current, memory.acknowledgedAt);
    for (const one of board.breaches) heard.current.add(breachKey(one));
    if (times === 0 || memory.mutedUntil > new Date().toISOString()) return;
    beeper.beep(times);
    setBeeps((before) => before + times);
  }, [board.breaches, beeper, memory]);
  useEffect(() => {
    const wake = (): void => void beeper.wake();
    window.addEventListener('pointerdown', wake, { once: true });
    window.addEventListener('keydown', wake, { once: true });
    return () => {
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', wake);
    };
  }, [beeper]);

  const open = board.breaches.filter(({ breachedAt }) => breachedAt > memory.acknowledgedAt);
  const isAsleep = !isMuted && !beeper.isReady();
  const status = isMuted
    ? words.mutedUntil(clockTime(memory.mutedUntil, language))
    : isAsleep
      ? words.enable
      : words.on;
  const Icon = isMuted ? IconBellOff : isAsleep ? IconBellX : IconBell;
  return (
    <>
      <div className={styles.sound} data-beeps={beeps}>
        <Icon size={20} aria-hidden />
        <span>{status}</span>
        <button
          type="button"
          className={styles.plain}
          onClick={() => {
            void beeper.wake();
            if (isAsleep) return;
            const mutedUntil = isMuted ? '' : new Date(Date.now() + muteMs).toISOString();
            setMemory({ ...memory, mutedUntil });
          }}
        >
          {isMuted || isAsleep ? words.unmute : words.mute}
        </button>
      </div>
      <div role="alert" className={styles.alarmPlace}>
        {open.length > 0 && (
          <div className={styles.alarm}>
            <b>{words.title(open.length)}</b>
            <ul>
              {open.slice(0, shown).map((one) => (
                <li key={breachKey(one)}>
                  <Link to={`/tickets/${one.ticketId}`}>
                    {one.code} · {one.priority} {names.category(one.category)} · {names.unit(one.unitCode)} ·{' '}
                    {words.late(clocks[one.clock])}
                  </Link>
                </li>
              ))}
              {open.length > shown && <li>{words.more(open.length - shown)}</li>}
            </ul>
            <button
              type="button"
              className={styles.acknowledge}
              onClick={() => {
                setMemory({ ...memory, acknowledgedAt: open[0]?.breachedAt ?? memory.acknowledgedAt });
              }}
            >
              {words.acknowledge}
            </button>
          </div>
        )}
      </div>
    </>
  );
}
