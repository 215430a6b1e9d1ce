import {
  administrationParts,
  administrationRepositories,
  administrationSweeps,
  administrationSystemRepositories,
  operationHandlers,
} from '@evenkeel/administration';
import { operationList } from '@evenkeel/contracts-admin';
import type { ServiceDefinition } from '@evenkeel/ports';
import { operationController } from './http/operation-controller.js';

export { admitCallers } from './http/admission.js';
export { prepareAdminApi } from './http/serve-api.js';
export { describeApi } from './openapi/describe-api.js';

/** Takes what people and their tools want, and shows them what became of it. */
export const adminService: ServiceDefinition = {
  name: 'admin',
  handlers: [],
  endpoints: operationList.map((operation) =>
    operationController(operation, operationHandlers[operation.id]),
  ),
  parts: administrationParts,
  sweeps: administrationSweeps,
  repositories: administrationRepositories,
  systemRepositories: administrationSystemRepositories,
};
