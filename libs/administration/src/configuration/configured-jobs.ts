import type { RequestOf } from '@evenkeel/contracts-admin';
import { MOST_COUNTED, NO_FACTS, type ConfigurationFacts, type JsonObject } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { AddJobUseCase } from '../jobs/add-job.js';
import { ChangeJobUseCase, lockJob } from '../jobs/change-job.js';
import { RemoveJobUseCase } from '../jobs/remove-job.js';
import { typesOf } from '../jobs/types-of.js';
import { KeepRecordView } from '../record-types/keep-record-view.js';
import {
  ConfiguredKind,
  type Afterwards,
  type FoundObject,
  type ListedObject,
  type SavedObject,
  type WantedObject,
} from './configured-kind.js';
import { allOf } from './found-object.js';

export class ConfiguredJobs extends ConfiguredKind {
  readonly kind = 'Job';

  constructor(
    private readonly adding: AddJobUseCase,
    private readonly changing: ChangeJobUseCase,
    private readonly removing: RemoveJobUseCase,
    private readonly view: KeepRecordView,
  ) {
    super();
  }

  async list(tx: Transaction): Promise<readonly ListedObject[]> {
    const jobs = await allOf((request) => tx.jobs.list(request));
    const names = new Map(jobs.map(({ id, name }) => [id, name]));
    const connections = await allOf((request) => tx.connections.list(request));
    const connectionNames = new Map(connections.map(({ id, name }) => [id, name]));
    return jobs.map(({ id, name, connectionId, definition }) => {
      const connection = connectionNames.get(connectionId) ?? connectionId;
      const dependsOn = definition.dependsOn.flatMap((needed) => names.get(needed) ?? []);
      const opened = { ...(definition as unknown as JsonObject), connection, dependsOn };
      return { id, name, boundTo: null, opened };
    });
  }

  async add(tx: Transaction, { name, opened }: WantedObject): Promise<SavedObject> {
    const job = await this.adding.insert(tx, { ...opened, name } as unknown as RequestOf<'addJob'>);
    return { id: job.id, afterwards: this.keepViews(tx.tenantId, typesOf(job.definition)) };
  }

  async change(tx: Transaction, { opened }: WantedObject, { id }: FoundObject): Promise<Afterwards> {
    await tx.jobs.lockDependencies();
    const job = await lockJob(tx, id);
    const next = await this.changing.save(tx, job, opened);
    return this.keepViews(tx.tenantId, typesOf((next ?? job).definition));
  }

  async remove(tx: Transaction, { id }: FoundObject, caller: Caller): Promise<Afterwards> {
    await tx.jobs.lockDependencies();
    await this.removing.begin(tx, await lockJob(tx, id), { actor: caller.actor, detach: false });
    return () => this.removing.finish(caller, id);
  }

  async facts(tx: Transaction, { id }: FoundObject): Promise<ConfigurationFacts> {
    const job = await tx.jobs.find(id);
    if (job === undefined) return NO_FACTS;
    const { connectionId, definition } = job;
    const { stream, recordType } = definition;
    const records = await tx.candidates.countActive({ connectionId, stream, recordType }, MOST_COUNTED);
    const [going] = await tx.executions.listUnended(id, 1);
    return { ...NO_FACTS, records, isRunning: going !== undefined };
  }

  private keepViews(tenantId: string, types: readonly string[]): Afterwards {
    return async () => {
      for (const type of types) await this.view.keep(tenantId, type);
    };
  }
}
