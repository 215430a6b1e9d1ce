import {
  AdmitCallers,
  AuditTrail,
  administrationParts,
  administrationRepositories,
  administrationSweeps,
  administrationSystemRepositories,
  operationHandlers,
} from '@evenkeel/administration';
import { operationList } from '@evenkeel/contracts-admin';
import { AccessRules, Clock, part, type ServiceDefinition } from '@evenkeel/ports';
import { AdmitRequests } from './access/admit-requests.js';
import { operationController } from './http/operation-controller.js';

export { admitCallers } from './http/admission.js';
export { prepareAdminApi } from './http/serve-api.js';
export { serveAdminGrpc } from './serve-admin-grpc.js';
export { describeApi } from './openapi/describe-api.js';

/** Takes what people and their tools want, and shows them what became of it. */
export const adminService: ServiceDefinition = {
  name: 'admin',
  handlers: [],
  endpoints: operationList.map((operation) =>
    operationController(operation, operationHandlers[operation.id]),
  ),
  parts: [...administrationParts, part(AdmitRequests, AdmitCallers, AccessRules, AuditTrail, Clock)],
  sweeps: administrationSweeps,
  repositories: administrationRepositories,
  systemRepositories: administrationSystemRepositories,
};
