import { isStorable, JOB_MODES, PRIORITIES, SyncError, type IncomingEvent } from '@evenkeel/domain';
import { z } from 'zod';

/** The public topic on which other systems ask for runs. */
export const TRIGGER_TOPIC = 'evenkeel.triggers.v1';

const text = (most: number) =>
  z.string().min(1).max(most).refine(isStorable, 'holds NUL or half a surrogate pair');
const externalIds = z.array(text(500)).min(1).max(1_000);
const time = z.iso.datetime({ offset: true });

/** Data of the CloudEvent `sync.requested`: a run of one job is wanted. */
export const syncRequested = z
  .strictObject({
    job: text(200).describe('Name or id of the job.'),
    mode: z
      .enum(JOB_MODES)
      .describe('Read everything, or what changed. Left out: as the job says.')
      .optional(),
    scope: z
      .literal('partial')
      .describe('Only the records of the job that have failed and are not given up.')
      .optional(),
    externalIds: externalIds.describe("Only these records, by the provider's ids.").optional(),
    planId: z.uuid().describe('Exactly this plan is carried out.').optional(),
    from: time.describe('A backfill: only what changed from this time on.').optional(),
    to: time.describe('A backfill: only what changed until this time.').optional(),
    preview: z.literal(true).describe('Only a plan is made; nothing is written.').optional(),
    priority: z.enum(PRIORITIES).describe('Whose turn comes first. Left out: high.').optional(),
  })
  .refine(({ mode, scope, externalIds: ids, planId, from, to }) => {
    const kinds = [mode, scope, ids, planId, from ?? to];
    return kinds.filter((kind) => kind !== undefined).length <= 1;
  }, 'mode, scope, externalIds, planId and from/to exclude each other')
  .refine(
    ({ preview, scope, externalIds: ids, planId, from, to }) =>
      preview === undefined || [scope, ids, planId, from, to].every((other) => other === undefined),
    'a preview takes a mode, and nothing else',
  );
export type SyncRequested = z.output<typeof syncRequested>;

/** Data of the CloudEvent `records.changed`: these were changed or deleted at the provider. */
export const recordsChanged = z.strictObject({
  connection: text(200).describe('Name or id of the connection.'),
  stream: text(200).describe('Stream of the connection that the records are of.'),
  externalIds: externalIds.describe("The provider's ids of the records."),
  kind: z
    .enum(['changed', 'deleted'])
    .describe('What happened to them. Either way they are read: what the provider says decides.')
    .default('changed'),
});
export type RecordsChanged = z.output<typeof recordsChanged>;

/** Every event that the topic takes, by its type. */
export const TRIGGER_EVENTS = {
  'sync.requested': {
    summary: 'A run of one job is wanted.',
    schema: syncRequested,
    example: { job: 'customers', mode: 'full' },
  },
  'records.changed': {
    summary:
      'Records were changed at the provider: each job of the stream that listens (`--event`) reads them, and nothing else.',
    schema: recordsChanged,
    example: { connection: 'crm', stream: 'customers', externalIds: ['cus_1', 'cus_2'] },
  },
} as const satisfies Readonly<
  Record<string, { readonly summary: string; readonly schema: z.ZodType; readonly example: object }>
>;

/** What a message on the topic asks for. */
export type TriggerRequest =
  | ({ readonly type: 'sync.requested' } & SyncRequested)
  | ({ readonly type: 'records.changed' } & RecordsChanged);

/** Throws `trigger.unknown_type` or `trigger.malformed`, naming every field that is not as it has to be. */
export function readTriggerRequest(event: IncomingEvent): TriggerRequest {
  const { type } = event;
  if (type === 'sync.requested') return { type, ...parse(syncRequested, event) };
  if (type === 'records.changed') return { type, ...parse(recordsChanged, event) };
  const known = Object.keys(TRIGGER_EVENTS).join(' and ');
  throw new SyncError('trigger.unknown_type', `The type "${type.slice(0, 100)}" is none of ${known}`);
}

function parse<Schema extends z.ZodType>(schema: Schema, event: IncomingEvent): z.output<Schema> {
  const parsed = schema.safeParse(event.data());
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? 'data' : path.map(String).join('.')}: ${message}`,
  );
  throw new SyncError('trigger.malformed', `Not a ${event.type}: ${said.join('; ').slice(0, 500)}`);
}
