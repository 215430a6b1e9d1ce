import { SyncError, type JsonObject, type SourceRecord } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  type ConnectorContext,
  type PageRequest,
  type SourcePage,
  type StreamDescription,
  type Timers,
} from '@evenkeel/ports';
import type { SeededRandom } from './seeded-random.js';

export const STREAM = 'things';

/** The other side of a simulated world: a few records that change while they are listed, in pages by id. */
export class ScriptedProvider {
  private readonly versions: number[];
  private flaky = true;

  constructor(
    private readonly random: SeededRandom,
    records: number,
    readonly pageSize: number,
  ) {
    this.versions = Array.from({ length: records }, () => 1);
  }

  /** From now on every call succeeds. */
  calmDown(): void {
    this.flaky = false;
  }

  edit(): void {
    const index = this.random.below(this.versions.length);
    this.versions[index] = (this.versions[index] ?? 0) + 1;
  }

  rows(): ReadonlyMap<string, JsonObject> {
    return new Map(this.versions.map((version, index) => [idOf(index), dataOf(index, version)]));
  }

  page(cursor: string | null): SourcePage {
    if (this.flaky && this.random.chance(0.05))
      throw new SyncError('provider.unreachable', 'The line is down');
    const start = cursor === null ? 0 : Number(cursor);
    const end = Math.min(start + this.pageSize, this.versions.length);
    const records = this.versions
      .slice(start, end)
      .map((version, offset) => recordOf(start + offset, version));
    return { records, next: end < this.versions.length ? String(end) : null, bound: null };
  }
}

function idOf(index: number): string {
  return `thing-${index}`;
}

function dataOf(index: number, version: number): JsonObject {
  return { id: idOf(index), name: `Thing ${index} as of ${version}` };
}

function recordOf(index: number, version: number): SourceRecord {
  return { externalId: idOf(index), version, modifiedAt: null, data: dataOf(index, version) };
}

/** Asks the provider over a line whose latency the scheduler decides. */
class ScriptedConnector extends Connector {
  readonly name = 'scripted';

  constructor(
    private readonly provider: ScriptedProvider,
    private readonly timers: Timers,
    private readonly random: SeededRandom,
  ) {
    super();
  }

  validate(): void {}

  check(): Promise<void> {
    return Promise.resolve();
  }

  discover(): Promise<readonly StreamDescription[]> {
    return Promise.resolve([
      { name: STREAM, pageSize: this.provider.pageSize, incremental: false, readOne: false },
    ]);
  }

  async readPage(_: ConnectorContext, request: PageRequest): Promise<SourcePage> {
    await this.timers.sleep(1 + this.random.below(400));
    return this.provider.page(request.cursor);
  }

  readOne(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/** The only connector a simulated process knows. */
export class ScriptedConnectors extends Connectors {
  private readonly connector: Connector;

  constructor(provider: ScriptedProvider, timers: Timers, random: SeededRandom) {
    super();
    this.connector = new ScriptedConnector(provider, timers, random);
  }

  named(): Connector {
    return this.connector;
  }
}
