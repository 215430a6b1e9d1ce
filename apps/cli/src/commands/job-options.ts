import type { AddJobRequest, JobView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addDeriveOptions, readDeriveFields, readOption, type DeriveOptions } from './derive-options.js';
import { fullEveryOption } from './full-every-option.js';
import { wholeNumber } from './list-options.js';
import {
  addScheduleChangeOptions,
  addScheduleOptions,
  readSchedule,
  type ScheduleOptions,
} from './schedule-options.js';
import {
  addWritingOptions,
  addWritingUndoOptions,
  readWritingFields,
  type WritingOptions,
} from './writing-options.js';
import {
  addTellingOptions,
  addTellingUndoOptions,
  tellingFields,
  type TellingOptions,
} from './telling-options.js';

/** What may be said of a job. Undefined: nothing; false: none of it any more. */
export interface JobOptions extends TellingOptions, DeriveOptions, ScheduleOptions, WritingOptions {
  readonly mode?: JobView['mode'];
  readonly mapping?: string | false;
  readonly fullEvery?: JobView['fullEvery'];
  readonly pageSize?: number;
  readonly chunkSize?: number;
  readonly priority?: JobView['priority'];
  readonly path?: JobView['path'];
  readonly delay?: number;
  readonly timeout?: number;
  readonly webhook?: boolean;
  readonly event?: boolean;
  readonly listen?: string | false;
  readonly dependsOn?: readonly string[] | false;
  readonly deadLetterAfter?: number;
  readonly deletePercent?: number;
  readonly deleteRecords?: number;
  readonly filter?: string | false;
  readonly fields?: readonly string[] | false;
  readonly writePolicy?: JobView['writePolicy'];
  readonly schemaPolicy?: JobView['schemaPolicy'];
  readonly requiresApproval?: boolean;
  readonly retry?: boolean;
  readonly maxRetries?: number;
  readonly maxRejected?: number;
  readonly minRecords?: number;
  readonly maxRecords?: number;
  /** Only ever false. */
  readonly contract?: boolean;
}

/** The options that `jobs add` and `jobs change` have in common. */
export function addJobOptions(command: Command): Command {
  command
    .addOption(new Option('--mode <mode>', 'default incremental').choices(['full', 'incremental']))
    .option('--mapping <file|json>', 'mapping rules as a JSON list; without any the record is kept as it is')
    .addOption(fullEveryOption())
    .addOption(number('--page-size <n>', 'records a page'))
    .addOption(number('--timeout <minutes>', 'default 60'))
    .addOption(number('--dead-letter-after <executions>', 'how often a record may fail: default 3'))
    .option('--depends-on <job...>', 'jobs whose latest run must have completed first')
    .option('--requires-approval', 'a run makes its plan and waits until somebody approves it')
    .option('--webhook', "take the deliveries of the connection's webhooks")
    .option('--event', 'take what messages on the trigger topic of Kafka say of the stream')
    .option(
      '--listen <file|json>',
      'a topic of Kafka that tells of changes: {"topic":"crm.changes","idPath":"data.id"}',
    );
  addScheduleOptions(command);
  addWritingOptions(command);
  addDeriveOptions(command);
  addSelectionOptions(command);
  addTellingOptions(command);
  addContractOptions(command);
  return addPaceOptions(command);
}

/** What takes back what was said before: it belongs to `jobs change` only. */
export function addUndoOptions(command: Command): Command {
  return addScheduleChangeOptions(addTellingUndoOptions(addWritingUndoOptions(command)))
    .option('--no-mapping', 'the record is kept as it is')
    .option('--no-derive', 'nothing beside the record itself')
    .option('--no-links', 'no links to records of other streams')
    .option('--no-filter', 'all records')
    .option('--no-fields', 'all fields')
    .option('--no-depends-on', 'waits for no other job')
    .option('--no-requires-approval', 'runs without asking')
    .option('--no-contract', 'no limits for what a run reads and rejects')
    .option('--no-webhook', 'takes no deliveries of webhooks')
    .option('--no-event', 'takes no messages of the trigger topic')
    .option('--no-listen', 'listens to no topic')
    .option('--retry', 'a run that failed or timed out is tried again by itself');
}

