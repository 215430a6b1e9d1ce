import { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from 'kafkajs';
import { TookTooLong } from './deadline.js';
import { isOutage, isTopicMissing } from './outage.js';

const connection = new KafkaJSConnectionError('refused', {});
const exceeded = new KafkaJSNumberOfRetriesExceeded(connection, {
  retryCount: 3,
  retryTime: 1,
  cause: connection,
} as never);

describe('an error is an outage', () => {
  it.each([
    ['when the connection is refused', connection],
    ['when the retries end with a refused connection', exceeded],
    ['when something took too long', new TookTooLong('Publishing', 1)],
    [
      'when the broker says that it may be tried again',
      { type: 'NOT_COORDINATOR_FOR_GROUP', retriable: true },
    ],
  ])('%s', (_when, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    ['when it is a defect', new TypeError('no')],
    ['when the broker says that it is for good', { type: 'TOPIC_AUTHORIZATION_FAILED', retriable: false }],
    ['when kafkajs wraps a defect', new KafkaJSNonRetriableError(new TypeError('no'))],
    ['when there is none', undefined],
  ])('but not %s', (_when, error) => {
    expect(isOutage(error)).toBe(false);
  });

  it('and a missing topic is found in what kafkajs wraps around it', () => {
    const missing = Object.assign(new Error('no such topic'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
    expect(isTopicMissing({ name: 'KafkaJSNonRetriableError', cause: missing })).toBe(true);
    expect(isTopicMissing(connection)).toBe(false);
  });
});
