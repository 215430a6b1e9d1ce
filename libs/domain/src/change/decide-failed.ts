import { isRecoverable } from '../errors/error-class.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import type { FailedDecision, WriteRules } from './decision.js';

/**
 * A record that could not be read or mapped: tried again later in the same execution where that may pass. Without an id
 * nothing could be asked for once more.
 */
export function decideFailed(
  { outcome, externalId, problem }: Extract<PreparedRecord, { readonly kind: 'failed' }>,
  { triesAgain = false }: Pick<WriteRules, 'triesAgain'>,
): FailedDecision {
  const passes = outcome === 'errored' && externalId !== null && isRecoverable(problem.errorClass);
  return { kind: 'fail', outcome: triesAgain && passes ? 'retried' : outcome, problem };
}
