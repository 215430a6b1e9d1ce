import { API_PREFIX, type Operation } from '@evenkeel/contracts-admin';
import type { Response } from 'express';
import { entityTag, type Tagged } from './if-match.js';

/** Says in headers what the operation says of its answer. */
export function setAnswerHeaders(
  { location, revision }: Operation,
  answer: unknown,
  response: Response,
): void {
  if (location !== undefined) {
    response.location(`${API_PREFIX}${location.replace(':id', (answer as { readonly id: string }).id)}`);
  }
  if (revision?.told) {
    // The tag is of what a person has set; what runs show changes beside it, so the answer may not be kept.
    const tag = entityTag(answer as Tagged);
    response.header('etag', tag).header('cache-control', 'no-store');
  }
}
