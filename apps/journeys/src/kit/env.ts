import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a journey takes from the environment it runs in. */
export const surroundings = {
  /** For the programs that journeys start: nothing of ours may leak into them unasked. */
  inherited: pick(['PATH', 'HOME', 'JAVA_HOME', 'TMPDIR', 'EVENKEEL_KAFKA_HOME', 'NODE_COMPILE_CACHE']),
  /** Whether a local Kafka can be started: the test command has found out, or was told by hand. */
  hasKafka:
    process.env['KAFKA_BROKERS'] !== undefined || process.env['EVENKEEL_JOURNEYS_MAY_START_KAFKA'] === 'true',
  /** Where a program of others is in `PATH`; undefined: nowhere. */
  programOf: (name: string): string | undefined =>
    (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((file) => existsSync(file)),
  /** How long everything is to go wrong, and in which way. Short where nothing is said: the test command has ten minutes. */
  chaos: {
    minutes: Number(process.env['EVENKEEL_CHAOS_MINUTES'] ?? 0.5),
    seed: Number(process.env['EVENKEEL_CHAOS_SEED'] ?? 1),
  },
  /** Of the stories that share an installation, those that were asked for; without any, all. */
  stories: process.env['EVENKEEL_JOURNEYS_STORIES']?.split(','),
  /** A Python that has dlt, for the benchmark. */
  dltPython: process.env['EVENKEEL_DLT_PYTHON'] ?? 'python3',
  /** Records that are read in slices: a multiple of 2,500. */
  slicedRecords: Number(process.env['EVENKEEL_SLICES_RECORDS'] ?? 20_000),
  /** Records that wait for one other. */
  parkedRecords: Number(process.env['EVENKEEL_PARKED_RECORDS'] ?? 3_000),
} as const;

function pick(names: readonly string[]): Readonly<Record<string, string>> {
  const given = names.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
