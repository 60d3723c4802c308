import type { UnitRef, User } from '../../domain/organisation';

/**
 * The record of one act while it goes on. A handler need not touch it: then the request itself is recorded, under the
 * unit that it or its answer names.
 */
export interface Act {
  /** What it concerns, where the address does not say. */
  about(subject: {
    readonly id?: string;
    readonly unit?: { readonly path: readonly UnitRef[] } | null;
  }): void;
  /** The thing before and after; null when it did not exist. What was given in the request is not recorded then. */
  changed(before: object | null, after: object | null): void;
  /** Who it was, where nobody was signed in yet. */
  by(user: User): void;
  /** A trial, after all: there is nothing to record. */
  changedNothing(): void;
}

/** What a handler has said about its act. */
export interface ToldAct {
  subjectId?: string;
  unitPath?: readonly UnitRef[] | null;
  states?: { readonly before: object | null; readonly after: object | null };
  actor?: User;
  isNothing?: true;
}

export function openAct(): { readonly act: Act; readonly told: ToldAct } {
  const told: ToldAct = {};
  const act: Act = {
    about({ id, unit }) {
      if (id !== undefined) told.subjectId = id;
      if (unit !== undefined) told.unitPath = unit && unit.path;
    },
    changed(before, after) {
      told.states = { before, after };
    },
    by(user) {
      told.actor = user;
    },
    changedNothing() {
      told.isNothing = true;
    },
  };
  return { act, told };
}
