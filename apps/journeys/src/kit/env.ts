/** What a journey takes from the environment it runs in. */
export const surroundings = {
  /** For the programs that journeys start: nothing of ours may leak into them unasked. */
  inherited: pick(['PATH', 'HOME', 'JAVA_HOME', 'TMPDIR', 'EVENKEEL_KAFKA_HOME']),
  /** A broker that runs already. */
  brokers: process.env['KAFKA_BROKERS'],
} as const;

function pick(names: readonly string[]): Readonly<Record<string, string>> {
  const given = names.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
