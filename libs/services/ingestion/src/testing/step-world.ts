import { newId, seedJob, type Seeded } from '@evenkeel/conformance';
import {
  compileOutMapping,
  decidePush,
  referenceSetOf,
  type JobDefinition,
  type JsonObject,
  type PushDecision,
  type PushedRecord,
  type PushSlice,
} from '@evenkeel/domain';
import type { NewIntent, PushEntry } from '@evenkeel/ports';
import { pageOf, sourceRecord, type Claimed } from './ingestion-world.js';
import { MatchWorld, person } from './match-world.js';

interface Held {
  readonly data: JsonObject;
  readonly version: number;
  readonly modifiedAt: string;
}

/** A provider that a job keeps records in step with: it holds what it is given, and says when that was. */
export class StepProvider {
  readonly held = new Map<string, Held>();
  /** What it was sent that changed something, in its order. */
  readonly writes: JsonObject[] = [];
  private made = 0;

  constructor(
    readonly name: string,
    readonly seeded: Seeded,
  ) {}

  get job() {
    return this.seeded.job;
  }

  /** What its own people say of a record. */
  puts(externalId: string, data: JsonObject, modifiedAt = soon()): void {
    this.held.set(externalId, { data, version: (this.held.get(externalId)?.version ?? 0) + 1, modifiedAt });
  }

  says(externalId: string): JsonObject | undefined {
    return this.held.get(externalId)?.data;
  }

  take({ kind, externalId, data }: NewIntent['operation']): string {
    this.writes.push(kind === 'delete' ? { deleted: externalId } : data);
    this.made += kind === 'create' ? 1 : 0;
    const id = externalId ?? `${this.name}-made${this.made}`;
    if (kind === 'delete') this.held.delete(id);
    else
      this.puts(
        id,
        Object.fromEntries(
          Object.entries({ ...this.says(id), ...data }).filter(([, value]) => value !== null),
        ),
      );
    return id;
  }
}

let steps = 0;
/** Each later than all before, and about now. */
export function soon(): string {
  steps += 1;
  return new Date(Date.now() + steps).toISOString();
}

/** Providers whose records jobs keep in step with one record type, by what is really sent to them. */
export class StepWorld extends MatchWorld {
  async provider(name: string, definition: Partial<JobDefinition>): Promise<StepProvider> {
    const seeded = await seedJob(this.tenant, {
      direction: 'bidirectional',
      createsUnpaired: true,
      deletePolicy: 'delete',
      ...definition,
    });
    return new StepProvider(name, seeded);
  }

  /** The first half of a run. */
  async reads(provider: StepProvider): Promise<Claimed> {
    const records = Array.from(provider.held, ([id, { data, version, modifiedAt }]) =>
      person(id, data, { version: String(version), modifiedAt }),
    );
    return this.lists(provider, records, { observedAt: soon() });
  }

  /** The second half: what is pending is sent, and the answers are applied. Gives how many writes there were. */
  async sends(provider: StepProvider): Promise<number> {
    const sending = await this.startsToSend(provider);
    await this.isAnswered(provider, sending);
    return sending.intents.length;
  }

  /** What is sent is on its way from here on. */
  async startsToSend({ job }: StepProvider): Promise<Sending> {
    const slice: PushSlice = { kind: 'push', select: 'changed' };
    const run = await this.claimedOf(job, {}, slice);
    const set = referenceSetOf(job);
    const intents = await this.tenant.transaction(async (tx) => {
      const records = await tx.pushPages.next({ jobId: job.id, set, slice, after: null, limit: 100 });
      const looked = records.map((record) => ({ record, decision: decidePush(record, rulesOf(job)) }));
      const made = looked.flatMap(({ record, decision }) => intentOf(job.id, record, decision));
      const entries = looked.map((one) => entryOf(one, made));
      const page = { chunkId: run.chunk.id, cursorIn: null, cursorOut: null, entries };
      await tx.pushPages.freeze(page, made, { set, executionId: run.execution.id, isRead: true });
      await tx.pushIntents.markSent(made.map(({ id }) => id));
      return made;
    });
    return { run, intents };
  }

  async isAnswered(provider: StepProvider, { run, intents }: Sending): Promise<void> {
    await this.tenant.transaction((tx) =>
      tx.pushIntents.answer(
        intents.map(({ id, operation }) => {
          const externalId = provider.take(operation);
          const held = provider.held.get(externalId);
          const [version, record] = [String(held?.version ?? 0), held?.data ?? null];
          const modifiedAt = held?.modifiedAt ?? null;
          return {
            id,
            state: 'answered',
            result: { kind: 'written', externalId, version, modifiedAt, record },
          };
        }),
      ),
    );
    await this.apply({ ...pageOf(run, 0, [], { cursorOut: null, observedAt: soon() }), pushed: 0 });
    await this.tenant.transaction((tx) => tx.executions.save({ ...run.execution, status: 'completed' }));
  }

  /** The provider tells that it has a record no more. */
  async gone(provider: StepProvider, externalId: string): Promise<void> {
    const run = await this.claimedOf(provider.job, { lane: 'single' });
    const told = sourceRecord(externalId, { data: null, gone: 'announced' });
    await this.apply(pageOf(run, 0, [told], { cursorOut: null, observedAt: soon() }));
    await this.tenant.transaction((tx) => tx.executions.save({ ...run.execution, status: 'completed' }));
  }

  /** A whole run. */
  async runs(provider: StepProvider): Promise<number> {
    await this.reads(provider);
    return this.sends(provider);
  }
}

interface Sending {
  readonly run: Claimed;
  readonly intents: readonly NewIntent[];
}

function rulesOf(job: StepProvider['job']): Parameters<typeof decidePush>[1] {
  return {
    filter: () => true,
    check: () => undefined,
    map: compileOutMapping([]),
    policy: 'upsert',
    deletePolicy: job.definition.deletePolicy,
    abilities: { checksVersion: true },
    precautions: { compares: false, update: 'fields' },
    twoWay: { join: { lists: [] }, mappingRevision: job.revision },
  };
}

function intentOf(jobId: string, record: PushedRecord, decision: PushDecision): readonly NewIntent[] {
  if (decision.kind !== 'send') return [];
  const id = newId();
  const { sent, agreed, decidedOn, ...operation } = decision.write;
  return [
    {
      ...{ id, jobId, recordId: record.recordId, recordVersion: record.version, sent },
      referenceId: record.reference?.id ?? null,
      operation: { intentId: id, ...operation },
      ...(agreed && { agreed }),
      ...(decidedOn && { decidedOn }),
      call: { key: id, position: 0 },
    },
  ];
}

function entryOf(
  { record, decision }: { readonly record: PushedRecord; readonly decision: PushDecision },
  intents: readonly NewIntent[],
): PushEntry {
  const { recordId, version: recordVersion, reference } = record;
  return {
    ...{ recordId, recordVersion },
    referenceId: reference?.id ?? null,
    externalId: reference?.externalId ?? null,
    intentId: intents.find((intent) => intent.recordId === recordId)?.id ?? null,
    outcome: decision.kind === 'send' ? null : decision.outcome,
    problem: decision.kind === 'fail' ? decision.problem : null,
  };
}
