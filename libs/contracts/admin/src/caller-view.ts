import { ROLES } from '@evenkeel/domain';
import { z } from 'zod';

export const callerView = z
  .object({
    actor: z.string().describe('As the trail names the caller.'),
    tenantId: z.guid().describe('Id of the tenant for which it calls.'),
    roles: z.array(z.enum(ROLES)).describe('What it may do; each role may also do what those before it may.'),
  })
  .meta({ id: 'CallerView', description: 'Who calls, and what it may do.' });
export type CallerView = z.output<typeof callerView>;
