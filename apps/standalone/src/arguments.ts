import { parseArgs } from 'node:util';

export interface StandaloneArguments {
  readonly help: boolean;
  /** Runs the sample job; off: serves only. */
  readonly demo: boolean;
  /** Ends after the sample run, with its exit code. */
  readonly once: boolean;
  /** The receipt as one line of JSON on standard output, everything else on standard error. */
  readonly json: boolean;
  /** Size of the sandbox provider. */
  readonly records: number;
  /** Undefined: what the environment says. */
  readonly dataDirectory: string | undefined;
  readonly port: number | undefined;
}

export class WrongArguments extends Error {}

export const HELP = `Evenkeel in one process: a database of its own, all services, and a sandbox provider to sync from.

  --once            run the sample job, then stop with its exit code: 0 balanced, 1 failed
  --json            with --once: print the receipt as one line of JSON, and nothing else, on standard output
  --records N       records that the sandbox provider has (default 1000)
  --no-demo         no sandbox and no sample job: serve only
  --data-dir PATH   where the database and the key are kept (default .evenkeel/standalone)
  --port N          port of the admin API (default 4180, another one if it is taken)
  --help            this text

Settings from the environment are described in docs/config.md.`;

const DEFAULT_RECORDS = 1_000;

/** Throws {@link WrongArguments} with a message for the person who typed them. */
export function readArguments(args: readonly string[]): StandaloneArguments {
  const values = parse(args);
  const once = values.once ?? false;
  const json = values.json ?? false;
  const demo = values.demo ?? true;
  if (json && !once) throw new WrongArguments('--json needs --once: without it there is no end to print');
  if (once && !demo) throw new WrongArguments('--once runs the sample job: it cannot go with --no-demo');
  return {
    help: values.help ?? false,
    demo,
    once,
    json,
    records: readNumber('--records', values.records, { from: 0, to: 10_000_000 }) ?? DEFAULT_RECORDS,
    dataDirectory: values['data-dir'],
    port: readNumber('--port', values.port, { from: 0, to: 65_535 }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        help: { type: 'boolean' },
        demo: { type: 'boolean' },
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        records: { type: 'string' },
        'data-dir': { type: 'string' },
        port: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(
  name: string,
  text: string | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= from && number <= to) return number;
  throw new WrongArguments(`${name} takes a whole number from ${from} to ${to}, not "${text}"`);
}
