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
    description: 'JSON Schema (draft 2020-12), for forms and editors.',
    refusals: ['config.unknown_connector'],
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
    description:
      'Calls the provider; nothing is kept. That a stream cannot be read is an answer, not a problem: look at `ok`.',
    refusals: ['config.*', 'provider.*'],
    tag: 'connections',
  },
});
