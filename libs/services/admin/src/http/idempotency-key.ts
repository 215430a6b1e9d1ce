import { InvalidRequest } from '@evenkeel/administration';
import { idempotencyKey } from '@evenkeel/contracts-admin';

/** The header as it came, or undefined if there was none. Throws `request.invalid`. */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  const { success, data, error } = idempotencyKey.optional().safeParse(header);
  if (success) return data;
  throw new InvalidRequest(error.issues.map(({ message }) => ({ path: 'Idempotency-Key', message })));
}

/** For the operations that open a run. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Sent twice with one key, it is one run',
};
