import { attemptEach, ConnectorSessions } from '@evenkeel/operations';
import { Store, Sweep, type ConnectorStream, type DueJob, type Transaction } from '@evenkeel/ports';
import { ExecutorSettings } from '../executor-settings.js';
import { settleIntents } from './settle-intents.js';

const DOUBTFUL = ['sent', 'in_doubt'] as const;
/** Of one job in one round: a provider is not asked for more because much is in doubt. */
const AT_ONCE = 20;
/** A provider that does not answer must not keep the others waiting. */
const PATIENCE_MS = 60_000;

/** Finds out what became of writes whose answer was lost, whatever became of the run that made them. */
export class SettlePushes extends Sweep {
  readonly everyMs = 2_000;

  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly settings: ExecutorSettings,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.store.system.read((tx) =>
      tx.due.looseIntents(DOUBTFUL, this.settings.callTimes.longestMs),
    );
    await attemptEach(due, (ofJob) => this.lookInto(ofJob));
  }

  private async lookInto({ tenantId, jobId }: DueJob): Promise<void> {
    const tenant = this.store.of(tenantId);
    const { callTimes } = this.settings;
    const found = await tenant.transaction(async (tx) => ({
      ...(await load(tx, jobId)),
      intents: await tx.pushIntents.loose(jobId, DOUBTFUL, AT_ONCE, callTimes.longestMs),
    }));
    if (found.called === undefined || found.intents.length === 0) return;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const session = this.sessions.open(found.called, { signal, share: 'reserved' });
    const stream: ConnectorStream = await session.stream(found.stream);
    const { writes } = stream;
    if (writes !== undefined) await settleIntents({ tenant, writes, stream, callTimes }, found.intents);
  }
}

async function load(tx: Transaction, jobId: string) {
  const job = await tx.jobs.find(jobId);
  const connection = job && (await tx.connections.find(job.connectionId));
  if (job === undefined || connection === undefined) return { called: undefined, stream: '' };
  const sealed = await tx.connections.sealedCredentials(connection.id);
  return { called: { connection, sealed }, stream: job.definition.stream };
}
