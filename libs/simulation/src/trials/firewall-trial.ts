import { randomUUID } from 'node:crypto';
import type { Postgres } from '@evenkeel/adapter-postgres';
import {
  DEFAULT_TENANT,
  JOB_DEFAULTS,
  type Connection,
  type DeleteCeiling,
  type Job,
} from '@evenkeel/domain';
import type { Store } from '@evenkeel/ports';
import { SeededRandom } from '../world/seeded-random.js';
import { TrialEngine } from './trial-engine.js';
import { OneProvider, TrialProvider, type Glitch, type TrialStream } from './trial-provider.js';

export const GLITCHES = ['half', 'empty', 'truncated', 'shifting'] as const satisfies readonly Glitch[];
export type TrialKind = (typeof GLITCHES)[number];

export interface TrialResult {
  readonly kind: TrialKind;
  readonly seed: number;
  /** Records that were inactive although the provider had them, over all runs. */
  readonly falselyInactivated: number;
  /** Records that were gone before the last two complete runs and are active after them. */
  readonly missed: number;
  readonly deleted: number;
  /** How many runs left inactivations to a person. */
  readonly asked: number;
}

interface Draw {
  readonly stream: TrialStream;
  readonly ceiling: DeleteCeiling;
  /** Whether all approvals that wait are granted, without looking. */
  readonly grants: boolean;
}

/** Deletions of one trial: few enough that no ceiling keeps them from being found. */
const MOST_DELETED = 3;

/**
 * One provider over four runs: everything is loaded; then a listing goes wrong, after or while some records are really deleted; then it
 * lists rightly twice. Nothing that it still has may ever be inactive, and in the end everything that it no longer has must be.
 */
export async function tryFirewall(
  postgres: Postgres,
  kind: TrialKind,
  seed: number,
  /** The store as the engine sees it. */
  alter?: (store: Store) => Store,
): Promise<TrialResult> {
  const random = new SeededRandom(seed).fork(kind);
  const { stream, ceiling, grants } = draw(kind, random);
  const provider = new TrialProvider(stream, random.fork('provider'));
  const engine = new TrialEngine(postgres, new OneProvider(provider), alter);
  const job = await addJob(postgres, ceiling);
  const tally = { falselyInactivated: 0, asked: 0 };
  const run = async (): Promise<void> => {
    await engine.run(job.id);
    tally.falselyInactivated += await countFalse(postgres, job, provider);
    for (const approvalId of await waiting(postgres, job)) {
      tally.asked += 1;
      if (!grants) continue;
      await grant(postgres, approvalId);
      await engine.run(job.id, { kind: 'approval', approvalId });
      tally.falselyInactivated += await countFalse(postgres, job, provider);
    }
  };
  try {
    await run();
    if (kind !== 'shifting') provider.deleteSome(MOST_DELETED);
    provider.become(kind);
    await run();
    provider.become('none');
    await run();
    await run();
    const gone = await inactiveOf(postgres, job);
    const deleted = stream.records - provider.records.size;
    return { kind, seed, deleted, missed: deleted - gone.size, ...tally };
  } finally {
    await engine.stop();
  }
}

/** A stream of which only what is true of it is declared: offsets that shift are never stable, nor is a listing that lies a little. */
function draw(kind: TrialKind, random: SeededRandom): Draw {
  const records = 20 + random.below(60);
  const mayBeStable = kind === 'half' || kind === 'empty';
  const stream: TrialStream = {
    records,
    // At most some pages, so that a shifting listing loses no more records than a run may inactivate.
    pageSize: Math.ceil(records / (2 + random.below(MOST_DELETED))),
    listing: mayBeStable && random.chance(0.3) ? 'stable' : 'shifting',
    readOne: random.chance(0.7),
  };
  const ceiling = random.chance(0.5) ? JOB_DEFAULTS.deleteCeiling : { percent: 10, records: MOST_DELETED };
  // A person who grants what no reading can confirm vouches for it: that is not for the engine to judge.
  return { stream, ceiling, grants: stream.readOne && stream.listing === 'shifting' && random.chance(0.5) };
}

async function addJob(postgres: Postgres, deleteCeiling: DeleteCeiling): Promise<Job> {
  const id = randomUUID();
  const connection: Connection = {
    id,
    tenantId: DEFAULT_TENANT,
    name: `trial-${id}`,
    connector: 'trial',
    settings: {},
    quota: null,
    retry: null,
    path: 'auto',
    status: 'active',
    statusReason: null,
    revision: 1,
  };
  const definition = {
    ...JOB_DEFAULTS,
    stream: 'records',
    recordType: 'record',
    mode: 'full',
    deleteCeiling,
  } as const;
  const job: Job = {
    id: randomUUID(),
    tenantId: DEFAULT_TENANT,
    connectionId: id,
    name: `trial-${id}`,
    revision: 1,
    definition,
  };
  await tenantOf(postgres).transaction(async (tx) => {
    await tx.connections.insert(connection, null);
    await tx.jobs.insert(job);
  });
  return job;
}

async function countFalse(postgres: Postgres, job: Job, { records }: TrialProvider): Promise<number> {
  const inactive = await inactiveOf(postgres, job);
  return [...inactive].filter((id) => records.has(id)).length;
}

async function inactiveOf(
  postgres: Postgres,
  { connectionId, definition }: Job,
): Promise<ReadonlySet<string>> {
  const { stream, recordType } = definition;
  const all = Array.from({ length: 100 }, (_, n) => `r${String(n).padStart(4, '0')}`);
  const references = await tenantOf(postgres).transaction((tx) =>
    tx.references.find({ connectionId, stream, recordType }, all),
  );
  return new Set(references.filter(({ inactive }) => inactive === true).map(({ externalId }) => externalId));
}

async function waiting(postgres: Postgres, { id: jobId }: Job): Promise<readonly string[]> {
  const { items } = await tenantOf(postgres).transaction((tx) =>
    tx.inactivationApprovals.list({ jobId, state: 'waiting' }, { after: null, limit: 10 }),
  );
  return items.map(({ id }) => id);
}

async function grant(postgres: Postgres, id: string): Promise<void> {
  await tenantOf(postgres).transaction(async (tx) => {
    const approval = await tx.inactivationApprovals.lock(id);
    if (approval === undefined) throw new Error(`There is no approval ${id}`);
    await tx.inactivationApprovals.save({
      ...approval,
      state: 'granted',
      decidedBy: 'trial',
      decidedAt: await tx.now(),
    });
  });
}

function tenantOf({ store }: Postgres) {
  return store.of(DEFAULT_TENANT);
}
