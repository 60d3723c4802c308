import type { Answers } from './protocol';
import type { Channel } from './ticket';

/** What the caller told us, in clear. Only MongoDB holds it, encrypted field by field. */
export interface Intake {
  readonly category: string;
  readonly channel: Channel;
  readonly caller: {
    readonly name?: string;
    readonly phone?: string;
    readonly anonymous: boolean;
    /** In which they are written to; Vietnamese where it is not said. */
    readonly language?: 'vi' | 'en';
  };
  /** The person in need, when it is not the caller. */
  readonly subject?: {
    readonly name?: string;
    readonly phone?: string;
    readonly birthYear?: number;
    readonly sex?: 'female' | 'male' | 'other';
  };
  readonly location: {
    readonly unitCode: string;
    readonly address?: string;
    readonly point?: { readonly lat: number; readonly lng: number };
  };
  readonly description: string;
  /** Protocol answers (`answers`) and category-specific facts. */
  readonly details: { readonly answers: Answers; readonly [key: string]: unknown };
}
