import type { CallOf, MappingTestView } from '@evenkeel/contracts-admin';
import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { isInline, readJson } from '../read-json.js';
import { describeMappingTest } from '../show/mapping-test.js';
import { wholeNumber } from './list-options.js';
import { PATIENCE_MS } from './try-connection.js';

interface TestOptions {
  readonly job?: string;
  readonly records?: string;
  readonly sample?: number;
}
type Rules = CallOf<'testMapping'>['mapping'];
type Records = CallOf<'testMapping'>['records'];

export function addTestMappingCommand(jobs: Command, surroundings: CliSurroundings): void {
  jobs
    .command('test-mapping')
    .summary('See what a mapping makes of records')
    .description(
      'See what a mapping makes of records, field by field, and what it refuses. There is no run, and nothing is kept.',
    )
    .argument('<job|file|json>', 'name of a job, or rules as a JSON file, JSON in quotes, or - for stdin')
    .option('--job <job>', 'test the rules of the file in place of those of this job')
    .option('--records <file|json>', 'a JSON list of at most 100 records, or one record')
    .addOption(
      new Option(
        '--sample <n>',
        'read so many records from the provider of the job: at most 100, 10 unless it is said',
      )
        .argParser(wholeNumber)
        .conflicts('records'),
    )
    .action(action(surroundings, testMapping));
}

async function testMapping(context: CommandContext, given: string, options: TestOptions): Promise<ExitCode> {
  const test = await runTest(context, given, options);
  show(context, test, describeMappingTest);
  return test.ok ? EXIT.ok : EXIT.failed;
}

async function runTest(
  { api, terminal }: CommandContext,
  given: string,
  { job: named, records: from, sample }: TestOptions,
): Promise<MappingTestView> {
  if (from === '-' && given === '-')
    throw new UsageFailure('Rules and records cannot both come from stdin', 'Give one of them as a file.');
  const isRules = given === '-' || isInline(given) || existsSync(given);
  if (!isRules && named !== undefined)
    throw new UsageFailure(
      `There is no file ${given}`,
      'With --job give a file of rules, or name only the job.',
    );
  const mapping = isRules ? ((await readJson('the mapping', given, terminal)) as Rules) : undefined;
  const records = from === undefined ? undefined : await readRecords(from, { terminal });
  const job = isRules ? named : given;
  if (job !== undefined)
    return api.call('testJobMapping', { job, mapping, records, sample }, { timeoutMs: PATIENCE_MS });
  if (mapping === undefined || records === undefined)
    throw new UsageFailure(
      'Rules alone say of no provider what to read',
      'Name with --job whose provider is meant.',
    );
  return api.call('testMapping', { mapping, records });
}

async function readRecords(from: string, { terminal }: Pick<CommandContext, 'terminal'>): Promise<Records> {
  const read = (await readJson('--records', from, terminal)) as Records[number] | Records;
  return Array.isArray(read) ? read : [read];
}
