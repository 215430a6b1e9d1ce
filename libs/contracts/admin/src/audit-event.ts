import { AUDIT_OUTCOMES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';

export const auditQuery = listQuery.extend({
  actor: z.string().min(1).max(200).describe('Only what this one asked for.').optional(),
  operation: z.string().min(1).max(200).describe('Only this operation, by its id.').optional(),
  outcome: z.enum(AUDIT_OUTCOMES).describe('Only what was `done`, or `refused`.').optional(),
  since: z.iso.datetime({ offset: true }).describe('Only from this time on.').optional(),
});
export type AuditQuery = z.input<typeof auditQuery>;

const columns = z.record(z.string(), z.unknown());

const auditChange = z
  .object({
    subject: z.string().describe('The table that holds it.'),
    key: columns.describe('By what it is known.'),
    before: columns.nullable().describe('As it was, of a change only what differs; null: it was not there.'),
    after: columns
      .nullable()
      .describe('As it is; null: it is gone. Of a secret it says only that it changed.'),
  })
  .meta({ id: 'AuditChange', description: 'What a request changed of what people set.' });

export const auditEventView = z
  .object({
    id: z.string().describe('Id of the entry; later ones are larger.'),
    at: timeView.describe('When it was asked for.'),
    actor: z.string().describe('Who: `key:NAME` of an API key, else as the caller said.'),
    claimed: z
      .string()
      .nullable()
      .describe('As whom the caller would like to be named, which proves nothing; null: it did not say.'),
    address: z.string().nullable().describe('From where, as the connection says: a proxy in front hides it.'),
    operation: z.string().describe('Id of the operation; of an unknown caller method and path.'),
    target: z.record(z.string(), z.string()).describe('What the path names.'),
    outcome: z.enum(AUDIT_OUTCOMES).describe('Whether it was done.'),
    code: z.string().nullable().describe('Why it was refused; null: it was not.'),
    changes: z.array(auditChange).describe('What it changed of what people set, in order.'),
  })
  .meta({ id: 'AuditEvent', description: 'A change that was asked for, or a request that was refused.' });
export type AuditEventView = z.output<typeof auditEventView>;
export const auditLog = listOf(auditEventView, 'AuditLog');
