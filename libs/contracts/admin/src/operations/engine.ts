import { concernList } from '../concern.js';
import { statusView } from '../status.js';
import { engineView } from '../engine.js';
import { changeEngineSettings, engineSettingList } from '../engine-settings.js';
import { controlView, setControl } from '../control.js';
import { keyRotationView, rotateKeys } from '../key-rotation.js';
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
    description: 'For `evenkeel doctor`: whether the database answers and the services can do their work.',
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
    description:
      'One list of what a person is needed for: connections that need attention, waiting approvals, failing and stale jobs, dead letters, and what keeps the engine. Empty: all is well.',
    tag: 'status',
  },
  showEngine: {
    method: 'GET',
    path: '/engine',
    request: {},
    answer: engineView,
    role: 'viewer',
    ofInstallation: true,
    idempotent: 'yes',
    status: 200,
    summary: 'Show what the engine does, what waits, and what keeps it',
    description: 'Counts over all jobs and connections.',
    tag: 'engine',
  },
  controlEngine: {
    method: 'POST',
    path: '/engine/control',
    request: { body: setControl },
    answer: controlView,
    role: 'admin',
    ofInstallation: true,
    idempotent: 'yes',
    status: 200,
    summary: 'Pause, stop or start the whole engine',
    description: 'Holds or lets go all runs. What asks for a run meanwhile is answered later.',
    tag: 'engine',
  },
  showEngineSettings: {
    method: 'GET',
    path: '/engine/settings',
    request: {},
    answer: engineSettingList,
    role: 'viewer',
    ofInstallation: true,
    idempotent: 'yes',
    status: 200,
    summary: 'Show what may be changed of the engine while it runs',
    description:
      'Settings of the whole engine: what was set here holds on all replicas, else what the environment of each process says.',
    tag: 'engine',
  },
  changeEngineSettings: {
    method: 'PATCH',
    path: '/engine/settings',
    request: { body: changeEngineSettings },
    answer: engineSettingList,
    role: 'admin',
    ofInstallation: true,
    idempotent: 'yes',
    status: 200,
    summary: 'Change settings of the engine while it runs',
    description: 'In force on all replicas within 5 s; nothing has to be started again.',
    refusals: ['request.invalid'],
    tag: 'engine',
  },
  rotateKeys: {
    method: 'POST',
    path: '/engine/keys/rotation',
    request: { body: rotateKeys },
    answer: keyRotationView,
    role: 'admin',
    ofInstallation: true,
    idempotent: 'yes',
    status: 200,
    summary: 'Seal secrets again with the newest key',
    description:
      'A step at a time, until `next` is null; it may be interrupted at any time and begun anew. Once nothing is left to be sealed again, the other keys can be taken out of EVENKEEL_SECRET_KEY.',
    refusals: ['request.invalid'],
    tag: 'engine',
  },
});
