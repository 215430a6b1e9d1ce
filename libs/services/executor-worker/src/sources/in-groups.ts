/** Records read by id at the same time: a page of named records is many calls. */
const READ_ONE_PARALLEL = 4;

/** Works on a few of them at the same time; the results are in the order of `named`. */
export async function inGroups<Named, Read>(
  named: readonly Named[],
  work: (name: Named) => Promise<Read>,
): Promise<Read[]> {
  const results: Read[] = [];
  for (let start = 0; start < named.length; start += READ_ONE_PARALLEL) {
    results.push(...(await Promise.all(named.slice(start, start + READ_ONE_PARALLEL).map(work))));
  }
  return results;
}
