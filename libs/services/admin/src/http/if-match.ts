import { InvalidRequest } from '@evenkeel/administration';

/** The revision that a caller names in If-Match, as an ETag said it; undefined: any. Throws `request.invalid`. */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = /^"?([0-9]{1,9})"?$/.exec(header.trim())?.[1];
  if (revision !== undefined) return Number(revision);
  throw new InvalidRequest([{ path: 'If-Match', message: 'must be the ETag of the job, for example "3"' }]);
}

export function entityTag({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/** For the operations that change what a person may have changed meanwhile. */
export const IF_MATCH = {
  name: 'If-Match',
  description:
    'The ETag of what is changed, as you have seen it; refused with 412 if it has been changed since. Left out or `*`: whatever it is now.',
  schema: { type: 'string' },
};
