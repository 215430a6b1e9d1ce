import {
  canonicalText,
  changedTargets,
  flowsOf,
  policyOf,
  rebase,
  type Agreement,
  type CompiledConflictPolicy,
  type Job,
  type JsonObject,
  type RecordType,
  type SharedRules,
  type TargetFlow,
} from '@evenkeel/domain';
import { mergerOf, type RecordMerger, type TypeCheck } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';

/** How a job that goes both ways joins the two sides of a record. */
export interface TwoWay {
  readonly policy: CompiledConflictPolicy;
  readonly flows: readonly TargetFlow[] | undefined;
  /** Of its mapping. */
  readonly revision: number;
  readonly fits: (record: JsonObject) => boolean;
  /** How records of several sources are made of these, and whose word counts more. */
  readonly merge: RecordMerger;
  readonly ranking: SharedRules['ranking'];
  /** Whether the job has a filter, so that records may leave it. */
  readonly isFiltered: boolean;
  /** What was agreed on under an earlier mapping: of targets that it lacked, or made in another way, nothing is known. */
  readonly underThisMapping: (tx: Transaction, agreement: Agreement) => Promise<Agreement>;
}

/** How a job joins what it reads with what others changed, where another job of its type goes both ways. */
export type SourceBeside = Pick<TwoWay, 'fits' | 'underThisMapping'>;

/** Undefined: the job goes one way. */
export function twoWayOf(
  job: Job,
  type: RecordType | undefined,
  check: TypeCheck | undefined,
): TwoWay | undefined {
  const { direction, mapping, filter } = job.definition;
  if (direction !== 'bidirectional') return undefined;
  return {
    policy: policyOf(job.definition),
    flows: flowsOf(mapping),
    revision: job.revision,
    merge: mergerOf(type),
    ranking: type?.match ?? {},
    isFiltered: filter !== null,
    ...sourceBeside(job, check),
  };
}

export function sourceBeside(job: Job, check: TypeCheck | undefined): SourceBeside {
  // By revision: each record that was agreed on under another mapping asks for the same.
  const changedSince = new Map<number, ReturnType<typeof changedTargets>>();
  return {
    fits: (record) => check === undefined || check.check(canonicalText(record)).length === 0,
    underThisMapping: async (tx, agreement) => {
      const { mappingRevision, contested } = agreement;
      if (mappingRevision === job.revision) return agreement;
      let changed = changedSince.get(mappingRevision);
      if (changed === undefined) {
        const before = await tx.jobs.find(job.id, mappingRevision);
        const { mapping } = job.definition;
        changed = before === undefined ? ['$'] : changedTargets(before.definition.mapping, mapping);
        changedSince.set(mappingRevision, changed);
      }
      return { ...rebase(agreement, job.revision, changed), contested };
    },
  };
}
