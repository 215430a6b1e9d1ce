import { parseArgs } from 'node:util';
import { FAULTS, parseFaults, type ProviderOptions } from '@evenkeel/connector-simulator/provider';

export interface SandboxFlags {
  readonly provider: Partial<ProviderOptions>;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws an error whose message says what is wrong with it. */
export function readFlags(args: readonly string[]): SandboxFlags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      seed: { type: 'string' },
      records: { type: 'string' },
      'page-size': { type: 'string' },
      latency: { type: 'string' },
      faults: { type: 'string' },
      token: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.faults !== undefined) parseFaults(values.faults);
  const provider: Partial<ProviderOptions> = {
    ...wholeNumber('port', values.port),
    ...wholeNumber('seed', values.seed),
    ...wholeNumber('records', values.records),
    ...wholeNumber('pageSize', values['page-size'], '--page-size'),
    ...wholeNumber('latencyMs', values.latency, '--latency'),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.faults === undefined ? {} : { faults: values.faults }),
    ...(values.token === undefined ? {} : { token: values.token }),
  };
  return { provider, json: values.json, help: values.help };
}

function wholeNumber(option: keyof ProviderOptions, text: string | undefined, flag = `--${option}`) {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${flag} takes a whole number, not "${text}"`);
  return { [option]: Number(text) };
}

export const HELP = `A provider to try Evenkeel against: real HTTP, seeded records, any fault.

  --port N        default: a free one      --host HOST     default: 127.0.0.1
  --records N     per stream, 1000         --seed N        1
  --page-size N   100                      --latency MS    0
  --token TEXT    asked of every caller    --json          print the address as JSON
  --faults RULES  for example rate-limit:every=5:seconds=2,malformed:page=3:times=1
                  conditions: stream=name page=n every=n after=n times=n

Faults may also be given to one caller by its base URL (/faults/RULES), or changed
while it runs (POST /_control). GET /_stats tells what was asked.

${Object.entries(FAULTS)
  .map(([name, meaning]) => `  ${name.padEnd(15)} ${meaning}`)
  .join('\n')}`;
