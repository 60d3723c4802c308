import type { Connection } from 'mongoose';
import type { Policy } from '../../domain/policy';
import { choosePolicy } from '../../domain/policy-choice';
import { DomainError } from '../../domain/refusal';
import { organisationModels, type PolicyDocument } from './organisation-models';
import type { PolicyRepository } from './organisation-repository';

const keyOf = (id: string, version: number): string => `${id}@${String(version)}`;

export const fromPolicy = (policy: Policy): PolicyDocument => ({
  _id: keyOf(policy.id, policy.version),
  policyId: policy.id,
  version: policy.version,
  unitCode: policy.unitCode,
  effectiveFrom: policy.effectiveFrom,
  policy,
});

const isDuplicate = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11_000;

/** Policies in MongoDB: written once, chosen by the pure rule of the domain. */
export function createPolicyRepository(connection: Connection): PolicyRepository {
  const { policies } = organisationModels(connection);
  return {
    async find(id, version) {
      const found = await policies.findById(keyOf(id, version)).lean();
      return found?.policy ?? null;
    },
    async list() {
      const found = await policies.find().sort({ policyId: 1, version: 1 }).lean();
      return found.map(({ policy }) => policy);
    },
    async listSaved() {
      const found = await policies.find().sort({ policyId: 1, version: 1 }).lean();
      return found.map(({ policy, createdBy, createdAt }) => ({
        ...{ policy, createdBy: createdBy ?? null, createdAt: createdAt ?? null },
      }));
    },
    async add(policy, createdBy) {
      try {
        const saved = createdBy === undefined ? {} : { createdBy, createdAt: new Date() };
        await policies.create({ ...fromPolicy(policy), ...saved });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        throw new DomainError('invalid-command', 'version must be a new one: stored versions never change', {
          pointer: '/version',
          version: policy.version,
        });
      }
      return policy;
    },
    async choose(unitPath, at, surgePolicyIds) {
      const found = await policies.find({ unitCode: { $in: unitPath.map(({ code }) => code) } }).lean();
      return choosePolicy(
        found.map(({ policy }) => policy),
        unitPath,
        at,
        surgePolicyIds,
      );
    },
  };
}
