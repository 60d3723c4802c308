import type { Role, User } from '../../domain/organisation';

/** One line of `demo-accounts.json`. */
export interface DemoAccount {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly unitCode: string;
  readonly teamId?: string;
  readonly phone?: string;
}

/**
 * Who may sign in to the demo: every role, all teams on the ladder of Phú Cường (74 → 718 → 25747), a second
 * district with one of its communes, the two tiers of 2025, and who commands each of them. The others are reached by phone only, because
 * hashing hundreds of passwords would make the first start wait.
 */
const signIns: Readonly<Record<string, RegExp>> = {
  '74': /^(agent[12]|dispatcher1|admin|commander|supervisor|(medical|relief|security)\d)$/,
  '718': /^(dispatcher1|commander|supervisor|(medical|relief|security)\d)$/,
  '25747': /^(supervisor|commander|response\d)$/,
  '25750': /^commander$/,
  '724': /^(dispatcher1|commander|supervisor|medical\d)$/,
  '25942': /^(commander|supervisor|response\d)$/,
  '79': /^(agent1|dispatcher1|admin|commander|supervisor|medical\d)$/,
  '7925747': /^(commander|supervisor|response\d)$/,
};

export const maySignIn = ({ username, unitCode }: Pick<User, 'username' | 'unitCode'>): boolean =>
  signIns[unitCode]?.test(username.slice(0, -(unitCode.length + 1))) ?? false;

export const demoAccountOf = (user: User, password: string): DemoAccount => ({
  username: user.username,
  password,
  role: user.role,
  unitCode: user.unitCode,
  ...(user.teamId !== null && { teamId: user.teamId }),
  ...(user.phone !== null && { phone: user.phone }),
});
