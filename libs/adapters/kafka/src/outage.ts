/** Errors of kafkajs that mean: the broker is away, restarting or electing; trying again later helps. */
const OUTAGES = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSStaleTopicMetadataAssignment',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
  'TookTooLong',
]);

interface KafkaError {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly retriable?: unknown;
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
}

/** Whether somewhere in its chain of causes an error says that the broker is away for now. */
export function isOutage(error: unknown): boolean {
  return someCause(error, ({ name, type, retriable }) =>
    type !== undefined ? retriable === true : OUTAGES.has(String(name)),
  );
}

/** Whether an error says that a topic is gone. */
export function isTopicMissing(error: unknown): boolean {
  return someCause(error, ({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION');
}

export function someCause(error: unknown, test: (error: KafkaError) => boolean): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const each = error as KafkaError;
  const inner = [
    each.cause,
    each.originalError,
    ...(Array.isArray(each.errors) ? (each.errors as unknown[]) : []),
  ];
  return test(each) || inner.some((cause) => cause !== error && someCause(cause, test));
}
