import { runRequested } from '@evenkeel/contracts-messages';
import { decideGroupRun, type GroupRunId, type JobId } from '@evenkeel/domain';
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
        const trigger = {
          id: this.ids.next(),
          jobId,
          kind: 'manual',
          actor,
          externalIds: null,
          mode: null,
        } as const;
        await tx.triggers.insert(trigger);
        await tx.groups.saveTrigger(id, jobId, trigger.id);
        await tx.outbox.add(runRequested, [{ triggerId: trigger.id, jobId }]);
      }
    });
  }

  /** Those runs in which somebody may have waited for this job; all of them if no job is named. */
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
