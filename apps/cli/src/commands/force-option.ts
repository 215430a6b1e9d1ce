import { flagText } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';

export interface ForceOptions {
  readonly force?: boolean | undefined;
}

/** Of what edits a thing that documents of configuration may manage. */
export function addForceOption(command: Command): Command {
  return command.option(
    '--force',
    'also where documents of configuration manage it; they change it back when they are applied',
  );
}

/** In a body: said only where it is meant. */
export function forced({ force }: ForceOptions): { readonly force?: true } {
  return force === true ? { force } : {};
}

/** The same in a query. */
export function forcedText({ force = false }: ForceOptions): { readonly force?: 'true' | 'false' } {
  return force ? { force: flagText(true) } : {};
}
