import type { Connection } from 'mongoose';
import { defaultRulesOf, type NotificationDefaults } from '../../domain/notification-defaults';
import type { Role } from '../../domain/organisation';
import type { NotificationRuleStore, OwnRules } from './notification-rule-store';

type Row = Omit<OwnRules, 'userId'> & { readonly _id: string };

const toOwn = ({ _id, ...row }: Row): OwnRules => ({ userId: _id, ...row });

/** People's own rules in MongoDB, one document a person: ids, times and channels, nothing to be encrypted. */
export function createNotificationRules(
  connection: Connection,
  defaults: NotificationDefaults,
): NotificationRuleStore {
  const rows = connection.collection<Row>('notificationrules');
  const users = connection.collection<{ _id: string; role: Role }>('users');
  return {
    async find(userId) {
      const row = await rows.findOne({ _id: userId });
      return row && toOwn(row);
    },
    async save({ userId, rules, updatedBy }) {
      const row = { rules, updatedBy, updatedAt: new Date() };
      await rows.replaceOne({ _id: userId }, row, { upsert: true });
      return { userId, ...row };
    },
    async remove(userId) {
      await rows.deleteOne({ _id: userId });
    },
    async rulesOf(userIds) {
      const asked = { _id: { $in: [...userIds] } };
      const [own, people] = await Promise.all([
        rows.find(asked).toArray(),
        users.find(asked, { projection: { role: 1 } }).toArray(),
      ]);
      const ofRole = people.map(({ _id, role }) => [_id, defaultRulesOf(defaults, role)] as const);
      return Object.fromEntries([...ofRole, ...own.map(({ _id, rules }) => [_id, rules] as const)]);
    },
  };
}
