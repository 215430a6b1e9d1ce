import { addApiKey, addedApiKeyView, apiKeyList, apiKeyView } from '../api-key.js';
import { auditLog, auditQuery } from '../audit-event.js';
import { callerView } from '../caller-view.js';
import { operationsOf } from './operation.js';

export const apiKeyOperations = operationsOf({
  showCaller: {
    method: 'GET',
    path: '/caller',
    request: {},
    answer: callerView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show who calls, and what it may do',
    description: 'To see whether a key holds, and for which tenant.',
    tag: 'access',
  },
  addApiKey: {
    method: 'POST',
    path: '/api-keys',
    request: { body: addApiKey },
    answer: addedApiKeyView,
    role: 'admin',
    idempotent: 'no',
    status: 201,
    summary: 'Make an API key; it is shown this once',
    description:
      'It calls for the tenant of its maker, with the role that it is given. Only a hash of it is kept: where it is lost, make another and revoke it. A name that another key has is refused until that is revoked.',
    refusals: ['request.already_exists'],
    tag: 'access',
  },
  listAuditLog: {
    method: 'GET',
    path: '/audit-log',
    request: { query: auditQuery },
    answer: auditLog,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List who asked for what, and what came of it',
    description:
      'The latest first: every change, with what it was before and after, and every request that was refused. Neither secrets nor values of records are in it. The database lets entries be added only.',
    tag: 'access',
  },
  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    request: {},
    answer: apiKeyList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List API keys, with when each was used last',
    description: 'Those that hold by name, then the ones that are revoked, latest first.',
    tag: 'access',
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api-keys/:apiKey',
    request: {},
    answer: apiKeyView,
    role: 'admin',
    idempotent: 'no',
    status: 200,
    summary: 'Revoke an API key: no request with it is taken from now on',
    description: 'Events that its holder follows end within seconds. Its name may be used again.',
    tag: 'access',
  },
});
