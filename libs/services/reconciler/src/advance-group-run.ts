import { decideGroupRun, type GroupRunId } from '@evenkeel/domain';
import { acceptTrigger, attemptEach } from '@evenkeel/operations';
import { Ids, Store, type DueGroupRun, type DueJob } from '@evenkeel/ports';

/** Asks for runs of those jobs of a group whose turn it is. Calling it once too often does nothing. */
export class AdvanceGroupRun {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  async advance({ tenantId, groupRunId: id }: DueGroupRun): Promise<void> {
    await this.store.of(tenantId).transaction(async (tx) => {
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

  /** All that have not ended. */
  async advanceAll(): Promise<void> {
    const runs = await this.store.system.transaction((tx) => tx.due.groupRuns());
    await attemptEach(runs, (run) => this.advance(run));
  }

  /** Those in which another job may have waited for this one. */
  async advanceAfter({ tenantId, jobId }: DueJob): Promise<void> {
    const runs = await this.store.of(tenantId).transaction(async (tx) => {
      const unfinished = await tx.groups.listUnfinished();
      const concerned: GroupRunId[] = [];
      for (const id of unfinished) {
        const members = await tx.groups.members(id);
        if (members.some((member) => member.jobId === jobId)) concerned.push(id);
      }
      return concerned;
    });
    for (const groupRunId of runs) await this.advance({ tenantId, groupRunId });
  }
}
