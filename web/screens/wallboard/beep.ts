/** Two falling tones, made here: no file, and unlike a telephone. */
const tonesHz = [880, 660] as const;
const toneS = 0.16;

export interface Beeper {
  /** False until somebody has touched the page: browsers keep it silent before. */
  readonly isReady: () => boolean;
  /** To be called from a click or a key. */
  readonly wake: () => Promise<void>;
  /** @param times how often, one after the other */
  readonly beep: (times: number) => void;
}

export function createBeeper(): Beeper {
  let audio: AudioContext | null = null;
  const open = (): AudioContext => (audio ??= new AudioContext());
  return {
    isReady: () => audio?.state === 'running',
    wake: () => open().resume(),
    beep(times) {
      const context = open();
      if (context.state !== 'running') return;
      for (let turn = 0; turn < times; turn += 1) {
        for (const [index, hertz] of tonesHz.entries()) {
          const startS = context.currentTime + turn * 0.5 + index * toneS;
          const tone = context.createOscillator();
          const volume = context.createGain();
          tone.frequency.value = hertz;
          volume.gain.setValueAtTime(0.0001, startS);
          volume.gain.exponentialRampToValueAtTime(0.4, startS + 0.02);
          volume.gain.exponentialRampToValueAtTime(0.0001, startS + toneS);
          tone.connect(volume).connect(context.destination);
          tone.start(startS);
          tone.stop(startS + toneS);
        }
      }
    },
  };
}
