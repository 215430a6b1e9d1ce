import { decideNext, isUnderWay, type Execution, type ExecutionId } from '@evenkeel/domain';
import { ExecutionMetrics, loadPinned } from '@evenkeel/operations';
import { Ids, Logger, Random, Store, type DueExecution, type Transaction } from '@evenkeel/ports';
import { carryOut } from './acts/carry-out.js';
import { applyControls } from './apply-controls.js';
import { loadFacts, loadSituation } from './load-facts.js';

/** Looks at a running execution under its lock and does what it needs next. Calling it once too often does nothing. */
export class CoordinateExecution {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly metrics: ExecutionMetrics,
    private readonly log: Logger,
    private readonly random: Random,
  ) {}

  async coordinate({ tenantId, executionId }: DueExecution): Promise<void> {
    const ended = await this.store.of(tenantId).transaction((tx) => this.doNext(tx, executionId));
    if (ended === undefined) return;
    this.metrics.countEnded(ended);
    this.log.info('execution ended', { executionId, status: ended.status, reason: ended.reason?.kind });
  }

  private async doNext(tx: Transaction, executionId: ExecutionId): Promise<Execution | undefined> {
    const locked = await tx.executions.lock(executionId);
    if (locked === undefined) return undefined;
    const now = await tx.now();
    const execution = await applyControls(tx, locked, now);
    if (execution.status !== 'running') return undefined;
    const situation = await loadSituation(tx, execution, now);
    // Most messages find it so, one for every page: nothing more is read for them.
    if (isUnderWay(situation)) return undefined;
    const loaded = await loadPinned(tx, execution);
    const facts = await loadFacts(tx, situation, loaded);
    const { ids, random } = this;
    return carryOut(decideNext(facts), { ...facts, ...loaded, tx, ids, random });
  }
}
