import { decideChangeRun, type ChangeRunDecision, type JobId } from '@evenkeel/domain';
import { acceptTrigger, attemptEach } from '@evenkeel/operations';
import { Clock, Ids, Logger, Store, Sweep, type DueJob } from '@evenkeel/ports';

/** What was left behind waits for seconds at least. */
const LOOKS_AT_LEFT_EVERY = 20;

/**
 * Asks for runs of what was changed here, of jobs that push at once. It looks at rows alone: whatever made a change, and whatever was lost on the way, is found
 * here. Each job is looked at under its lock, so any number of schedulers ask once.
 */
export class PushLocalChanges extends Sweep {
  readonly everyMs = 50;
  private round = 0;
  /** Jobs that wait for something else, and until when they are not looked at. */
  private waiting: ReadonlyMap<JobId, number> = new Map();

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    super();
  }

  async run(): Promise<void> {
    this.round += 1;
    const withLeft = this.round % LOOKS_AT_LEFT_EVERY === 0;
    const due = await this.store.system.read((tx) => tx.due.changedJobs(withLeft ? 'any' : 'fresh'));
    const nowMs = this.clock.monotonicMs();
    this.waiting = new Map([...this.waiting].filter(([, untilMs]) => untilMs > nowMs));
    await attemptEach(
      due.filter(({ jobId }) => !this.waiting.has(jobId)),
      (ofJob) => this.look(ofJob),
    );
  }

  private async look(ofJob: DueJob): Promise<void> {
    const { jobId } = ofJob;
    const decision = await this.ask(ofJob);
    if (decision.kind === 'wait')
      this.waiting = new Map([...this.waiting, [jobId, this.clock.monotonicMs() + decision.forMs]]);
    if (isRun(decision)) this.log.debug('run of local changes asked for', { jobId, kind: decision.kind });
  }

  private async ask({ tenantId, jobId }: DueJob): Promise<ChangeRunDecision> {
    return this.store.of(tenantId).transaction(async (tx) => {
      // Most looks end here, without a lock.
      const seen = decideChangeRun(await tx.changeRuns.factsOf(jobId));
      if (!isRun(seen)) return seen;
      const job = await tx.jobs.lock(jobId);
      if (job === undefined || job.removedAt !== undefined || !job.definition.pushOnChange) return NOTHING;
      const decided = decideChangeRun(await tx.changeRuns.factsOf(jobId));
      if (!isRun(decided)) return decided;
      const named = { externalIds: null, mode: null } as const;
      await acceptTrigger(tx, {
        id: this.ids.next(),
        jobId,
        kind: 'change',
        actor: 'local changes',
        ...named,
      });
      return decided;
    });
  }
}

const NOTHING: ChangeRunDecision = { kind: 'nothing' };

function isRun({ kind }: ChangeRunDecision): boolean {
  return kind === 'few' || kind === 'many';
}
