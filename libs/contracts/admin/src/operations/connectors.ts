import { settingsSchemaView } from '../connector.js';
import { trialView, trySettings } from '../trial.js';
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
  trySettings: {
    method: 'POST',
    path: '/connectors/:connector/trials',
    request: { body: trySettings },
    answer: trialView,
    role: 'admin',
    idempotent: 'yes',
    status: 200,
    summary: 'Try settings without keeping them: what was asked, what came and what looks doubtful',
    tag: 'connections',
  },
});
