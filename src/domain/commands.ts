import type { Priority, HoldReason } from './policy';
import type { EvidenceKind } from './protocol';
import type { Actor } from './ticket';
import type { OnDutyTeam, UnitRef } from './organisation';

/**
 * What a person may ask of a ticket, one shape per action of the HTTP contract. Every command says who asks;
 * whether they may is decided at the door (`src/api/rights.ts`), whether it fits is decided here.
 */
interface Asked {
  readonly actor: Actor;
}

export interface Commands {
  triage: Asked & { readonly priority: Priority; readonly triage: TriageResult };
  /** `team` is the claiming team; null when a dispatcher takes the ticket in hand. */
  claim: Asked & { readonly team: { readonly teamId: string; readonly unit: UnitRef } | null };
  decline: Asked & { readonly teamId: string; readonly reason: string };
  /** Sends one team by hand; while somebody owns the ticket this reassigns it. */
  dispatch: Asked & { readonly team: OnDutyTeam; readonly unit: UnitRef; readonly reason?: string };
  handBack: Asked & { readonly reason: string };
  enRoute: Asked;
  onScene: Asked & { readonly byPhone?: boolean };
  hold: Asked & { readonly reason: HoldReason; readonly until?: string; readonly text?: string };
  resume: Asked;
  resolve: Asked & {
    readonly evidence: Readonly<Partial<Record<EvidenceKind, string>>>;
    readonly required: readonly EvidenceKind[];
    readonly text?: string;
  };
  /** What the desk found out about a press or social report; a confirmed one is sorted by its answers. */
  verify: Asked & {
    readonly result: 'confirmed' | 'rejected';
    readonly text: string;
    readonly priority: Priority;
    readonly triage: TriageResult;
  };
  close: Asked & { readonly text?: string };
  reopen: Asked & { readonly reason: string };
  cancel: Asked & { readonly reason: string };
  reclassify: Asked & {
    readonly category?: ReclassifiedCategory;
    readonly priority?: Priority;
    readonly reason: string;
  };
  note: Asked & { readonly text: string; readonly kind: 'note' | 'contactAttempt' };
  link: Asked & { readonly duplicateOf: string; readonly reason?: string };
  unlink: Asked & { readonly reason?: string };
}

export interface TriageResult {
  readonly score: number;
  readonly redFlags: readonly string[];
  readonly protocolVersion: number;
  readonly because: 'redFlag' | 'score' | 'default' | 'manual';
}

export interface ReclassifiedCategory {
  readonly code: string;
  readonly field: 'medical' | 'relief' | 'security';
}

export type Action = keyof Commands;

export const actions = [
  'triage',
  'claim',
  'decline',
  'dispatch',
  'handBack',
  'enRoute',
  'onScene',
  'hold',
  'resume',
  'resolve',
  'close',
  'reopen',
  'cancel',
  'reclassify',
  'note',
  'link',
  'unlink',
  'verify',
] as const satisfies readonly Action[];

/** What a command answers: the revision the read model will have once the transition is written. */
export interface Receipt {
  readonly revision: number;
}
