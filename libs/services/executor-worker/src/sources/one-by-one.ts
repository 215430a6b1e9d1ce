import { CallPostponed } from '@evenkeel/domain';

/** Records read by id at the same time: a page of named records is many calls. */
const PARALLEL = 4;

/** Reads the records of a chunk by their ids, a few at the same time. */
export class OneByOne {
  private postponed: CallPostponed | undefined;

  /** Throws the `CallPostponed` that ended the results before. */
  throwIfPostponed(): void {
    if (this.postponed !== undefined) throw this.postponed;
  }

  /**
   * Results in the order of `named`. Where a call would have to wait too long they end before it, so that what was read is kept; the
   * next time it rejects with its `CallPostponed`, and at once where nothing was read before it.
   */
  async read<Named, Read>(
    named: readonly Named[],
    work: (name: Named) => Promise<Read>,
  ): Promise<readonly Read[]> {
    this.throwIfPostponed();
    const results: Read[] = [];
    for (let start = 0; start < named.length; start += PARALLEL) {
      const group = await Promise.allSettled(named.slice(start, start + PARALLEL).map(work));
      const { read, rest } = readOf(group);
      results.push(...read);
      if (rest === undefined) continue;
      this.postponed = rest;
      if (results.length === 0) throw rest;
      break;
    }
    return results;
  }
}

/** What came before the first call that was postponed. A failure counts for more: waiting would not help. */
function readOf<Read>(group: readonly PromiseSettledResult<Read>[]): {
  readonly read: readonly Read[];
  readonly rest?: CallPostponed;
} {
  const read: Read[] = [];
  let rest: CallPostponed | undefined;
  for (const each of group) {
    if (each.status === 'rejected' && !(each.reason instanceof CallPostponed)) throw each.reason as Error;
    if (each.status === 'rejected') rest ??= each.reason as CallPostponed;
    else if (rest === undefined) read.push(each.value);
  }
  return rest === undefined ? { read } : { read, rest };
}
