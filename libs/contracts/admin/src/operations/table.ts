import type { z } from 'zod';
import { apiKeyOperations } from './api-keys.js';
import { inactivationApprovalOperations } from './inactivation-approvals.js';
import { configurationOperations } from './configuration.js';
import { connectionOperations } from './connections.js';
import { connectorOperations } from './connectors.js';
import { engineOperations } from './engine.js';
import { eventOperations } from './events.js';
import { executionOperations } from './executions.js';
import { failureOperations } from './failures.js';
import { groupOperations } from './groups.js';
import { jobOperations } from './jobs.js';
import { dedupeRunOperations } from './dedupe-runs.js';
import { matchOperations } from './matches.js';
import { modelOperations } from './models.js';
import { notificationOperations } from './notifications.js';
import { conflictOperations } from './conflicts.js';
import { tenantOperations } from './tenants.js';
import type { OperationShape, RequestFields } from './operation.js';
import { pairOperations } from './pairs.js';
import { parkedOperations } from './parked.js';
import { planOperations } from './plans.js';
import { pushOperations } from './pushes.js';
import { quarantineOperations } from './quarantine.js';
import { recordOperations } from './records.js';
import { recordTypeOperations } from './record-types.js';
import { streamShapeOperations } from './stream-shapes.js';
import { triggerMessageOperations } from './trigger-messages.js';
import { watermarkOperations } from './watermarks.js';
import { webhookOperations } from './webhooks.js';

/** Every operation of the admin API by its id. Of two paths that fit an address the first one counts. */
export const OPERATIONS = {
  ...connectionOperations,
  ...streamShapeOperations,
  ...webhookOperations,
  ...connectorOperations,
  ...jobOperations,
  ...groupOperations,
  ...watermarkOperations,
  ...triggerMessageOperations,
  ...executionOperations,
  ...eventOperations,
  ...planOperations,
  ...pairOperations,
  ...recordTypeOperations,
  ...recordOperations,
  ...matchOperations,
  ...dedupeRunOperations,
  ...modelOperations,
  ...notificationOperations,
  ...inactivationApprovalOperations,
  ...conflictOperations,
  ...pushOperations,
  ...quarantineOperations,
  ...failureOperations,
  ...parkedOperations,
  ...apiKeyOperations,
  ...tenantOperations,
  ...configurationOperations,
  ...engineOperations,
} satisfies Readonly<Record<string, OperationShape>>;

type Operations = typeof OPERATIONS;
export type OperationId = keyof Operations;

/** What a caller may say: fields with a default may be left out. */
export type CallOf<Id extends OperationId> = RequestFields<Operations[Id], 'input'>;
/** The same once it was held against the schemas. */
export type RequestOf<Id extends OperationId> = RequestFields<Operations[Id], 'output'>;
export type AnswerOf<Id extends OperationId> = z.output<Operations[Id]['answer']>;

export interface Operation extends OperationShape {
  readonly id: OperationId;
}

/** The rows of the table, in its order. */
export const operationList: readonly Operation[] = (Object.keys(OPERATIONS) as OperationId[]).map((id) => ({
  id,
  ...(OPERATIONS[id] as OperationShape),
}));

/** The names of the placeholders in a path. */
export function placeholdersOf(path: string): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
}
