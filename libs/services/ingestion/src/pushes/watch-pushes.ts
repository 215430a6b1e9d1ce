import {
  engineWrites,
  fieldsOfRuns,
  watchFlips,
  type Agreement,
  type EngineWrite,
  type PushIntent,
} from '@evenkeel/domain';
import type { Transaction, WatchedWrites } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';

type Pushed = PushIntent & { readonly agreed: Agreement; readonly referenceId: string };

/**
 * Keeps what was written to the provider because of another run, before its answers are applied: where the provider puts it back, and that comes back here, and so on, no person
 * wants it (C27). What a person changed here is kept only of records that are watched already: there it begins anew.
 */
export async function watchPushes(
  tx: Transaction,
  { jobId, twoWay, digest }: ApplyContext,
  intents: readonly PushIntent[],
): Promise<void> {
  const pushed = intents.filter(isTaken);
  if (twoWay === undefined || pushed.length === 0) return;
  const references = pushed.map(({ referenceId }) => referenceId);
  const records = pushed.map(({ recordId }) => recordId);
  const [changes, data] = [await tx.agreements.changesOf(jobId, records), await tx.records.dataOf(records)];
  const before = await tx.agreements.find(references);
  const watched = await tx.flipFlops.of(references);
  const atMs = (await tx.now()).getTime();
  const kept = pushed.flatMap(({ referenceId, recordId, agreed }): readonly WatchedWrites[] => {
    const ofRuns = fieldsOfRuns(data.get(recordId) ?? {}, changes.get(recordId) ?? []);
    const written = engineWrites(before.get(referenceId)?.local ?? agreed.local, agreed.local, {
      ...{ to: 'remote', atMs, digest },
      isAsked: (path) => !ofRuns.has(path),
    } as const);
    const earlier = watched.get(referenceId)?.writes;
    if (earlier === undefined && written.every(isOfPerson)) return [];
    const watch = watchFlips(earlier ?? [], written, twoWay.policy.flipFlopLimit);
    const path = watch.kind === 'quarantine' ? watch.path : null;
    return [{ referenceId, jobId, recordId, writes: watch.writes, path }];
  });
  await tx.flipFlops.save(kept);
}

function isTaken(intent: PushIntent): intent is Pushed {
  const { state, operation, result, referenceId, agreed } = intent;
  const isOfUpdate = state === 'answered' && operation.kind === 'update' && result?.kind === 'written';
  return isOfUpdate && referenceId !== null && agreed !== undefined;
}

function isOfPerson({ isAsked }: EngineWrite): boolean {
  return isAsked;
}
