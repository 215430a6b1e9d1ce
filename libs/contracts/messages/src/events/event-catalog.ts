import { z } from 'zod';
import { lifecycleEvent, type EventDefinition } from './event-definition.js';
import { EXAMPLE_RUN } from './event-examples.js';
import {
  conflictPart,
  connectionPart,
  deadRecordPart,
  deadRunPart,
  decisionPart,
  inactivationPart,
  jobChangePart,
  outsideTriggerPart,
  runPart,
  settledTriggerPart,
  statusPart,
} from './event-parts.js';
import { recordEvents } from './record-events.js';
import { runEvents } from './run-events.js';

const { executionId, job } = EXAMPLE_RUN;
const inactivation = {
  ...EXAMPLE_RUN,
  what: 'inactivation',
  approvalId: '0196f5a0-0000-7000-8000-000000000004',
  cause: 'not_listed',
  candidates: 400,
  active: 1_000,
  ceiling: 100,
} as const;
const conflict = {
  conflictId: '0196f5a0-0000-7000-8000-000000000005',
  job,
  executionId,
  recordId: '4711',
  kind: 'data',
  fields: ['email'] as string[],
  state: 'open',
  decidedBy: null,
} as const;
const connection = { connection: { id: '0196f5a0-0000-7000-8000-000000000006', name: 'shop' } };
const asked = {
  id: '17',
  askedBy: { source: 'https://shop.example/orders', id: '8f14e45f' },
  topic: 'evenkeel.triggers.v1',
  jobId: job.id,
  triggerIds: [EXAMPLE_RUN.triggeredBy.id],
  code: null,
};

/** Every type of event there is. `docs/events.md` and `docs/asyncapi.yaml` are generated from it. */
export const eventCatalog: readonly EventDefinition[] = [
  ...runEvents,
  lifecycleEvent({
    type: 'approval.needed',
    summary: 'A person is asked: a plan waits to be approved, or records wait to be inactivated.',
    subject: 'executions',
    data: z.discriminatedUnion('what', [
      z.object({ ...runPart, ...statusPart, what: z.literal('plan'), planId: z.guid().nullable() }),
      z.object({ ...runPart, ...inactivationPart }),
    ]),
    example: inactivation,
  }),
  lifecycleEvent({
    type: 'approval.decided',
    summary: 'A question about records that would be inactivated was answered, or is out of date.',
    subject: 'executions',
    data: z.object({ ...runPart, ...inactivationPart, ...decisionPart }),
    example: { ...inactivation, decision: 'granted', decidedBy: 'ada' },
  }),
  lifecycleEvent({
    type: 'conflict.opened',
    summary:
      'Both sides of a record changed in ways that its job does not join, or a decision about that was taken back.',
    subject: 'executions',
    data: z.object(conflictPart),
    example: conflict,
  }),
  lifecycleEvent({
    type: 'conflict.resolved',
    summary: 'A conflict was decided, or is over for another reason, which `state` says.',
    subject: 'jobs',
    data: z.object(conflictPart),
    example: { ...conflict, state: 'resolved', decidedBy: 'ada' },
  }),
  lifecycleEvent({
    type: 'dead_letter.opened',
    summary: 'A record, or a run, failed as often as it may: it waits for a person.',
    subject: 'executions',
    data: z.discriminatedUnion('what', [z.object(deadRecordPart), z.object({ ...runPart, ...deadRunPart })]),
    example: {
      what: 'record',
      executionId,
      job,
      failureId: '12',
      externalId: 'cus_1',
      errorClass: 'data',
      code: 'record.invalid',
      attempt: 3,
    },
  }),
  lifecycleEvent({
    type: 'connection.needs_attention',
    summary:
      'The credentials of a connection are refused, or bound to another address: nothing of it runs until they are corrected.',
    subject: 'connections',
    data: z.object(connectionPart),
    example: connection,
  }),
  lifecycleEvent({
    type: 'connection.recovered',
    summary: 'A connection that needed attention is called again.',
    subject: 'connections',
    data: z.object(connectionPart),
    example: connection,
  }),
  ...recordEvents,
  lifecycleEvent({
    type: 'job.changed',
    summary: 'A job was added, changed or removed.',
    subject: 'jobs',
    data: z.object(jobChangePart),
    example: { job, connectionId: connection.connection.id, revision: 2, change: 'changed', actor: null },
  }),
  lifecycleEvent({
    type: 'trigger.accepted',
    summary: 'What another system asked for over Kafka was accepted.',
    subject: 'triggers',
    data: z.object(outsideTriggerPart),
    example: asked,
  }),
  lifecycleEvent({
    type: 'trigger.rejected',
    summary: 'What another system asked for over Kafka could not be read, or names nothing.',
    subject: 'triggers',
    data: z.object(outsideTriggerPart),
    example: { ...asked, jobId: null, triggerIds: [], code: 'request.not_found' },
  }),
  lifecycleEvent({
    type: 'trigger.settled',
    summary:
      'A request for a run, whoever made it, came to its end: it opened a run, joined one, or was skipped.',
    subject: 'triggers',
    data: z.object(settledTriggerPart),
    example: {
      trigger: {
        ...EXAMPLE_RUN.triggeredBy,
        kind: 'event',
        actor: 'event https://shop.example/orders 8f14e45f',
      },
      job,
      state: 'coalesced',
      executionId,
      askedBy: [asked.askedBy],
    },
  }),
];
