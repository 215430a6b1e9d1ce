import { meaningOf, referenceSetOf, type ErrorEntry, type JobId } from '@evenkeel/domain';
import { applyAnswers, attemptEach, type AppliedAnswer } from '@evenkeel/operations';
import { Digest, Ids, Store, Sweep, type DueJob, type StoredIntent, type Transaction } from '@evenkeel/ports';
import { concludeConflicts, type PushedRecordOf } from './conclude-conflicts.js';

const SETTLED = ['planned', 'answered'] as const;
const AT_ONCE = 1_000;

/**
 * Applies answers that came after their page was applied, or after their run had ended, and lets go of what was frozen and never sent: its records
 * are pushed by a later run.
 */
export class ApplySettled extends Sweep {
  readonly everyMs = 1_000;

  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly ids: Ids,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.store.system.read((tx) => tx.due.looseIntents(SETTLED));
    await attemptEach(due, (ofJob) => this.apply(ofJob));
  }

  private async apply({ tenantId, jobId }: DueJob): Promise<void> {
    const digest = (text: string) => this.digest.of(text);
    await this.store.of(tenantId).transaction(async (tx) => {
      const found = await tx.pushIntents.loose(jobId, SETTLED, AT_ONCE);
      for (const chunkId of [...new Set(found.map((intent) => intent.chunkId))].sort()) {
        // The fence: what holds of its intents now holds until the end.
        await tx.chunks.lock(chunkId);
      }
      const loose = await tx.pushIntents.loose(jobId, SETTLED, AT_ONCE);
      const locked = await tx.pushIntents.lock(loose.map(({ id }) => id));
      await applyLoose(tx, { jobId, digest, nextId: () => this.ids.next() }, locked);
    });
  }
}

/** Its run has told of it already, or has ended. */
function noteOf(
  { id, operation, recordId }: StoredIntent,
  answers: ReadonlyMap<string, AppliedAnswer>,
): readonly ErrorEntry[] {
  const note = answers.get(id)?.note;
  if (note === undefined) return [];
  const problem = { ...note, message: `Record ${recordId}: ${note.message}` };
  return [{ phase: 'pushing', externalId: operation.externalId, problem, attempt: 1 }];
}

interface Settling {
  readonly jobId: JobId;
  readonly digest: (text: string) => string;
  readonly nextId: () => string;
}

function referenceOf(
  answers: ReadonlyMap<string, AppliedAnswer>,
): (intent: StoredIntent) => readonly PushedRecordOf[] {
  return ({ id, plannedAt }) => {
    const referenceId = answers.get(id)?.referenceId ?? null;
    return referenceId === null ? [] : [{ referenceId, plannedAt }];
  };
}

async function applyLoose(
  tx: Transaction,
  { jobId, digest, nextId }: Settling,
  intents: readonly StoredIntent[],
): Promise<void> {
  const job = await tx.jobs.find(jobId);
  if (job === undefined || intents.length === 0) return;
  const planned = intents.filter(({ state }) => state === 'planned');
  await tx.pushPages.letGo(planned.map(({ id }) => id));
  await tx.pushIntents.remove(planned.map(({ id }) => id));
  const answered = intents.filter(({ state }) => state === 'answered');
  const left = planned.map(({ recordId }) => recordId);
  for (const executionId of new Set(answered.map((intent) => intent.executionId))) {
    const ofExecution = answered.filter((intent) => intent.executionId === executionId);
    const answers = await applyAnswers(tx, { set: referenceSetOf(job), executionId, digest }, ofExecution);
    await tx.errorLog.add(
      executionId,
      ofExecution.flatMap((intent) => noteOf(intent, answers)),
    );
    const isDone = ({ id }: StoredIntent) => meaningOf(answers.get(id)?.outcome ?? 'in_doubt').isApplied;
    const done = ofExecution.filter(isDone);
    await tx.pushAnswers.forgetChanges(jobId, done);
    if (job.definition.direction === 'bidirectional')
      await concludeConflicts(tx, { jobId, executionId, nextId }, done.flatMap(referenceOf(answers)));
    left.push(...ofExecution.filter((intent) => !isDone(intent)).map(({ recordId }) => recordId));
  }
  await tx.pushAnswers.keepChanges(jobId, left);
}
