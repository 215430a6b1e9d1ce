/** References that are not what the listing of a run says of them, and some of their external ids. */
export interface ListingDifference {
  /** Still active, although the listing did not have them and nothing was decided to keep them. */
  readonly unlisted: number;
  readonly unlistedExamples: readonly string[];
  /** Inactive, although the listing had them and they were applied. */
  readonly inactive: number;
  readonly inactiveExamples: readonly string[];
}

/** What is wrong, in words; undefined: nothing is. */
export function describeDifference(difference: ListingDifference): string | undefined {
  const { unlisted, unlistedExamples, inactive, inactiveExamples } = difference;
  const parts = [
    ...(inactive === 0 ? [] : [`${listed('listed but inactive', inactive, inactiveExamples)}`]),
    ...(unlisted === 0 ? [] : [`${listed('not listed but active', unlisted, unlistedExamples)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function listed(what: string, count: number, examples: readonly string[]): string {
  const more = count > examples.length ? ', ...' : '';
  return `${count} ${count === 1 ? 'record is' : 'records are'} ${what}: ${examples.join(', ')}${more}`;
}
