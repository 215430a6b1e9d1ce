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
  description:
    'Sent twice with one key, it is one run: the second answer is the first one again. The same key with another request is refused with 409.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
