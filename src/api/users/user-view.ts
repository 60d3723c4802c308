import { z } from 'zod';
import { roles, type User } from '../../domain/organisation';
import { maskPhone } from '../../domain/phone';
import { unitRefView } from '../tickets/ticket-schemas';

export const userView = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    role: z.enum(roles),
    unitCode: z.string(),
    unitPath: z.array(unitRefView),
    teamId: z.string().nullable(),
    phone: z.string().nullable(),
    active: z.boolean(),
    language: z.enum(['vi', 'en']),
  })
  .meta({ id: 'User' });

/** Only admins, and people looking at themselves, see a number in full. */
export const toUserView = (user: User, showPhone: boolean): z.input<typeof userView> => ({
  id: user.id,
  username: user.username,
  name: user.name,
  role: user.role,
  unitCode: user.unitCode,
  unitPath: user.unitPath.map(({ tier, code }) => ({ tier, code })),
  teamId: user.teamId,
  phone: user.phone === null || showPhone ? user.phone : maskPhone(user.phone),
  active: user.active,
  language: user.language,
});
