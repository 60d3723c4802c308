import { z } from 'zod';
import { normalisePhone } from '../../domain/phone';
import { invalidInput } from '../http/input';
import { route, type Route } from '../http/route';
import { callerTicketsShape, ticketsOfCaller } from './tickets-of-caller';
import type { CallerDependencies } from './tickets-of-caller';

export function callerRoutes(deps: CallerDependencies): Route[] {
  return [
    route({
      operationId: 'getCaller',
      method: 'get',
      path: '/callers/:phone',
      tag: 'Tickets',
      permission: ['Caller', 'read'],
      summary: 'Screen pop: open and earlier tickets of this number in my area',
      description: 'Every look-up is recorded.',
      status: 200,
      params: z.object({ phone: z.string().max(40).describe('In any spelling') }),
      response: z.object({ phone: z.string(), ...callerTicketsShape }),
      handle: async ({ params, ...asking }) => {
        const phone = normalisePhone(params.phone);
        if (phone === null) {
          throw invalidInput([
            { pointer: '/path/phone', message: 'must be a phone number, e.g. 0912345678' },
          ]);
        }
        return { phone, ...(await ticketsOfCaller(deps, phone, asking)) };
      },
    }),
  ];
}
