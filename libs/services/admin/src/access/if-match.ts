import { InvalidRequest } from '@evenkeel/administration';

/** One entity tag (RFC 9110, 8.8.3) that holds a revision. What passes answers on may have made it a weak one. */
const REVISION_TAG = /^(?:(?:W\/)?"([0-9]{1,9})"|([0-9]{1,9}))$/;

/** The revision that a caller names in If-Match, as an ETag said it; undefined: any. Throws `request.invalid`. */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const [, quoted, plain] = REVISION_TAG.exec(header.trim()) ?? [];
  const revision = quoted ?? plain;
  if (revision !== undefined) return Number(revision);
  const message = 'must be one ETag, as the answer that shows it has it, for example "3"';
  throw new InvalidRequest([{ path: IF_MATCH.name, message }]);
}

/** What a person has set tells its revision, a record its version. */
export type Tagged = { readonly revision: number } | { readonly version: number };

export function entityTag(answer: Tagged): string {
  return `"${'revision' in answer ? answer.revision : answer.version}"`;
}

/** For the operations that change what a person may have changed meanwhile. */
export const IF_MATCH = {
  name: 'If-Match',
  description:
    'The ETag of what is changed, as you have seen it; refused with 412 if it has been changed since. Left out or `*`: whatever it is now.',
  schema: { type: 'string' },
};
