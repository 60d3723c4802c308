import type { LostTime as Lost } from '../../src/domain/lost-time';
import { useWords, type Words } from '../app/language';
import styles from './lost-time.module.css';

const vi = {
  lead: 'Mất thời gian:',
  nothing: 'Chưa tầng nào để mất giờ',
  tiers: { province: 'Tỉnh', district: 'Huyện', commune: 'Xã' },
  span: (ms: number) => {
    const minutes = Math.round(ms / 60_000);
    if (minutes < 1) return `${String(Math.round(ms / 1_000))} giây`;
    return minutes < 120 ? `${String(minutes)} phút` : `${String(Math.round(minutes / 60))} giờ`;
  },
};
const en: typeof vi = {
  lead: 'Time lost:',
  nothing: 'No tier has lost time yet',
  tiers: { province: 'Province', district: 'District', commune: 'Commune' },
  span: (ms) => {
    const minutes = Math.round(ms / 60_000);
    if (minutes < 1) return `${String(Math.round(ms / 1_000))} s`;
    return minutes < 120 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} h`;
  },
};
const lostTimeWords: Words<typeof vi> = { vi, en };

/** `Mất thời gian: Huyện 9 phút · Tỉnh 6 phút`. */
export function LostTime({ lost }: { readonly lost: readonly Lost[] }) {
  const words = useWords(lostTimeWords);
  if (lost.length === 0) return <span className={styles.nothing}>{words.nothing}</span>;
  return (
    <span className={styles.lost}>
      {words.lead} {lost.map(({ tier, lostMs }) => `${words.tiers[tier]} ${words.span(lostMs)}`).join(' · ')}
    </span>
  );
}
