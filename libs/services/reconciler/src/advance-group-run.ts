import { decideGroupRun, type GroupRunId, type JobId } from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Ids, Store } from '@evenkeel/ports';

/** Asks for runs of those jobs of a group whose turn it is. Calling it once too often does nothing. */
export class AdvanceGroupRun {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  async advance(id: GroupRunId): Promise<void> {
    await this.store.transaction(async (tx) => {
      const run = await tx.groups.lockRun(id);
      if (run === undefined) return;
      const group = await tx.groups.find(run.groupId);
      const { start } = decideGroupRun(await tx.groups.members(id));
      for (const jobId of start) {
        const actor = `${run.actor} (group ${group?.name ?? run.groupId})`;
        const triggerId = this.ids.next();
        const named = { externalIds: null, mode: null } as const;
        await acceptTrigger(tx, { id: triggerId, jobId, kind: 'manual', actor, ...named });
        await tx.groups.saveTrigger(id, jobId, triggerId);
      }
    });
  }

  /** Those runs in which another job may have waited for this one; all of them if no job is named. */
  async advanceAll(jobId?: JobId): Promise<void> {
    const runs = await this.store.transaction(async (tx) => {
      const unfinished = await tx.groups.listUnfinished();
      if (jobId === undefined) return unfinished;
      const concerned: GroupRunId[] = [];
      for (const id of unfinished) {
        const members = await tx.groups.members(id);
        if (members.some((member) => member.jobId === jobId)) concerned.push(id);
      }
      return concerned;
    });
    for (const id of runs) await this.advance(id);
  }
}
