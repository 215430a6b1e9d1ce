import { TRIGGER_KINDS } from '../trigger/trigger-kind.js';
import { decideAdmission } from './decide-admission.js';

const free = { engine: 'running', connection: 'running' } as const;

describe('decideAdmission', () => {
  it.each(TRIGGER_KINDS)('answers a %s trigger while nothing is stopped, also while it is paused', (kind) => {
    expect(decideAdmission(kind, { controls: free, status: 'active' })).toBeNull();
    const paused = { engine: 'paused', connection: 'paused' } as const;
    expect(decideAdmission(kind, { controls: paused, status: 'active' })).toBeNull();
  });

  it.each(TRIGGER_KINDS)('lets a %s trigger wait while the engine or its connection is stopped', (kind) => {
    const [engine, connection] = [
      { ...free, engine: 'stopped' } as const,
      { ...free, connection: 'stopped' } as const,
    ];
    expect(decideAdmission(kind, { controls: engine, status: 'active' })).toBe('engine_stopped');
    expect(decideAdmission(kind, { controls: connection, status: 'active' })).toBe('connection_stopped');
  });

  it('lets wait what comes by itself while the provider refuses our credentials, but no person', () => {
    const waiting = TRIGGER_KINDS.filter(
      (kind) => decideAdmission(kind, { controls: free, status: 'needs_attention' }) !== null,
    );
    expect(waiting).toEqual(['schedule', 'webhook', 'event', 'change']);
    expect(decideAdmission('schedule', { controls: free, status: 'needs_attention' })).toBe(
      'needs_attention',
    );
  });
});
