import type { JobView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { wholeNumber } from './list-options.js';

/** What others are told of a job, beyond what becomes of its runs. */
export interface TellingOptions {
  readonly freshnessTarget?: number | false;
  readonly recordEvents?: JobView['recordEvents'];
}

export function addTellingOptions(command: Command): Command {
  return command
    .option(
      '--freshness-target <minutes>',
      'people are told where its last success is longer ago',
      wholeNumber,
    )
    .addOption(
      new Option('--record-events <what>', 'an event for each changed record: default off').choices([
        'off',
        'fields',
        'values',
      ]),
    );
}

export function addTellingUndoOptions(command: Command): Command {
  return command.option('--no-freshness-target', 'how long its last success is ago does not matter');
}

export function tellingFields({ freshnessTarget, recordEvents }: TellingOptions) {
  return {
    freshnessTargetMinutes: freshnessTarget === false ? null : freshnessTarget,
    recordEvents,
  };
}
