/** The broker for specs, which the test command provides. Undefined: those specs are skipped, visibly. */
export function kafkaBrokers(): string | undefined {
  return process.env['KAFKA_BROKERS'];
}
