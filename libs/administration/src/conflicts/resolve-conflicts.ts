import { MOST_RESOLVED, type RequestOf, type ResolvedConflicts } from '@evenkeel/contracts-admin';
import { SyncError, type JobId, type JsonObject } from '@evenkeel/domain';
import {
  Digest,
  Logger,
  Store,
  type ListedConflict,
  type SavedConflict,
  type Transaction,
} from '@evenkeel/ports';
import { assertStorable } from '../assert-storable.js';
import type { Caller, Terms } from '../caller.js';
import { InvalidRequest } from '../invalid-request.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { toConflictFilter } from './conflict-filter.js';
import { toConflictSummary } from './conflict-view.js';
import { decideStored, listsOfJob, type DecisionGrounds } from './decide-stored.js';

const MOST_EXAMPLES = 20;

type Rule = RequestOf<'resolveConflicts'>;

/** What the rule says of one conflict: the decision, or why it is left open. */
interface Ruled {
  readonly conflict: ListedConflict;
  readonly saved: SavedConflict | undefined;
  readonly problem: string | null;
}

/** One rule for many conflicts: first looked at, then decided as they were. */
export class ResolveConflictsUseCase {
  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.invalid` where a decision names no preview, and with `request.stale` where it was of other conflicts. */
  async resolve({ tenantId, actor }: Caller, rule: Rule, { seen }: Terms): Promise<ResolvedConflicts> {
    assertStorable(rule.fields, 'fields');
    if (!rule.preview && seen === undefined) {
      const message = 'is needed to decide many at once: the ETag that a preview of the same rule gave';
      throw new InvalidRequest([{ path: 'If-Match', message }]);
    }
    const answer = await this.store.of(tenantId).transaction(async (tx) => {
      const filter = await toConflictFilter(tx, rule, 'open');
      const listed = await tx.conflicts.list(filter, { after: null, limit: MOST_RESOLVED });
      const conflicts = rule.preview ? listed.items : await lockAll(tx, listed.items);
      const revision = this.revisionOf(conflicts);
      if (!rule.preview) assertRevision('The set of conflicts', revision, seen);
      const ruled = await applyRule(tx, conflicts, { rule, actor });
      if (!rule.preview) await tx.conflicts.save(ruled.flatMap(({ saved }) => saved ?? []));
      return toAnswer(ruled, { preview: rule.preview, revision, more: listed.next !== null });
    });
    if (!rule.preview) this.log.info('conflicts decided', { count: answer.decided, actor });
    return answer;
  }

  /** Another one for other conflicts, and once one of them has changed. */
  private revisionOf(conflicts: readonly ListedConflict[]): number {
    const text = conflicts.map(({ id, revision }) => `${id} ${revision}`).join('\n');
    return Number.parseInt(this.digest.of(text).slice(0, 7), 16);
  }
}

/** As they are now: one that was decided meanwhile has another revision. */
async function lockAll(
  tx: Transaction,
  listed: readonly ListedConflict[],
): Promise<readonly ListedConflict[]> {
  await tx.agreements.lockRecords(listed.map(({ recordId }) => recordId));
  const live = await tx.conflicts.lockLive(listed.map(({ referenceId }) => referenceId));
  return listed.map((one) => {
    const now = live.get(one.referenceId);
    return now?.id === one.id ? { ...one, ...now } : { ...one, revision: one.revision + 1 };
  });
}

async function applyRule(
  tx: Transaction,
  conflicts: readonly ListedConflict[],
  { rule, actor }: { readonly rule: Rule; readonly actor: string },
): Promise<readonly Ruled[]> {
  const at = (await tx.now()).toISOString();
  const grounds = await groundsOf(tx, conflicts);
  return conflicts.map((conflict) => {
    const { fields, others, reason } = rule;
    const ofIt = conflict.fields.flatMap(({ path }) =>
      fields[path] === undefined ? [] : [[path, fields[path]] as const],
    );
    const asked = { revision: conflict.revision, by: actor, reason, at, fields: Object.fromEntries(ofIt) };
    try {
      const saved = decideStored(
        conflict,
        others === undefined ? asked : { ...asked, others },
        grounds(conflict),
      );
      return { conflict, saved, problem: null };
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      return { conflict, saved: undefined, problem: error.message };
    }
  });
}

/** Conflicts share few jobs and types: one look-up for each of those. */
async function groundsOf(
  tx: Transaction,
  conflicts: readonly ListedConflict[],
): Promise<(conflict: ListedConflict) => DecisionGrounds> {
  const lists = new Map<JobId, DecisionGrounds['lists']>();
  const schemas = new Map<string, JsonObject | null>();
  for (const id of new Set(conflicts.map(({ jobId }) => jobId))) lists.set(id, await listsOfJob(tx, id));
  for (const name of new Set(conflicts.map(({ recordType }) => recordType)))
    schemas.set(name, (await tx.recordTypes.find(name))?.schema ?? null);
  const data = await tx.records.dataOf(conflicts.map(({ recordId }) => recordId));
  return ({ jobId, recordType, recordId }) => ({
    local: data.get(recordId) ?? {},
    schema: schemas.get(recordType) ?? null,
    lists: lists.get(jobId) ?? [],
  });
}

function toAnswer(
  ruled: readonly Ruled[],
  of: Pick<ResolvedConflicts, 'preview' | 'revision' | 'more'>,
): ResolvedConflicts {
  const decided = ruled.filter(({ problem }) => problem === null);
  const left = ruled.filter(({ problem }) => problem !== null);
  return {
    ...of,
    found: ruled.length,
    decided: decided.length,
    left: left.length,
    examples: [...left, ...decided]
      .slice(0, MOST_EXAMPLES)
      .map(({ conflict, problem }) => ({ conflict: toConflictSummary(conflict), problem })),
  };
}
