import type { JobId, TriggerId } from '@evenkeel/domain';
import type { Digest } from '@evenkeel/ports';

/**
 * The id of the trigger that a key stands for: the same key gives the same row, so that a request that is sent twice is
 * stored once. Laid out as a UUID of version 8 (RFC 9562, 5.8), which leaves its digits to us.
 */
export function triggerIdFor(digest: Digest, jobId: JobId, key: string): TriggerId {
  const hex = digest.of(`run ${jobId} ${key}`);
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
