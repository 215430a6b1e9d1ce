import { addedTenantView, addTenant, tenantList } from '../tenant.js';
import { operationsOf } from './operation.js';

export const tenantOperations = operationsOf({
  addTenant: {
    method: 'POST',
    path: '/tenants',
    request: { body: addTenant },
    answer: addedTenantView,
    role: 'admin',
    ofInstallation: true,
    idempotent: 'no',
    status: 201,
    summary: 'Add a tenant; its first key is shown this once',
    description: 'It has connections, jobs, records and keys of its own. Its key makes others.',
    refusals: ['request.already_exists'],
    tag: 'access',
  },
  listTenants: {
    method: 'GET',
    path: '/tenants',
    request: {},
    answer: tenantList,
    role: 'viewer',
    ofInstallation: true,
    idempotent: 'yes',
    status: 200,
    summary: 'List the tenants of this installation by name',
    description: 'All of them, at most 1,000, with what they have.',
    tag: 'access',
  },
});
