import type { KeyRotationView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { addApiKeyCommands } from './api-keys.js';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';

export function addKeyCommands(program: Command, surroundings: CliSurroundings): void {
  const keys = program
    .command('keys')
    .summary('Make and revoke API keys; change the keys that secrets are sealed with')
    .description(
      'API keys, with which people and programs call; and, to rotate, the keys that stored secrets are sealed with: those of EVENKEEL_SECRET_KEY, the newest first',
    );
  addApiKeyCommands(keys, surroundings);
  keys
    .command('rotate')
    .description(
      'Seal all secrets again that are not sealed with the newest key; may be interrupted and run again',
    )
    .action(action(surroundings, rotate));
}

interface Rotation {
  readonly checked: number;
  readonly resealed: number;
  readonly unopened: KeyRotationView['unopened'];
}

/** What a process with the keys of before sealed behind a walk is found by the one after it. */
async function rotate(context: CommandContext): Promise<ExitCode> {
  const first = await walk(context);
  const second = first.resealed === 0 ? first : await walk(context);
  const rotation = { ...second, resealed: first.resealed + (second === first ? 0 : second.resealed) };
  show(context, rotation, describeRotation);
  return rotation.unopened.length > 0 ? EXIT.failed : EXIT.ok;
}

async function walk({ api }: CommandContext): Promise<Rotation> {
  let [checked, resealed] = [0, 0];
  const unopened: KeyRotationView['unopened'] = [];
  for (let after: string | null = null; ;) {
    const step: KeyRotationView = await api.call('rotateKeys', { after });
    checked += step.checked;
    resealed += step.resealed;
    unopened.push(...step.unopened);
    if (step.next === null) return { checked, resealed, unopened };
    after = step.next;
  }
}

function describeRotation({ checked, resealed, unopened }: Rotation): readonly string[] {
  const sealed = `${resealed} of ${checked} secrets were sealed again`;
  if (unopened.length === 0)
    return [
      sealed,
      'All are sealed with the newest key. Once every process was started with it, the others can be taken out of EVENKEEL_SECRET_KEY.',
    ];
  return [
    sealed,
    `${unopened.length} cannot be opened with the keys that there are:`,
    ...unopened.map(({ kind, owner, message }) => `  ${kind} of ${owner}: ${message}`),
    'Add the key of that time to EVENKEEL_SECRET_KEY, or give these secrets again; then run this again.',
  ];
}
