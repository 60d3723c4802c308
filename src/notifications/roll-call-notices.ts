import { localTime } from '../domain/local-time';
import { smsText } from '../domain/sms-text';
import type { OrganisationRepository, UserRepository } from '../models/organisation/organisation-repository';
import type { SilenceNotice } from '../models/roll-calls/roll-call-repository';
import type { RollCallTelephone } from './roll-call-telephone';

/** The words of an SMS about silent numbers, with `{values}`; without accents. */
export type SilenceTexts = Readonly<Record<SilenceNotice['kind'] | 'brand', string>>;

export interface RollCallNotices {
  /** Sends one, once. Nothing is sent to somebody who has left or has no telephone any more. */
  send(notice: SilenceNotice): Promise<void>;
}

export function createRollCallNotices(deps: {
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listHotlineNumbers'>;
  readonly users: Pick<UserRepository, 'find'>;
  readonly telephone: Pick<RollCallTelephone, 'text'>;
  readonly texts: SilenceTexts;
}): RollCallNotices {
  const { organisation, users, telephone, texts } = deps;
  return {
    async send({ id, kind, numberId, unitCode, userId, facts }) {
      const [user, unit, numbers] = await Promise.all([
        users.find(userId),
        organisation.findUnit(unitCode),
        organisation.listHotlineNumbers({ unitCode }),
      ]);
      if (!user?.active || user.phone === null || !unit) return;
      const number = numbers.find((one) => one.id === numberId)?.number;
      // Its number was taken away since: there is nothing left to put right.
      if (numberId !== null && number === undefined) return;
      const { at, ...counts } = facts;
      const values = {
        ...counts,
        unit: `${unit.type} ${unit.name}`,
        ...(number !== undefined && { number }),
        ...(at !== undefined && { at: localTime(new Date(at), new Date()) }),
      };
      await telephone.text({
        id,
        to: user.phone,
        body: smsText(texts.brand, [{ text: texts[kind] }], values),
      });
    },
  };
}
