import type { ConflictQuery } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { readTime } from './read-time.js';

const KINDS = [
  'delete_vs_change',
  'version',
  'timestamp',
  'multi_source',
  'data',
] as const satisfies NonNullable<ConflictQuery['kind']>[];

export type FilterOptions = Pick<ConflictQuery, 'job' | 'type' | 'record' | 'kind' | 'field' | 'since'>;

/** What says which conflicts are meant. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--job <job>', 'only those of this job (name or id)')
    .option('--type <type>', 'only of records of this type')
    .option('--record <record>', 'only of this record (its id)')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(KINDS))
    .option('--since <time>', 'only those that changed since then', readTime);
}
