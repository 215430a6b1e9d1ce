import { attemptEach } from '@evenkeel/operations';
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
    const opening = unanswered.map((trigger) => () => this.executions.open(trigger));
    const beginning = jobs.map((job) => () => this.waiting.begin(job));
    await attemptEach([...opening, ...beginning], (work) => work());
  }
}
