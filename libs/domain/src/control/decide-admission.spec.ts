import { TRIGGER_KINDS } from '../trigger/trigger-kind.js';
import { decideAdmission } from './decide-admission.js';

const free = { engine: 'running', connection: 'running' } as const;

describe('decideAdmission', () => {
  it.each(TRIGGER_KINDS)('answers a %s trigger while nothing is stopped, also while it is paused', (kind) => {
    expect(decideAdmission(kind, { controls: free, status: 'active', isPairing: false })).toBeNull();
    const paused = { engine: 'paused', connection: 'paused' } as const;
    expect(decideAdmission(kind, { controls: paused, status: 'active', isPairing: false })).toBeNull();
  });

  it.each(TRIGGER_KINDS)('lets a %s trigger wait while the engine or its connection is stopped', (kind) => {
    const [engine, connection] = [
      { ...free, engine: 'stopped' } as const,
      { ...free, connection: 'stopped' } as const,
    ];
    expect(decideAdmission(kind, { controls: engine, status: 'active', isPairing: false })).toBe(
      'engine_stopped',
    );
    expect(decideAdmission(kind, { controls: connection, status: 'active', isPairing: false })).toBe(
      'connection_stopped',
    );
  });

  it('lets wait what comes by itself while the provider refuses our credentials, but no person', () => {
    const waiting = TRIGGER_KINDS.filter(
      (kind) =>
        decideAdmission(kind, { controls: free, status: 'needs_attention', isPairing: false }) !== null,
    );
    expect(waiting).toEqual(['schedule', 'webhook', 'event', 'change']);
    expect(decideAdmission('schedule', { controls: free, status: 'needs_attention', isPairing: false })).toBe(
      'needs_attention',
    );
  });

  it('lets single records wait while it is not carried out which records of both sides are one', () => {
    const pairing = { controls: free, status: 'active', isPairing: true } as const;
    expect(decideAdmission('webhook', pairing)).toBe('pairing');
    expect(decideAdmission('manual', { ...pairing, controls: { ...free, engine: 'stopped' } })).toBe(
      'engine_stopped',
    );
  });
});
