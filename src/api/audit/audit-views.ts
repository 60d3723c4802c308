import { z } from 'zod';
import { accessKinds, auditOutcomes, chainFaults } from '../../domain/audit';
import { roles } from '../../domain/organisation';

const personRef = z.object({ id: z.string(), name: z.string().nullable(), role: z.enum(roles) });

export const auditEntryView = z
  .object({
    seq: z.number().int(),
    at: z.string(),
    actor: personRef.nullable().describe('Null: nobody was signed in, or the command line'),
    via: z.enum(['api', 'commandLine']),
    kind: z.string().describe('What of the office it concerns, e.g. Team; SignIn; Account for one’s own'),
    operation: z.string().describe('The operationId of the API'),
    subject: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    unitCode: z.string().nullable().describe('The unit it concerns'),
    fields: z.array(z.string()).describe('Names of what was given or changed'),
    outcome: z
      .enum(auditOutcomes)
      .describe('unclear: begun, and the process could not tell how it ended; look at the thing itself'),
    requestId: z.string(),
    hash: z.string().describe('SHA-256 of the hash before it and this entry'),
  })
  .meta({ id: 'AuditEntry' });

export const auditDetailView = auditEntryView
  .extend({
    ip: z.string().nullable(),
    changes: z
      .array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
      .nullable()
      .describe('Null for readers who may not see personal data, and when they were erased'),
  })
  .meta({ id: 'AuditEntryDetail' });

export const auditReportView = z
  .object({
    isWhole: z.boolean(),
    entries: z.number().int(),
    erased: z.number().int().describe('Entries whose values were taken away; who did what stays'),
    head: z
      .object({ seq: z.number().int(), hash: z.string() })
      .nullable()
      .describe('Write it down elsewhere: whatever goes missing from before it is found with it'),
    problems: z.array(z.object({ seq: z.number().int(), fault: z.enum(chainFaults) })),
  })
  .meta({ id: 'AuditReport' });

export const accessView = z
  .object({
    at: z.string(),
    user: personRef.nullable(),
    what: z.enum(accessKinds),
    subjectId: z.string().describe('A ticket, an audit entry, or the pseudonym of a number'),
    full: z.boolean().describe('False: names, numbers and health answers were left out'),
    requestId: z.string(),
  })
  .meta({ id: 'PersonalDataAccess' });
