import { NO_FACTS, type ConfigurationFacts } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { findGroup } from '../groups/find-group.js';
import { ManageGroups } from '../groups/manage-groups.js';
import {
  ConfiguredKind,
  type FoundObject,
  type ListedObject,
  type SavedObject,
  type WantedObject,
} from './configured-kind.js';

export class ConfiguredGroups extends ConfiguredKind {
  readonly kind = 'Group';

  constructor(private readonly groups: ManageGroups) {
    super();
  }

  async list(tx: Transaction): Promise<readonly ListedObject[]> {
    const found: ListedObject[] = [];
    for (const { id, name, jobIds } of await tx.groups.list()) {
      const jobs: string[] = [];
      for (const jobId of jobIds) jobs.push((await tx.jobs.find(jobId))?.name ?? jobId);
      found.push({ id, name, boundTo: null, opened: { jobs } });
    }
    return found;
  }

  async add(tx: Transaction, { name, opened }: WantedObject): Promise<SavedObject> {
    const { id } = await this.groups.insert(tx, name, opened['jobs'] as readonly string[]);
    return { id, afterwards: null };
  }

  async change(tx: Transaction, { opened }: WantedObject, { id }: FoundObject): Promise<null> {
    await this.groups.change(tx, await findGroup(tx, id), opened['jobs'] as readonly string[]);
    return null;
  }

  async remove(tx: Transaction, { id }: FoundObject): Promise<null> {
    await this.groups.drop(tx, id);
    return null;
  }

  facts(): Promise<ConfigurationFacts> {
    return Promise.resolve(NO_FACTS);
  }
}
