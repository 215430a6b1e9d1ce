import type { ConnectionStatus } from '../connection/connection.js';
import type { TriggerKind } from '../trigger/trigger-kind.js';
import type { Controls } from './control.js';

export interface AdmissionCircumstances {
  readonly controls: Controls;
  readonly status: ConnectionStatus;
}

/** Why a request for a run stays accepted and is answered later. */
export const ADMISSION_WAITS = ['engine_stopped', 'connection_stopped', 'needs_attention'] as const;
export type AdmissionWait = (typeof ADMISSION_WAITS)[number];

/** What is asked for without a person. People may try whether a connection works again; whatever comes by itself would only fail once more. */
export const COMES_BY_ITSELF: readonly TriggerKind[] = ['schedule', 'webhook', 'event', 'change'];

/** Whether a request for a run may be answered now; null: it may. Nothing that waits is lost. */
export function decideAdmission(
  kind: TriggerKind,
  { controls, status }: AdmissionCircumstances,
): AdmissionWait | null {
  if (controls.engine === 'stopped') return 'engine_stopped';
  if (controls.connection === 'stopped') return 'connection_stopped';
  return status === 'needs_attention' && COMES_BY_ITSELF.includes(kind) ? 'needs_attention' : null;
}
