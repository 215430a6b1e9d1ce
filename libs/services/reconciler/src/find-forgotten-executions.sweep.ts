import { describeProblem } from '@evenkeel/domain';
import { Store, Sweep } from '@evenkeel/ports';
import { BeginWaitingExecution } from './begin-waiting-execution.js';
import { OpenExecution } from './open-execution.js';

const FORGOTTEN_AFTER_MS = 5_000;
const TRIGGERS_A_ROUND = 100;

/** Opens what was accepted but never opened, and begins what waits although nothing is in its way. */
export class FindForgottenExecutions extends Sweep {
  readonly everyMs = 5_000;

  constructor(
    private readonly store: Store,
    private readonly executions: OpenExecution,
    private readonly waiting: BeginWaitingExecution,
  ) {
    super();
  }

  async run(): Promise<void> {
    const { unanswered, jobs } = await this.store.system.transaction(async (tx) => ({
      unanswered: await tx.due.triggers(FORGOTTEN_AFTER_MS, TRIGGERS_A_ROUND),
      jobs: await tx.due.waitingJobs(),
    }));
    const failures: unknown[] = [];
    // One that fails every time must not keep the others from their turn.
    const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
    for (const trigger of unanswered) await attempt(this.executions.open(trigger));
    for (const job of jobs) await attempt(this.waiting.begin(job));
    if (failures.length > 0) throw new AggregateError(failures, describeProblem(failures[0]).message);
  }
}
