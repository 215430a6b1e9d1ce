import type { ConnectionStatus } from '../connection/connection.js';
import type { TriggerKind } from '../trigger/trigger-kind.js';
import type { Controls } from './control.js';

export interface AdmissionCircumstances {
  readonly controls: Controls;
  readonly status: ConnectionStatus;
  /** Whether it asks for single records while it is not carried out which records of both sides are one. */
  readonly isPairing: boolean;
}

/** Why a request for a run stays accepted and is answered later. */
export const ADMISSION_WAITS = [
  'engine_stopped',
  'connection_stopped',
  'needs_attention',
  'pairing',
] as const;
export type AdmissionWait = (typeof ADMISSION_WAITS)[number];

/** What is asked for without a person. People may try whether a connection works again; whatever comes by itself would only fail once more. */
export const COMES_BY_ITSELF: readonly TriggerKind[] = ['schedule', 'webhook', 'event', 'change'];

/** Whether a request for a run may be answered now; null: it may. Nothing that waits is lost. */
export function decideAdmission(
  kind: TriggerKind,
  { controls, status, isPairing }: AdmissionCircumstances,
): AdmissionWait | null {
  if (controls.engine === 'stopped') return 'engine_stopped';
  if (controls.connection === 'stopped') return 'connection_stopped';
  if (status === 'needs_attention' && COMES_BY_ITSELF.includes(kind)) return 'needs_attention';
  return isPairing ? 'pairing' : null;
}
