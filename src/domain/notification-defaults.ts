import type { NotificationRule } from './notification-rules';
import type { Role } from './organisation';

/** The rules of whoever has set none: `config/paging/notification-rules.json`. */
export interface NotificationDefaults {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly roles: Readonly<Partial<Record<Role, readonly NotificationRule[]>>>;
  readonly everybodyElse: readonly NotificationRule[];
}

export const defaultRulesOf = (defaults: NotificationDefaults, role: Role): readonly NotificationRule[] =>
  defaults.roles[role] ?? defaults.everybodyElse;
