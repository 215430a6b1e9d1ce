import {
  JOB_DEFAULTS,
  JOB_MODES,
  MISFIRE_POLICIES,
  OVERLAP_POLICIES,
  PATH_CHOICES,
  PRIORITIES,
  SCHEMA_POLICIES,
  WRITE_POLICIES,
} from '@evenkeel/domain';
import { z } from 'zod';
import { deriveRuleSchema, linkRuleSchema } from './derive-rule.js';
import { filterSchema, mappingRuleSchema } from './mapping-rule.js';
import { tellingDefinition } from './telling-definition.js';
import { writingDefinition } from './writing-definition.js';
import { fullEverySchema, scheduleSchema } from './schedule.js';
import { topicListening } from './topic-listening.js';

const percent = z.number().min(0).max(100);
const records = z.int().min(0).max(1_000_000_000);

export const contractLimits = {
  maxRejectedPercent: percent
    .nullable()
    .describe('Share of the records that the job wants (0-100) that may be rejected; null: any.'),
  minRecords: records.nullable().describe('How few records a run of all records may read; null: any.'),
  maxRecords: records.nullable().describe('How many records any run of the stream may read; null: any.'),
} as const;

export const ceilingLimits = {
  percent: percent.describe('Share of the active records, 0-100.'),
  records: records.describe('Number of records.'),
} as const;

export const CEILING_SAYS = 'How many records one run may inactivate without asking: the larger of the two.';
export const CONTRACT_SAYS = 'Outside of it a run fails with reason `contract` and is not tried again.';

const deleteCeiling = z
  .strictObject({
    percent: ceilingLimits.percent.default(JOB_DEFAULTS.deleteCeiling.percent),
    records: ceilingLimits.records.default(JOB_DEFAULTS.deleteCeiling.records),
  })
  .meta({ id: 'DeleteCeiling', description: CEILING_SAYS });

const contract = z
  .strictObject({
    maxRejectedPercent: contractLimits.maxRejectedPercent.default(null),
    minRecords: contractLimits.minRecords.default(null),
    maxRecords: contractLimits.maxRecords.default(null),
  })
  .meta({ id: 'Contract', description: CONTRACT_SAYS });

