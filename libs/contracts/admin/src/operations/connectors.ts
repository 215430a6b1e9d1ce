import { settingsSchemaView } from '../connector.js';
import { operationsOf } from './operation.js';

export const connectorOperations = operationsOf({
  showSettingsSchema: {
    method: 'GET',
    path: '/connectors/:connector/schema',
    request: {},
    answer: settingsSchemaView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show the JSON Schema of the settings of a connector',
    tag: 'connections',
  },
});
