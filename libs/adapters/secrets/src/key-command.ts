import { spawnSync } from 'node:child_process';

const WRAPPED = 'wrapped:';
/** A key service of another machine may have to be asked. */
const PATIENCE_MS = 30_000;

/** What a key command did not do; it never shows a key. */
export class KeyCommandFailure extends Error {}

export function holdsWrapped(keys: string): boolean {
  return keys.includes(WRAPPED);
}

/**
 * Keys of which those that begin with `wrapped:` are given as an external key service wrapped them. The command is called for each,
 * without a shell: `COMMAND unwrap`, with the wrapped text on its standard input; it prints the key. Throws {@link KeyCommandFailure}.
 */
export function unwrapKeys(keys: string, command: string): string {
  return keys
    .split(/[\s,]+/)
    .map((each) =>
      each.startsWith(WRAPPED) ? callCommand(command, 'unwrap', each.slice(WRAPPED.length)) : each,
    )
    .join(',');
}

/** As `unwrapKeys` takes it: `COMMAND wrap` gets the key on its standard input, and prints it wrapped. */
export function wrapKey(key: string, command: string): string {
  return `${WRAPPED}${callCommand(command, 'wrap', key)}`;
}

function callCommand(command: string, what: 'wrap' | 'unwrap', input: string): string {
  const [file = '', ...given] = command.split(/\s+/).filter((each) => each !== '');
  const { status, stdout, error, signal } = spawnSync(file, [...given, what], {
    input: `${input}\n`,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    // What it has to say to people goes where our own words go.
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const printed = stdout?.trim() ?? '';
  // A command that needs no input may end without having read it.
  const problem = error !== undefined && 'code' in error && error.code === 'EPIPE' ? undefined : error;
  if (problem === undefined && status === 0 && /^[^\s,]+$/.test(printed)) return printed;
  const ended = problem?.message ?? (status === 0 ? 'printed no key' : `ended with ${status ?? signal}`);
  throw new KeyCommandFailure(`\`${file} ${what}\` ${ended}`);
}
