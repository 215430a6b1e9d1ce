import {
  EditRecordUseCase,
  ManageQuarantine,
  ResolveConflictUseCase,
  SettlePushUseCase,
  type Caller,
} from '@evenkeel/administration';
import { DEFAULT_TENANT, type JsonObject } from '@evenkeel/domain';
import { adminService } from '@evenkeel/service-admin';
import { People } from '../../workload/people.js';
import { Resolver, type Provided } from '../../world/resolver.js';
import { PEOPLE } from '../two-way-job.js';

/** Two who work here, and do not know of each other. */
const CALLERS = ['ada', 'ben'].map((actor): Caller => ({
  tenantId: DEFAULT_TENANT,
  actor,
  roles: ['admin'],
}));
const terms = { signal: new AbortController().signal, seen: undefined };

export interface Settling {
  readonly push: string;
  readonly outcome: 'applied' | 'not_applied';
  readonly externalId: string | null;
}

/** What people ask of an engine that writes: beside runs also edits, and the settling of what is in doubt. */
export class TwoWayPeople extends People {
  private readonly desk: Resolver;
  private turns = 0;

  constructor(ports: readonly Provided[]) {
    super(ports);
    this.desk = new Resolver([adminService], ports);
  }

  async create(data: JsonObject): Promise<void> {
    await this.edits.create(this.caller, { type: PEOPLE, data, set: {} });
  }

  /** A field that is set to null is taken away. */
  async set(record: string, field: string, value: string | null): Promise<void> {
    const change = value === null ? { set: {}, unset: [field] } : { set: { [field]: value }, unset: [] };
    await this.edits.change(this.caller, { record, ...change }, terms);
  }

  async delete(record: string): Promise<void> {
    await this.edits.delete(this.caller, { record }, terms);
  }

  async restore(record: string): Promise<void> {
    await this.edits.change(this.caller, { record, set: {}, unset: [], active: true }, terms);
  }

  async settle(settling: Settling): Promise<void> {
    const reason = 'seen there';
    await this.desk.get(SettlePushUseCase).settle(this.caller, { ...settling, reason });
  }

  /** Which side a conflict is decided for, in all fields that are open. */
  async decide(conflict: string, side: 'local' | 'remote'): Promise<void> {
    const asked = { conflict, fields: {}, others: side, reason: 'so it is' };
    await this.desk.get(ResolveConflictUseCase).resolve(this.caller, asked, terms);
  }

  async release(quarantined: string): Promise<void> {
    const reason = 'it is looked into';
    await this.desk.get(ManageQuarantine).release(this.caller, { quarantined, reason });
  }

  private get edits(): EditRecordUseCase {
    return this.desk.get(EditRecordUseCase);
  }

  private get caller(): Caller {
    this.turns += 1;
    return CALLERS[this.turns % CALLERS.length]!;
  }
}
