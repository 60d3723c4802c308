import type { NotificationRule } from '../../domain/notification-rules';
import type { RulesByUser } from '../../domain/organisation';

/** The rules that one person has instead of those of their role. */
export interface OwnRules {
  readonly userId: string;
  readonly rules: readonly NotificationRule[];
  /** Who wrote them: the person, or somebody who answers for them. */
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

export interface NotificationRuleStore {
  /** Null while the person is told as their role is. */
  find(userId: string): Promise<OwnRules | null>;
  save(own: Omit<OwnRules, 'updatedAt'>): Promise<OwnRules>;
  /** Back to the rules of the role; safe to repeat. */
  remove(userId: string): Promise<void>;
  /** How each of these people is told, their own rules or those of their role; nobody who is unknown. */
  rulesOf(userIds: readonly string[]): Promise<RulesByUser>;
}