/** Which of the provider's records, what of them, and what may be done with them here. */
function addSelectionOptions(command: Command): Command {
  return command
    .option('--filter <file|json>', 'which records: {"field":"status","equals":"active"}; default all')
    .option('--fields <path...>', 'which fields of a record the mapping sees; default all')
    .addOption(
      choice('--write-policy <policy>', 'what may be written: default upsert', [
        'upsert',
        'create_only',
        'update_only',
      ]),
    )
    .addOption(
      choice('--schema-policy <policy>', 'what a new shape of records does: default evolve', [
        'evolve',
        'ignore',
        'stop',
      ]),
    )
    .addOption(
      number('--delete-percent <n>', 'how many of the records a run may inactivate unasked: default 10'),
    )
    .addOption(number('--delete-records <n>', 'so many in any case: default 100'));
}

/** What a run must be for its result to count. */
function addContractOptions(command: Command): Command {
  return command
    .addOption(number('--max-rejected <percent>', 'a run fails if more of its records are rejected'))
    .addOption(number('--min-records <n>', 'a full run fails if it reads fewer'))
    .addOption(number('--max-records <n>', 'a run fails if it reads more'));
}

/** How a run is cut, and how hard it presses. */
function addPaceOptions(command: Command): Command {
  return command
    .addOption(number('--chunk-size <n>', 'records a slice, where a stream is cut: default 5000'))
    .addOption(choice('--priority <priority>', 'default medium', ['high', 'medium', 'low']))
    .addOption(
      choice('--path <path>', 'how hard a run presses: default auto', ['auto', 'primary', 'enterprise']),
    )
    .option('--no-retry', 'a run that failed or timed out is not tried again by itself')
    .addOption(number('--max-retries <n>', 'how often it is: default 3'))
    .addOption(number('--delay <ms>', 'between the pages of a slice: 0 primary, 500 enterprise'));
}

function number(flags: string, description: string): Option {
  return new Option(flags, description).argParser(wholeNumber);
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

type JobFields = Omit<AddJobRequest, 'name' | 'connection' | 'stream' | 'recordType'>;

/** As the API takes it; what was not said is undefined. Mapping and filter may be anything: the API names what does not fit. */
export async function readJobFields(
  { terminal }: CommandContext,
  options: JobOptions,
  current: JobView['schedule'] = null,
): Promise<JobFields> {
  const { mapping, filter, fields, dependsOn } = options;
  const read = async (name: string, text: string | false | undefined, none: unknown) =>
    readOption({ name, text, none }, terminal);
  return {
    mode: options.mode,
    schedule: readSchedule(options, current),
    misfirePolicy: options.misfire,
    overlapSeconds: options.overlapWindow,
    webhook: options.webhook,
    event: options.event,
    listen: (await read('--listen', options.listen, null)) as JobFields['listen'],
    fullEvery: options.fullEvery,
    pageSize: options.pageSize,
    chunkSize: options.chunkSize,
    priority: options.priority,
    path: options.path,
    delayBetweenBatchesMs: options.delay,
    timeoutMinutes: options.timeout,
    overlapPolicy: options.overlap,
    deadLetterAfter: options.deadLetterAfter,
    retryOnFailure: options.retry,
    maxRetries: options.maxRetries,
    deleteCeiling: ceilingOf(options),
    contract: contractOf(options),
    fields: fields === false ? [] : fields && [...fields],
    writePolicy: options.writePolicy,
    schemaPolicy: options.schemaPolicy,
    requiresApproval: options.requiresApproval,
    dependsOn: dependsOn === false ? [] : dependsOn && [...dependsOn],
    ...{ ...tellingFields(options), ...(await readWritingFields(terminal, options)) },
    filter: (await read('--filter', filter, null)) as JobFields['filter'],
    mapping: (await read('--mapping', mapping, [])) as JobFields['mapping'],
    ...(await readDeriveFields(terminal, options)),
  };
}

function ceilingOf({
  deletePercent: percent,
  deleteRecords: records,
}: JobOptions): JobFields['deleteCeiling'] {
  return percent === undefined && records === undefined ? undefined : { percent, records };
}

function contractOf({ maxRejected, minRecords, maxRecords, contract }: JobOptions): JobFields['contract'] {
  const none = contract === false ? null : undefined;
  const limits = {
    maxRejectedPercent: maxRejected ?? none,
    minRecords: minRecords ?? none,
    maxRecords: maxRecords ?? none,
  };
  return Object.values(limits).every((limit) => limit === undefined) ? undefined : limits;
}
