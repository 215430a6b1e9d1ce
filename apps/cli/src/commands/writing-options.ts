import type { AddJobRequest, JobView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import type { Terminal } from '../terminal/terminal.js';
import { readOption } from './derive-options.js';

/** Which way records go, and how they are written. Undefined: nothing; false: none of it any more. */
export interface WritingOptions {
  readonly direction?: JobView['direction'];
  readonly deletePolicy?: JobView['deletePolicy'];
  readonly createsUnpaired?: boolean;
  readonly pairBy?: readonly string[] | false;
  readonly replacesUnmapped?: boolean;
  readonly writesUnchecked?: boolean;
  readonly pushOnChange?: boolean;
  readonly conflictPolicy?: string | false;
}

export function addWritingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--direction <direction>', 'default inbound').choices([
        'inbound',
        'outbound',
        'bidirectional',
      ]),
    )
    .addOption(
      new Option(
        '--delete-policy <policy>',
        'of a job that writes, a record that is gone here: default ignore',
      ).choices(['ignore', 'delete', 'deactivate']),
    )
    .option('--creates-unpaired', 'the first run creates all, though the provider has records')
    .option('--pair-by <fields...>', 'of a job that writes: fields by which records on both sides are one')
    .option('--replaces-unmapped', 'an update may remove fields that the mapping does not name')
    .option('--writes-unchecked', 'bidirectional: what others change meanwhile may be written over')
    .option('--push-on-change', 'of a job that writes: what is changed here is sent at once')
    .option(
      '--conflict-policy <file|json>',
      'bidirectional: what decides where both sides changed the same; default the newest change',
    );
}

/** What takes back what was said before. */
export function addWritingUndoOptions(command: Command): Command {
  return command
    .option('--no-creates-unpaired', 'the first run goes only where the provider has none')
    .option('--no-pair-by', 'of a job that writes: no records on both sides are one')
    .option('--no-replaces-unmapped', 'an update removes nothing that is not mapped')
    .option('--no-writes-unchecked', 'bidirectional: nothing is written over unseen')
    .option('--no-push-on-change', 'what is changed here waits for a run')
    .option('--no-conflict-policy', 'bidirectional: the newest change wins');
}

type WritingFields = Pick<
  AddJobRequest,
  | 'direction'
  | 'deletePolicy'
  | 'createsUnpaired'
  | 'pairBy'
  | 'replacesUnmapped'
  | 'writesUnchecked'
  | 'pushOnChange'
  | 'conflictPolicy'
>;

export async function readWritingFields(
  terminal: Terminal,
  { pairBy: pairs, conflictPolicy: text, ...given }: WritingOptions,
): Promise<WritingFields> {
  const policy = await readOption({ name: '--conflict-policy', text, none: null }, terminal);
  const conflictPolicy = policy as WritingFields['conflictPolicy'];
  const { direction, deletePolicy, createsUnpaired, replacesUnmapped, writesUnchecked, pushOnChange } = given;
  const pairBy = pairs === false ? [] : pairs && [...pairs];
  return {
    direction,
    deletePolicy,
    createsUnpaired,
    pairBy,
    replacesUnmapped,
    writesUnchecked,
    pushOnChange,
    conflictPolicy,
  };
}