/** The fields of a job that a person sets. A description stands before its default, for a change of a job has no defaults. */
export const definition = {
  stream: z.string().min(1).max(200).describe('Stream of the connection that is read, or written.'),
  recordType: z
    .string()
    .min(1)
    .max(100)
    .describe('Kind of local record that it becomes, or that is written.'),
  ...writingDefinition,
  mode: z
    .enum(JOB_MODES)
    .describe('`full`: every run reads everything; `incremental`: what changed since the last one.')
    .default(JOB_DEFAULTS.mode),
  schedule: scheduleSchema
    .nullable()
    .describe('When runs begin by themselves; null: never.')
    .default(JOB_DEFAULTS.schedule),
  fullEvery: fullEverySchema
    .describe('How long an incremental job goes on before a run of it reads everything.')
    .default(JOB_DEFAULTS.fullEvery),
  webhook: z
    .boolean()
    .describe('Whether deliveries to a webhook of the stream start runs of single records.')
    .default(JOB_DEFAULTS.webhook),
  event: z
    .boolean()
    .describe(
      'Whether messages on a trigger topic of Kafka that name records of the stream start runs of these.',
    )
    .default(JOB_DEFAULTS.event),
  listen: topicListening
    .nullable()
    .describe('The topic of another system whose records tell of changes at the provider; null: none.')
    .default(JOB_DEFAULTS.listen),
  filter: filterSchema
    .nullable()
    .describe("Which of the provider's records the job is about; null: all.")
    .default(JOB_DEFAULTS.filter),
  fields: z
    .array(z.string().min(1).max(500))
    .max(1000)
    .describe('Dotted paths of the fields that the mapping sees; empty: all.')
    .default([]),
  writePolicy: z
    .enum(WRITE_POLICIES)
    .describe('Whether records may be created here, updated, or both (`upsert`).')
    .default(JOB_DEFAULTS.writePolicy),
  schemaPolicy: z
    .enum(SCHEMA_POLICIES)
    .describe(
      'What happens where records come in another shape than those before: it is noted (`evolve`), what the schema of the record type does not name is dropped (`ignore`), or the run ends before anything of it is written (`stop`).',
    )
    .default(JOB_DEFAULTS.schemaPolicy),
  requiresApproval: z
    .boolean()
    .describe('A bulk run makes its plan and waits until a person approves it.')
    .default(JOB_DEFAULTS.requiresApproval),
  mapping: z
    .array(mappingRuleSchema)
    .max(1000)
    .describe("How a local record is made; empty: it is the provider's record.")
    .default([]),
  derive: z
    .array(deriveRuleSchema)
    .max(50)
    .describe("Further records that are made of parts of the provider's record.")
    .default([]),
  links: z
    .array(linkRuleSchema)
    .max(50)
    .describe("Records of other streams that the provider's record names by their ids.")
    .default([]),
  parkedAfterHours: z
    .int()
    .min(1)
    .max(8760)
    .describe('Hours that a record waits for one that it needs before that is told as a failure.')
    .default(JOB_DEFAULTS.parkedAfterHours),
  pageSize: z
    .int()
    .min(1)
    .max(10_000)
    .nullable()
    .describe('Records a page; null: as the stream says, else 100.')
    .default(JOB_DEFAULTS.pageSize),
  chunkSize: z
    .int()
    .min(100)
    .max(50_000)
    .describe('Records a slice should have where the connector can cut the stream by number.')
    .default(JOB_DEFAULTS.chunkSize),
  priority: z.enum(PRIORITIES).describe('Which runs go first.').default(JOB_DEFAULTS.priority),
  path: z
    .enum(PATH_CHOICES)
    .describe('How hard a run presses; `auto` decides with each run and says why.')
    .default(JOB_DEFAULTS.path),
  delayBetweenBatchesMs: z
    .int()
    .min(0)
    .max(600_000)
    .nullable()
    .describe(
      'Milliseconds to wait after a page before the next of its slice is asked for; null: what the path says.',
    )
    .default(JOB_DEFAULTS.delayBetweenBatchesMs),
  timeoutMinutes: z
    .int()
    .min(1)
    .max(1440)
    .describe('Minutes that a run may take.')
    .default(JOB_DEFAULTS.timeoutMinutes),
  ...tellingDefinition,
  overlapSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .describe(
      'Seconds before the watermark from which changes are read again, so that late ones are not missed.',
    )
    .default(JOB_DEFAULTS.overlapSeconds),
  overlapPolicy: z
    .enum(OVERLAP_POLICIES)
    .describe('What becomes of a request for a bulk run while one is under way.')
    .default(JOB_DEFAULTS.overlapPolicy),
  misfirePolicy: z
    .enum(MISFIRE_POLICIES)
    .describe('What becomes of scheduled times that passed while the engine was down.')
    .default(JOB_DEFAULTS.misfirePolicy),
  deadLetterAfter: z
    .int()
    .min(1)
    .max(10)
    .describe('Executions a record may fail in before it is a dead letter.')
    .default(JOB_DEFAULTS.deadLetterAfter),
  retryOnFailure: z
    .boolean()
    .describe('Whether a run that failed or timed out is tried again as a whole after 1, 2, 4 ... minutes.')
    .default(JOB_DEFAULTS.retryOnFailure),
  maxRetries: z
    .int()
    .min(1)
    .max(10)
    .describe('How often such a run is tried again at most.')
    .default(JOB_DEFAULTS.maxRetries),
  deleteCeiling: deleteCeiling.describe(CEILING_SAYS).default(JOB_DEFAULTS.deleteCeiling),
  contract: contract.describe(CONTRACT_SAYS).default(JOB_DEFAULTS.contract),
} as const;
