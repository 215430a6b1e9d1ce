import { z } from 'zod';
import { addedApiKeyView } from './api-key.js';
import { chosenName, timeView } from './json-object.js';
import { listOf } from './list.js';

export const addTenant = z
  .strictObject({ name: chosenName.describe('Unique name, 1-100 characters.') })
  .meta({ id: 'AddTenant', description: 'A tenant of this installation, which sees nothing of the others.' });

const tenant = {
  id: z.guid().describe('Id of the tenant.'),
  name: z.string().describe('Its unique name.'),
  createdAt: timeView.describe('When it was added.'),
} as const;

export const tenantView = z
  .object({
    ...tenant,
    connections: z.int().min(0).describe('Connections that it has.'),
    jobs: z.int().min(0).describe('Jobs that it has.'),
    removedAt: timeView.nullable().describe('Since when it is being removed. Null: it is not.'),
  })
  .meta({ id: 'Tenant', description: 'A tenant, and what it has.' });
export type TenantView = z.output<typeof tenantView>;

export const addedTenantView = z
  .object({ ...tenant, apiKey: addedApiKeyView.describe('Its first key, an admin of it.') })
  .meta({ id: 'AddedTenant', description: 'A tenant that was just added, and its first key.' });
export type AddedTenantView = z.output<typeof addedTenantView>;
export const tenantList = listOf(tenantView, 'TenantList');

export const removeTenantQuery = z.object({
  confirm: z.string().describe('The name of the tenant once more: what goes cannot be had back.'),
});

export const tenantRemovalView = z
  .object({
    id: tenant.id,
    name: tenant.name,
    removedAt: timeView.nullable().describe('Since when it is being removed. Null: it is not.'),
    tables: z
      .array(
        z.object({
          table: z.string().describe('Name of a table.'),
          rows: z.int().min(1).describe('Rows of the tenant in it, counted up to a million.'),
        }),
      )
      .describe('What goes with it, by table; those without rows of it are left out.'),
  })
  .meta({ id: 'TenantRemoval', description: 'What goes with a tenant, or is going.' });
export type TenantRemovalView = z.output<typeof tenantRemovalView>;
