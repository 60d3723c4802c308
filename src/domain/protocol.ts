import type { Field } from './organisation';
import type { Priority } from './policy';

/**
 * A category's triage protocol: questions with weights, red flags, defaults and the evidence needed to
 * close. Data under `config/protocols/*.json`: adding a category of the ordinary kind needs no code.
 */

export interface Localised {
  readonly vi: string;
  readonly en: string;
}

/** Where a clinical limit comes from. None of them is ours, and a doctor signs before use. */
export interface Source {
  readonly title: string;
  /** Date (YYYY-MM-DD) of the source document. */
  readonly date: string;
  readonly signedOffBy: string | null;
}

/** When an answer counts: `equals` for choices and yes/no, the others for numbers. */
export type AnswerTest =
  | { readonly equals: string | boolean }
  | { readonly below: number }
  | { readonly atMost: number }
  | { readonly above: number }
  | { readonly atLeast: number };

export interface ScoreRule {
  readonly when: AnswerTest;
  readonly weight: number;
}

/** A red flag sets the priority at once, whatever the score says. */
export interface RedFlag {
  readonly id: string;
  readonly when: AnswerTest;
  readonly priority: Priority;
  readonly source: Source;
}

export interface Question {
  readonly id: string;
  readonly text: Localised;
  readonly kind: 'boolean' | 'number' | 'choice';
  readonly choices?: readonly { readonly value: string; readonly text: Localised }[];
  /** Smallest and largest number that can be true; outside is a typing error. */
  readonly range?: readonly [min: number, max: number];
  readonly unit?: string;
  readonly required: boolean;
  /** Answers about a body are health data: encrypted at rest, shown only to who cares for the person. */
  readonly sensitive: boolean;
  readonly scores: readonly ScoreRule[];
  readonly redFlags: readonly RedFlag[];
}

/** Proof of action asked for before a ticket of this category may be resolved. */
export const evidenceKinds = [
  'outcome',
  'handoverTo',
  'receivingHospital',
  'adviceGiven',
  'recipientConfirmed',
  'decisionNumber',
  'testReferral',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export interface Protocol {
  readonly category: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly name: Localised;
  readonly field: Field;
  readonly defaultPriority: Priority;
  readonly questions: readonly Question[];
  /** The total weight at which a priority is reached, most urgent first. */
  readonly thresholds: readonly { readonly score: number; readonly priority: Priority }[];
  readonly evidence: readonly EvidenceKind[];
}

export type Answers = Readonly<Record<string, string | number | boolean>>;
