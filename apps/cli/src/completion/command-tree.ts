import type { Command, Option } from 'commander';

/** A word that may come next. */
export interface Word {
  readonly word: string;
  readonly meaning: string;
}

/** What may follow the words so far. */
export interface CommandPlace {
  /** Commands from the program on, for example `evenkeel jobs add`. */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
  /** What may follow an option, by its flags; empty where anything may. */
  readonly values: readonly { readonly flags: readonly string[]; readonly choices: readonly string[] }[];
}

/** Every place of a command line, the program itself first. */
export function placesOf(program: Command): readonly CommandPlace[] {
  const everywhere = program.options;
  const walk = (command: Command, path: string): readonly CommandPlace[] => [
    placeOf(command, path, everywhere),
    ...command.commands.flatMap((each) => walk(each, `${path} ${each.name()}`)),
  ];
  return walk(program, program.name());
}

function placeOf(command: Command, path: string, everywhere: readonly Option[]): CommandPlace {
  const options = [...new Set([...command.options, ...everywhere])].filter(({ hidden }) => !hidden);
  return {
    path,
    commands: command.commands.map((each) => ({
      word: each.name(),
      meaning: firstLine(each.summary() || each.description()),
    })),
    options: [
      ...options.flatMap((option) =>
        flagsOf(option).map((word) => ({ word, meaning: firstLine(option.description) })),
      ),
      { word: '--help', meaning: 'show what there is' },
    ],
    values: options
      .filter(({ required, optional }) => required || optional)
      .map((option) => ({ flags: flagsOf(option), choices: option.argChoices ?? [] })),
  };
}

function flagsOf({ short, long }: Option): readonly string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

function firstLine(text: string): string {
  return (text.split(/\n/, 1)[0] ?? '').trim();
}
