import { API_PREFIX, type Operation } from '@evenkeel/contracts-admin';
import { entityTag, type Tagged } from './if-match.js';

/** What is said beside an answer, as the operation says of it: by the names of headers, in lower case. */
export function answerHeaders(
  { location, revision }: Operation,
  answer: unknown,
): Readonly<Record<string, string>> {
  return {
    ...(location === undefined
      ? {}
      : { location: `${API_PREFIX}${location.replace(':id', (answer as { readonly id: string }).id)}` }),
    // The tag is of what a person has set; what runs show changes beside it, so the answer may not be kept.
    ...(revision?.told ? { etag: entityTag(answer as Tagged), 'cache-control': 'no-store' } : {}),
  };
}
