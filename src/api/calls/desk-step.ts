import { z } from 'zod';
import { idText } from '../http/schemas';

/** What every step of an agent with a call or a call-back has in common: whose it is, and what may be in its way. */
export const deskStep = {
  ...{
    method: 'post' as const,
    tag: 'Calls',
    permission: ['Call', 'manage'] as const,
    status: 200 as const,
  },
  problems: ['call-not-found', 'call-claimed', 'call-not-ready'] as const,
  params: z.object({ id: idText }),
};
