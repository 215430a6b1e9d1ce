import { concernList } from '../concern.js';
import { statusView } from '../status.js';
import { engineView } from '../engine.js';
import { controlView, setControl } from '../control.js';
import { operationsOf } from './operation.js';

export const engineOperations = operationsOf({
  showStatus: {
    method: 'GET',
    path: '/status',
    request: {},
    answer: statusView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show what is up',
    tag: 'status',
  },
  listConcerns: {
    method: 'GET',
    path: '/concerns',
    request: {},
    answer: concernList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List what asks for a person',
    tag: 'status',
  },
  showEngine: {
    method: 'GET',
    path: '/engine',
    request: {},
    answer: engineView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show what the engine does, what waits, and what keeps it',
    tag: 'engine',
  },
  controlEngine: {
    method: 'POST',
    path: '/engine/control',
    request: { body: setControl },
    answer: controlView,
    role: 'admin',
    idempotent: 'yes',
    status: 200,
    summary: 'Pause, stop or start the whole engine',
    tag: 'engine',
  },
});
