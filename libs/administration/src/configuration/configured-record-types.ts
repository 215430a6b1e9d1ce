import { MOST_COUNTED, NO_FACTS, type ConfigurationFacts, type JsonObject } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { ManageRecordTypes } from '../record-types/manage-record-types.js';
import {
  ConfiguredKind,
  type Afterwards,
  type FoundObject,
  type ListedObject,
  type SavedObject,
  type WantedObject,
} from './configured-kind.js';
import { allOf } from './found-object.js';

export class ConfiguredRecordTypes extends ConfiguredKind {
  readonly kind = 'RecordType';

  constructor(private readonly types: ManageRecordTypes) {
    super();
  }

  async list(tx: Transaction): Promise<readonly ListedObject[]> {
    const types = await allOf((request) => tx.recordTypes.list(request));
    return types.map(({ id, name, schema, match, sensitive }) => ({
      ...{ id, name, boundTo: null },
      opened: { schema, match, sensitive } as unknown as JsonObject,
    }));
  }

  async add(tx: Transaction, wanted: WantedObject): Promise<SavedObject> {
    const { id } = await this.save(tx, wanted);
    return { id, afterwards: () => this.types.followUp(tx.tenantId, wanted.name) };
  }

  async change(tx: Transaction, wanted: WantedObject): Promise<Afterwards> {
    await this.save(tx, wanted);
    return () => this.types.followUp(tx.tenantId, wanted.name);
  }

  private async save(tx: Transaction, { name, opened }: WantedObject): Promise<{ readonly id: string }> {
    const type = await this.types.lock(tx, name);
    await this.types.save(tx, type, opened);
    return type;
  }

  async remove(tx: Transaction, { name }: FoundObject, { tenantId }: Caller): Promise<Afterwards> {
    await this.types.drop(tx, await this.types.lock(tx, name));
    return () => this.types.followRemoval(tenantId, name);
  }

  async facts(tx: Transaction, { name }: FoundObject): Promise<ConfigurationFacts> {
    const jobs = await tx.jobs.listOfRecordType(name);
    let records = 0;
    for (const { connectionId, definition } of jobs)
      if (records < MOST_COUNTED)
        records += await tx.candidates.countActive(
          { connectionId, stream: definition.stream, recordType: name },
          MOST_COUNTED,
        );
    return { ...NO_FACTS, jobs: jobs.length, records };
  }
}
