import type { Connection, Execution, Job } from '@evenkeel/domain';
import { DEFAULT_TENANT, JOB_DEFAULTS } from '@evenkeel/domain';
import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { CancelExecution, RequestRunUseCase, ResumeExecution } from '@evenkeel/service-admin';
import { Invariants } from './invariants.js';
import type { Mechanism } from './mechanism.js';
import { Monitor } from './monitor.js';
import { ScriptedProvider, STREAM } from './scripted-provider.js';
import { SeededIds } from './seeded-ids.js';
import { SeededRandom } from './seeded-random.js';
import { SilentLogger } from './silent-ports.js';
import { SimulatedBus } from './simulated-bus.js';
import { SimulatedProcess, type Role, type Surroundings } from './simulated-process.js';
import { StatementGates } from './statement-gates.js';
import { VirtualTime } from './virtual-time.js';

const ROLES: readonly Role[] = ['control', 'executor', 'ingestion'];
const JOB = 'everything';

export interface WorldOptions {
  readonly url: string;
  readonly seed: number;
  readonly without?: Mechanism | undefined;
}

/** Everything that one seed decides about: processes, people, the bus, the provider and time. */
export class World {
  readonly random: SeededRandom;
  readonly bus: SimulatedBus;
  readonly gates = new StatementGates();
  readonly time = new VirtualTime();
  readonly provider: ScriptedProvider;
  readonly invariants: Invariants;
  private readonly around: Omit<Surroundings, 'wake'>;
  private readonly processes = new Map<Role, SimulatedProcess>();
  private readonly user: Postgres;
  private readonly closing: Promise<void>[] = [];
  private readonly wantedRelays: Role[] = [];
  private lives = 0;

  private constructor(
    { url, seed, without }: WorldOptions,
    readonly monitor: Monitor,
  ) {
    this.random = new SeededRandom(seed);
    this.bus = new SimulatedBus(this.random, { lose: 0.1, double: 0.2 });
    this.provider = new ScriptedProvider(this.random, 3 + this.random.below(20), 1 + this.random.below(6));
    this.invariants = new Invariants(monitor);
    const ids = new SeededIds(this.random);
    const { bus, gates, time, provider, random } = this;
    this.around = { url, bus, gates, time, provider, random, ids, without };
    const databaseClock = () => time.now();
    this.user = createPostgres({ url, poolSize: 4, gate: gates.of('user'), databaseClock });
    this.user.outbox.onAdded(() => void this.wantedRelays.push('control'));
  }

  static async create(options: WorldOptions): Promise<World> {
    const monitor = await Monitor.connect(options.url);
    const world = new World(options, monitor);
    await world.addJob(options.url);
    for (const role of ROLES) world.launch(role);
    return world;
  }

  process(role: Role): SimulatedProcess {
    const process = this.processes.get(role);
    if (process === undefined) throw new Error(`There is no ${role} process`);
    return process;
  }

  async run(): Promise<void> {
    await new RequestRunUseCase(this.user.store, this.around.ids, new Sha256Digest()).request(
      JOB,
      { actor: 'somebody', mode: 'full' },
      undefined,
    );
  }

  async cancel(executionId: string): Promise<void> {
    await new CancelExecution(this.user.store, new SilentLogger()).cancel(executionId, 'somebody');
  }

  async resume(executionId: string): Promise<void> {
    await new ResumeExecution(this.user.store, new SilentLogger()).resume(executionId, 'somebody');
  }

  crash(role: Role): void {
    this.closing.push(this.process(role).crash());
    this.launch(role);
  }

  async executions(): Promise<readonly Pick<Execution, 'id' | 'status'>[]> {
    return this.monitor.rows<{ id: string; status: Execution['status'] }>(
      'select id, status from execution order by id',
    );
  }

  async close(): Promise<void> {
    for (const process of this.processes.values()) this.closing.push(process.crash());
    this.gates.crash('user');
    await Promise.all([...this.closing, this.user.close()]);
    await this.monitor.close();
  }

  /** A process whose last commits added messages that it has not published. */
  takeWantedRelay(): Role | undefined {
    return this.wantedRelays.shift();
  }

  private launch(role: Role): void {
    const wake = (): void => void this.wantedRelays.push(role);
    this.processes.set(role, SimulatedProcess.launch(role, ++this.lives, { ...this.around, wake }));
  }

  /** Before the curtain rises: nothing of this can be overtaken. */
  private async addJob(url: string): Promise<void> {
    const postgres = createPostgres({ url, poolSize: 1 });
    const connection: Connection = {
      id: this.around.ids.next(),
      tenantId: DEFAULT_TENANT,
      name: 'scripted',
      connector: 'scripted',
      settings: {},
      status: 'active',
      statusReason: null,
    };
    const job: Job = {
      id: this.around.ids.next(),
      tenantId: DEFAULT_TENANT,
      connectionId: connection.id,
      name: JOB,
      revision: 1,
      definition: { ...JOB_DEFAULTS, stream: STREAM, recordType: 'thing' },
    };
    await postgres.store.transaction(async (tx) => {
      await tx.connections.insert(connection, null);
      await tx.jobs.insert(job);
    });
    await postgres.close();
  }
}
