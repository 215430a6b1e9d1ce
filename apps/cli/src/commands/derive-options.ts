import type { AddJobRequest } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { readJson } from '../read-json.js';
import type { Terminal } from '../terminal/terminal.js';
import { wholeNumber } from './list-options.js';

/** What may be said of records beside the one that a mapping makes. Undefined: nothing; false: none of it any more. */
export interface DeriveOptions {
  readonly derive?: string | false;
  readonly links?: string | false;
  readonly parkedAfter?: number;
}

export function addDeriveOptions(command: Command): Command {
  return command
    .option('--derive <file|json>', 'derive rules as a JSON list: further records, made of parts of a record')
    .option('--links <file|json>', 'link rules as a JSON list: records of other streams that a record names')
    .addOption(
      new Option(
        '--parked-after <hours>',
        'when a record that waits for another is told as a failure: default 168',
      ).argParser(wholeNumber),
    );
}

type DeriveFields = Pick<AddJobRequest, 'derive' | 'links' | 'parkedAfterHours'>;

/** As the API takes it: it names what does not fit. */
export async function readDeriveFields(
  terminal: Terminal,
  { derive, links, parkedAfter }: DeriveOptions,
): Promise<DeriveFields> {
  const none: readonly never[] = [];
  return {
    derive: (await readOption({ name: '--derive', text: derive, none }, terminal)) as DeriveFields['derive'],
    links: (await readOption({ name: '--links', text: links, none }, terminal)) as DeriveFields['links'],
    parkedAfterHours: parkedAfter,
  };
}

interface TextOption {
  readonly name: string;
  readonly text: string | false | undefined;
  /** What there is where the option takes it back. */
  readonly none: unknown;
}

export async function readOption({ name, text, none }: TextOption, terminal: Terminal): Promise<unknown> {
  if (text === undefined) return undefined;
  return text === false ? none : readJson(name, text, terminal);
}
